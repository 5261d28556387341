// Does what its prompt says, as a program of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";

let text = "";
for await (const part of process.stdin) text += part;
const { id, prompt, input } = JSON.parse(text);
const say = (value) => process.stdout.write(JSON.stringify(value));
process.stderr.write(`asked for ${prompt}\n`);
const helper = (code) => spawn(process.execPath, ["-e", code, input.pidFile], { stdio: "inherit" });
const stubborn = `process.on("SIGTERM", () => {}); require("fs").writeFileSync(process.argv[1], String(process.pid)); setInterval(() => {}, 1000);`;

switch (prompt) {
  case "answer":
    say({ answer: `${id} ${process.env.GREETED} ${process.env.BROWNOUT_PERFORMANCE}`, tokens: 3 });
    break;
  case "text":
    say({ text: "hello" });
    break;
  case "junk":
    process.stdout.write("Loading model...\nhello");
    break;
  case "shapeless":
    say({ reply: "hello" });
    break;
  case "much":
    process.stdout.write("x".repeat(200_000));
    break;
  case "exit":
    process.stderr.write("Traceback:\n  the last line says why\n");
    process.exitCode = 7;
    break;
  case "signal":
    process.kill(process.pid, "SIGKILL");
    await new Promise(() => {});
    break;
  case "helper": // answers, but leaves a helper behind that holds stdout and ignores SIGTERM
    await once(helper(stubborn), "spawn");
    while (!(await import("node:fs")).existsSync(input.pidFile)) await new Promise((resolve) => setTimeout(resolve, 5));
    say({ answer: "answered" });
    process.exit(0);
    break;
  case "wait":
    if (input.stubborn) process.on("SIGTERM", () => {});
    writeFileSync(input.pidFile, String(process.pid));
    setInterval(() => {}, 1000);
    await new Promise(() => {});
    break;
}
