import { weaknesses } from "../weakness.ts";

/** Wrong answers from a model's turn that was not whole, or was none. */
export const incorrectTurns = weaknesses({
  "truncated-stream-accepted": {
    title: "A stream that broke off is taken for a whole answer",
    severity: "high",
    failureMode: "incorrect-response",
    dimension: "foundation-model",
    cost: "Customers read half an answer as a whole one: the exception that stood in the second half is missing.",
    advice:
      "A stream is whole only when its closing event has come; otherwise ask again or say that the answer is cut.",
    evidence: ["E10", "E24"],
    explains: ["silent-wrong-answer", "empty-answer-as-success"],
  },
  "truncated-answer-accepted": {
    title: "A model's unfinished or broken turn is taken as complete",
    severity: "high",
    failureMode: "incorrect-response",
    dimension: "foundation-model",
    cost: "What the model could not say is left out, and the stop reason that said so is thrown away.",
    advice:
      "Look at the stop reason and the tool arguments of every turn; continue or ask again unless the turn is whole.",
    evidence: ["E10"],
    explains: ["silent-wrong-answer", "empty-answer-as-success"],
  },
  "empty-answer-as-success": {
    title: "An empty answer is returned as a success",
    severity: "high",
    failureMode: "incorrect-response",
    dimension: "orchestration",
    cost: "The customer sees a blank reply, and the dashboards count a success.",
    advice: "Treat an empty answer as a failure: ask again, or say that there is none.",
    evidence: ["E8", "E14"],
    explains: ["silent-wrong-answer"],
  },
});
