import type { GradeQuestion, GradeReply } from "./messages.ts";
import { runAssertions } from "./run-assertions.ts";

// The child process of promptfoo-grader.ts: real time and an untouched network, whatever the run does in its own process.
const loading = import("promptfoo");

process.on("message", async (message) => {
  const asked = message as GradeQuestion;
  process.send?.({ id: asked.id, grades: [...(await runAssertions(await loading, asked))] } satisfies GradeReply);
});
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
