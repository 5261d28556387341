import type { Judged } from "../../../domain/judgement.ts";
import { at, hitBy } from "../case.ts";
import type { Detectors } from "./detectors.ts";

/** A stream that ended so was not whole. */
const brokenOff: ReadonlySet<string> = new Set(["reset", "end", "silence", "stream-reset", "goaway"]);

const empty = ({ record: { ended } }: Judged): boolean =>
  ended?.end === "answered" && (ended.answer ?? "").trim() === "";

export const turns = {
  "truncated-stream-accepted": (given) =>
    given.misled
      ? given.hit
          .filter(
            ({ started, ended }) =>
              started.stream && started.boundary === "model" && ended !== undefined && brokenOff.has(ended.ending),
          )
          .map(({ started, ended }) => ({
            address: started.address,
            detail: `the stream broke off (${ended?.ending}); the answer ${given.why}`,
          }))
      : [],

  "truncated-answer-accepted": (given) =>
    given.misled
      ? hitBy(given, "truncated-answer", "empty-completion", "refusal", "malformed-tool-arguments", "unknown-tool").map(
          ({ started }) => ({
            address: started.address,
            detail: `the model's turn was cut, empty or malformed; the answer ${given.why}`,
          }),
        )
      : [],

  "empty-answer-as-success": ({ here, usual, hit }) =>
    empty(here) && !empty(usual) ? [{ ...at(hit.at(-1)), detail: "answered with no text" }] : [],
} satisfies Detectors;
