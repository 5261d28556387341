import type { CriterionResult, GateDecision, GateFinding, GateStanding } from "../../harness/domain/gate.ts";
import { brief } from "../text/brief.ts";
import { counted } from "../text/figures.ts";
import { painter, type Style } from "../text/paint.ts";
import type { TextOptions } from "../text/table.ts";
import { hang } from "../text/wrap.ts";

export const standingMark: Readonly<Record<GateStanding, string>> = { passed: "✓", inconclusive: "?", failed: "✗" };
const styles: Readonly<Record<GateStanding, Style>> = { passed: "green", inconclusive: "magenta", failed: "red" };
/** Findings of one standing that are named; more are counted. */
const named = 8;

/** What a gate decided: the criteria, and what is compared with the baseline. What to do now stands where `nextStep` does. Empty without a decision. */
export function gateLines(gate: GateDecision | undefined, { width, colour }: TextOptions): readonly string[] {
  if (gate === undefined) return [];
  const paint = painter(colour);
  const line = (style: Style, prefix: string, text: string): readonly string[] =>
    hang(prefix, brief(text), width).map((each) => paint(style, each));
  return [
    ...line(
      [styles[gate.standing], "bold"].flat() as Style,
      `${standingMark[gate.standing]} GATE ${gate.standing.toUpperCase()}  `,
      countWords(gate),
    ),
    ...gate.criteria.flatMap((criterion) => [
      ...line(styles[criterion.standing], `  ${standingMark[criterion.standing]} `, criterionWords(criterion)),
      ...(criterion.next === undefined ? [] : line("cyan", "    → ", criterion.next)),
    ]),
    ...notesOf(gate).flatMap((text) => line("dim", "  · ", text)),
  ];
}

export const criterionWords = ({ asked, found, at }: CriterionResult): string =>
  `${asked}: ${found}${at === undefined ? "" : ` [${at}]`}`;

export function countWords({ criteria, policy }: GateDecision): string {
  const of = (standing: GateStanding): number => criteria.filter((one) => one.standing === standing).length;
  const parts = [`${of("failed")} failed`, `${of("inconclusive")} undecided`, `${of("passed")} kept`].filter(
    (text) => !text.startsWith("0 "),
  );
  return `${counted(criteria.length, "criterion", "criteria")} by ${policy}: ${parts.join(", ")}`;
}

/** What stands behind the criteria, in sentences: the stop, the baseline and what is new against it, waivers, flaky trials. */
export function notesOf({ stopping, baseline, findings, waivers, flaky }: GateDecision): readonly string[] {
  const compared = findings.filter(({ standing }) => standing !== "seen");
  const against = (["new", "worse", "fixed", "known"] as const).flatMap((standing) => {
    const those = compared.filter((finding) => finding.standing === standing);
    return those.length === 0 ? [] : [`${standing}: ${listed(those)}`];
  });
  return [
    ...(stopping === undefined
      ? []
      : [
          `${stopping.why} ${counted(stopping.rounds, "round")}, ${stopping.pairs} of ${counted(stopping.planned, "pair")}; at most ${share(stopping.falseBlock)} false blocks and ${share(stopping.falsePass)} false passes for each bound, whenever it is looked at.`,
        ]),
    ...(baseline === undefined ? [] : [`compared with ${baseline.file} (run ${baseline.run})`, ...baseline.apart]),
    ...against,
    ...waivers.map(({ standing, words }) =>
      standing === "used" ? `waived: ${words}` : `waiver ${standing}: ${words}`,
    ),
    ...flaky
      .slice(0, named)
      .map(({ pair, outcomes }) => `flaky: ${pair} came to ${outcomes.join(", then ")} with the same seed`),
    ...(flaky.length > named ? [`and ${flaky.length - named} more flaky trials`] : []),
  ];
}

const share = (rate: number): string => `${Number((100 * rate).toPrecision(2))} %`;

function listed(findings: readonly GateFinding[]): string {
  const shown = findings.slice(0, named).map(({ code, experiment, words }) => `${code} in ${experiment} (${words})`);
  return `${shown.join("; ")}${findings.length > named ? `; and ${findings.length - named} more` : ""}`;
}
