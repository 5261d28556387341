import { weaknesses } from "../weakness.ts";

/** Changes of the world that are wrong, and answers that are wrong about them. */
export const incorrectEffects = weaknesses({
  "duplicate-effect": {
    title: "The same change is made more than once",
    severity: "critical",
    failureMode: "incorrect-response",
    dimension: "tools",
    cost: "Money is paid out twice, goods are sent twice, and somebody has to find and undo it by hand.",
    advice: "Send an idempotency key with every change, and read back what happened before a change is tried again.",
    evidence: ["E15"],
    explains: [],
  },
  "unwanted-effect": {
    title: "A change is made that nobody asked for",
    severity: "critical",
    failureMode: "incorrect-response",
    dimension: "tools",
    cost: "An order is cancelled or money is moved without anybody's wish, and it may not be possible to undo.",
    advice:
      "Check the arguments of every change against the task before it is sent, and ask or hand over when they do not fit.",
    evidence: ["E13", "E27"],
    explains: [],
  },
  "claimed-without-effect": {
    title: "The answer claims a change that did not happen",
    severity: "critical",
    failureMode: "incorrect-response",
    dimension: "orchestration",
    cost: "The customer waits for a refund that was never made, and support finds no trace of it.",
    advice: "Word the answer from what the tool confirmed, and read the change back when the confirmation is missing.",
    evidence: ["E13"],
    explains: [],
  },
  "success-not-read-back": {
    title: "A success that did nothing is believed",
    severity: "high",
    failureMode: "incorrect-response",
    dimension: "tools",
    cost: "A backend that loses writes does so in silence, one customer at a time.",
    advice: "Read the changed record back before the user is told that it is done.",
    evidence: ["E13"],
    explains: ["claimed-without-effect", "silent-wrong-answer"],
  },
});
