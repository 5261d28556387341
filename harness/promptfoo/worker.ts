import { InvalidInput } from "../domain/diagnostic.ts";
import type { Case } from "./case.ts";
import { runCase } from "./run-case.ts";
import type { Question, Reply } from "./worker-messages.ts";

// The child process of worker-client.ts: one case after another, since two virtual clocks cannot share a process.
let last: Promise<void> = Promise.resolve();
const stop = new AbortController();

process.on("message", (message) => {
  const { id, asked, cwd } = message as Question;
  last = last.then(async () => send(await answer(id, asked, cwd)));
});
process.on("disconnect", () => {
  stop.abort(new Error("SIGTERM"));
  // promptfoo is gone, perhaps killed: whatever the agent under test has left open must not outlive it.
  process.kill(process.pid, "SIGTERM");
});

async function answer(id: number, asked: Case, cwd: string): Promise<Reply> {
  try {
    return { id, result: await runCase(asked, cwd, stop.signal) };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { id, error: error instanceof InvalidInput ? words.trim() : `brownout: ${words}` };
  }
}

const send = (reply: Reply): void => {
  process.send?.(reply);
};
