import { z } from "zod";
import { AgentCrash, TargetFailure } from "../../domain/ports.ts";
import { answerShape, glimpse, readAnswer } from "../read-answer.ts";
import { jsonLines } from "./json-lines.ts";
import { defineProcessContract } from "./process-contract.ts";

const reply = z.looseObject({ request: z.number(), error: z.string().optional() });

/**
 * In: `{"request":1,"id":…,"prompt":…,"input":…,"session":…,"trial":…,"performance":…}`, a line for each question, several at once.
 * Out: `{"request":1,"answer":…}` or `{"request":1,"error":…}`, a line for each, in any order. `{"cancel":1}` takes a question back.
 */
export const lines = defineProcessContract({
  name: "lines",
  summary: "One JSON object a line on stdin for each task, one on stdout for each answer, joined by a number.",
  settings: z.strictObject({}),
  attach(child, _settings, name, keep) {
    const wire = jsonLines(child, name, keep);
    let asked = 0;
    return {
      async ask({ task, scope, session, signal }) {
        asked += 1;
        const request = asked;
        const answered = wire.next((value) => {
          const read = reply.safeParse(value);
          return read.success && read.data.request === request ? read.data : undefined;
        }, signal);
        answered.catch(() => {});
        wire.send({ request, ...task, session, ...scope });
        const cancel = (): void => wire.send({ cancel: request });
        signal.addEventListener("abort", cancel, { once: true });
        const {
          request: _,
          error,
          ...given
        } = await answered.finally(() => signal.removeEventListener("abort", cancel));
        if (error !== undefined) throw new AgentCrash(`"${name}" answered with an error: ${error}`);
        const answer = readAnswer(given);
        if (answer) return answer;
        throw new TargetFailure(
          `The target "${name}" answered with ${glimpse(given)}: it must answer with ${answerShape}.`,
        );
      },
    };
  },
});
