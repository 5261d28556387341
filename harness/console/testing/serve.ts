/**
 * Shows the console of a game day that does not take place: node harness/console/testing/serve.ts [PORT]
 */
import { openConsole } from "../index.ts";
import { fakeControl } from "./fake-control.ts";

const control = fakeControl(() => performance.now());
await using console_ = await openConsole(control, {
  port: Number(process.argv[2] ?? 0),
  warn: (words) => console.error(words),
});
const ticking = setInterval(() => control.tick(), 1000);
process.stdout.write(`Operators: ${console_.url}\nObservers: ${console_.observerUrl}\nCtrl-C ends it.\n`);
await new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
});
clearInterval(ticking);
