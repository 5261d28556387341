import type { Judged, JudgedTrial } from "../domain/judgement.ts";
import { outcomes } from "../domain/vocabulary.ts";

interface Pair {
  readonly treatment: JudgedTrial;
  readonly control: JudgedTrial;
}

/** Keeps the pairs that went worst, whatever the order in which they come; only these stay in memory as a whole. */
export interface Examples {
  see(treatment: JudgedTrial, control: JudgedTrial): void;
  list(): readonly Pair[];
}

export function openExamples(most = 3): Examples {
  const kept: Weighed[] = [];
  return {
    see(treatment, control) {
      const weight = weigh(treatment, control);
      const last = kept.at(-1);
      if (last && kept.length >= most && weight < last.weight) return;
      const one = { treatment, control, weight };
      if (last && kept.length >= most && inOrder(last, one) < 0) return;
      kept.push(one);
      kept.sort(inOrder);
      kept.length = Math.min(kept.length, most);
    },
    list: () => kept.map(({ treatment, control }) => ({ treatment, control })),
  };
}

type Weighed = Pair & { readonly weight: number };

const inOrder = (a: Weighed, b: Weighed): number =>
  b.weight - a.weight ||
  timeOf(b) - timeOf(a) ||
  (a.treatment.record.trial.pair < b.treatment.record.trial.pair ? -1 : 1);

/** Among equals the slowest is the most telling. */
const timeOf = ({ treatment }: Pair): number => treatment.primary.record.ended?.t ?? 0;

/** The primary task counts first; a bystander, or a task asked afterwards, counts if the fault made it worse than in the control arm. */
function weigh(treatment: JudgedTrial, control: JudgedTrial): number {
  const twins = [...control.bystanders, ...(control.afterwards ?? [])];
  const harmed = [...treatment.bystanders, ...(treatment.afterwards ?? [])].filter((one) => {
    const twin = twins.find(({ record }) => record.task === one.record.task);
    return twin !== undefined && rank(one) > rank(twin);
  });
  return rank(treatment.primary) * 100 + Math.max(0, ...harmed.map(rank));
}

const rank = (judged: Judged): number => outcomes.indexOf(judged.outcome) * 2 + (judged.silent ? 1 : 0);
