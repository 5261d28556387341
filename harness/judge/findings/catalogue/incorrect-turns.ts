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
    explains: [
      "failure-hidden",
      "fallback-missing",
      "single-point-of-failure",
      "silent-wrong-answer",
      "empty-answer-as-success",
    ],
  },
  "stop-reason-ignored": {
    title: "A turn that was cut at the output limit is taken for complete",
    severity: "high",
    failureMode: "incorrect-response",
    dimension: "foundation-model",
    cost: "What the model could not say is left out, and the stop reason that said so is thrown away.",
    advice:
      "Look at the stop reason of every turn; continue or ask again with a larger limit unless the model had ended by itself.",
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
  "refusal-shown-as-answer": {
    title: "A refusal, or a guardrail's text, is given out as the answer",
    severity: "medium",
    failureMode: "incorrect-response",
    dimension: "foundation-model",
    cost: "Harmless requests are turned away in words that are not yours, and are counted as served.",
    advice:
      "Handle each stop reason: ask again in other words or another model, and say plainly that there is no answer.",
    evidence: ["E8"],
    explains: ["silent-wrong-answer"],
  },
  "corrupted-stream-accepted": {
    title: "A stream with damaged, doubled or swapped events is put together as if it were whole",
    severity: "high",
    failureMode: "incorrect-response",
    dimension: "foundation-model",
    cost: "Words and numbers are missing, doubled or in the wrong order, and nobody is told.",
    advice:
      "Check index, sequence and closing event of a stream; when one does not fit, throw the turn away and ask again.",
    evidence: ["E10"],
    explains: ["silent-wrong-answer", "empty-answer-as-success"],
  },
  "weaker-model-unnoticed": {
    title: "Another model answers than was asked, and its answer is taken as it is",
    severity: "medium",
    failureMode: "incorrect-response",
    dimension: "foundation-model",
    cost: "Quality drops without any error, and nobody knows since when.",
    advice:
      "Compare the model named in the reply with the one asked for, and hold answers of another to the same checks.",
    evidence: ["E7", "E13"],
    explains: ["silent-wrong-answer", "stop-reason-ignored"],
  },
  "broken-step-hidden": {
    title: "A step that could not be carried out is passed over in silence",
    severity: "high",
    failureMode: "incorrect-response",
    dimension: "orchestration",
    cost: "The model fills the hole with what the tool might have said.",
    advice:
      "Remember each step that failed, and do not let an answer out that rests on one; say what could not be done.",
    evidence: ["E8", "E10"],
    explains: ["silent-wrong-answer"],
  },
  "truncated-tool-call-executed": {
    title: "A tool call that was cut off in the middle is carried out",
    severity: "critical",
    failureMode: "incorrect-response",
    dimension: "foundation-model",
    cost: "The half that is missing may be the amount or the address.",
    advice:
      "Run a tool call only if its turn ended whole (stop reason, closing event) and its arguments fit the schema.",
    evidence: ["E10", "E27"],
    explains: ["unwanted-effect", "malformed-tool-call-executed", "broken-step-hidden", "silent-wrong-answer"],
  },
  "malformed-tool-call-executed": {
    title: "A tool is called with arguments that do not fit its schema",
    severity: "high",
    failureMode: "incorrect-response",
    dimension: "foundation-model",
    cost: "The tool guesses, or does something else than was meant.",
    advice: "Check the arguments against the tool's schema before the call, and hand the error back to the model.",
    evidence: ["E10"],
    explains: ["unwanted-effect", "broken-step-hidden", "crashed-on-fault", "hung-on-fault", "silent-wrong-answer"],
  },
  "unreadable-turn-crashes": {
    title: "A model's turn that cannot be read ends the task",
    severity: "high",
    failureMode: "incorrect-response",
    dimension: "foundation-model",
    cost: "Models write broken JSON and streams carry errors every day: each of them is a failed task.",
    advice:
      "Parse what a model sends where it can fail, and treat a turn that does not parse like any other failed call.",
    evidence: ["E10"],
    explains: ["single-point-of-failure", "fallback-missing", "crashed-on-fault"],
  },
});
