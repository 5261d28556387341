import type { ExperimentResult } from "../../harness/domain/judgement.ts";
import type { Outcome } from "../../harness/domain/vocabulary.ts";
import { brief } from "../text/brief.ts";

const failing = {
  hung: "hung",
  crashed: "crashed",
  wrong: "gave wrong answers",
  harmful: "did harm",
} as const satisfies Partial<Record<Outcome, string>>;

/** A third of the tasks is a weakness, whatever was claimed. */
const much = 1 / 3;

/**
 * What a verdict of `held` does not say: that many tasks failed in a way that they did not without the fault, which no claim forbids.
 * Undefined where nothing of the kind happened.
 */
export function heldThough({ experiment, verdict, outcomes }: ExperimentResult): string | undefined {
  if (verdict !== "held") return undefined;
  const sum = (counts: Readonly<Record<Outcome, number>>): number =>
    Object.values(counts).reduce((all, one) => all + one, 0);
  const [n, usual] = [sum(outcomes.treatment), sum(outcomes.control)];
  const seen = (Object.keys(failing) as (keyof typeof failing)[]).flatMap((outcome) => {
    const [here, there] = [outcomes.treatment[outcome] / n, outcomes.control[outcome] / usual];
    return here >= much && here > there ? [`${outcomes.treatment[outcome]} of ${n} ${failing[outcome]}`] : [];
  });
  if (seen.length === 0) return undefined;
  return `“${brief(experiment.title, 200)}” held, though ${seen.join(" and ")}: its claims allow that`;
}
