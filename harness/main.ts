#!/usr/bin/env node
const needed = 24;
const isNew = Number.parseInt(process.versions.node, 10) >= needed;
// What was compiled once begins in half the time the next time.
if (isNew) (await import("node:module")).enableCompileCache();

if (!isNew) {
  // On an older Node the imports already fail, with a SyntaxError that names no reason.
  const { tooOld } = await import("./cli/too-old.ts");
  process.stderr.write(tooOld(needed, process.versions.node, process.argv[1] ?? "", process.argv.slice(2)));
  process.exitCode = 5;
} else if (process.argv[2] === "mcp" && process.argv.includes("--")) {
  // A client waits for its server, which is not to start a second later for all that the other commands need.
  const { wrapMcp } = await import("./cli/wrap-mcp.ts");
  process.exitCode = await wrapMcp(process.argv.slice(3));
} else if (process.argv[2] === "halt") {
  const { quickHalt } = await import("./cli/quick-halt.ts");
  process.exitCode = await quickHalt(process.argv.slice(2));
} else {
  const { keepSpaceForJournal } = await import("./cli/young-space.ts");
  keepSpaceForJournal(process.argv[2]);
  const { main } = await import("./cli/program.ts");
  process.exitCode = await main(process.argv.slice(2));
}
// A pipe takes what was written in its own time, and a reader that has gone wants no more of it.
const written = [process.stdout, process.stderr].map(
  (stream) =>
    new Promise<void>((resolve) => {
      stream.on("error", () => resolve());
      stream.write("", () => resolve());
    }),
);
// Agents are modules of this process: what they still print, up to its exit, would be more than the document that a reader expects.
process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;
await Promise.all(written);
// Whatever an agent under test has left open must not keep the program alive.
process.exit();
