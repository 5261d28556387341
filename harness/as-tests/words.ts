import type { Performed } from "./perform.ts";
import type { TestedExperiment } from "./report.ts";

/** Most that a failed test shows; the report has the rest. */
const limits = { experiments: 5, reasons: 6, calls: 12, text: 300 } as const;

/** Answers and tool results are anybody's text: on one line, and without what moves a cursor. */
export function plain(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
  return line.length <= limits.text ? line : `${line.slice(0, limits.text)}…`.toWellFormed();
}

/** Why experiments are as they are: verdict, claims, the worst trial and the command that repeats it. */
export function tell(run: Performed, about: readonly TestedExperiment[]): string {
  const more = about.length - limits.experiments;
  return [
    ...(run.ended === "finished" ? [] : [`The run did not come to its end: ${run.ended}.`]),
    ...about.slice(0, limits.experiments).map(tellOne),
    ...(more > 0 ? [`… and ${more} more`] : []),
    `Report: ${run.folder}/report.html`,
  ].join("\n\n");
}

function tellOne(result: TestedExperiment): string {
  const { file, title, verdict, claims, reasons, findings, reproduce } = result;
  const unheld = claims.filter((claim) => claim.verdict !== "held");
  const own = reasons.filter((reason) => !claims.some((claim) => claim.reason !== "" && reason.includes(claim.reason)));
  return [
    `${verdict.toUpperCase()}  ${plain(title)} (${plain(file)})`,
    ...[...own, ...unheld.map(({ sentence }) => sentence)].slice(0, limits.reasons).map((line) => `  ${plain(line)}`),
    ...(findings.length === 0 ? [] : [`  Found: ${findings.map(({ code, count }) => `${code} ×${count}`).join(", ")}`]),
    ...worst(result),
    `  Reproduce: ${plain(reproduce)}`,
  ].join("\n");
}

function worst({ examples }: TestedExperiment): readonly string[] {
  const [example] = examples;
  if (example === undefined) return [];
  const { trial, outcome, controlOutcome, timeline, answer, error, reasons } = example;
  const left = timeline.length - limits.calls;
  const why = reasons.length === 0 ? "" : `: ${reasons.join("; ")}`;
  return [
    `  Worst trial ${plain(trial)}: ${outcome}${plain(why)} (${controlOutcome} without faults)`,
    ...timeline
      .slice(0, limits.calls)
      .flatMap(({ at, address, result, faults }) => [
        `    ${(at / 1000).toFixed(2)}s  ${plain(address)}  ${plain(result)}`,
        ...faults.map(({ fault, note }) => `      ⚡ ${plain(note === "" ? fault : `${fault}: ${note}`)}`),
      ]),
    ...(left > 0 ? [`    … and ${left} more calls`] : []),
    ...(answer === undefined ? [] : [`    answered “${plain(answer)}”`]),
    ...(error === undefined ? [] : [`    error ${plain(error)}`]),
  ];
}
