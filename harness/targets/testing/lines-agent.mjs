// An agent that takes many tasks: a line of JSON for each, and one for each answer.
import { createInterface } from "node:readline";

const held = [];
let cancelled = 0;
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const { request, cancel, prompt, performance } = JSON.parse(line);
  if (cancel !== undefined) {
    cancelled += 1;
    continue;
  }
  const answer = { request, answer: `${prompt} ${process.env.GREETED} ${performance}` };
  switch (prompt) {
    case "wait":
      break;
    case "first":
      held.push(answer);
      break;
    case "second":
      say(answer);
      for (const one of held.splice(0)) say(one);
      break;
    case "cancelled":
      say({ request, answer: String(cancelled) });
      break;
    case "pid":
      say({ request, answer: String(process.pid) });
      break;
    case "fail":
      say({ request, error: "model gone" });
      break;
    case "shapeless":
      say({ request, reply: 1 });
      break;
    case "junk":
      process.stdout.write("Loading model...\n");
      break;
    case "die":
      process.stderr.write("out of memory\n");
      process.exit(3);
  }
}
