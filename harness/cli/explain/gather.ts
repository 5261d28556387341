import type { ExplainedGroup, ExplainedPair } from "../../../reports/documents/explain.ts";
import type { Sightings } from "../../domain/evidence.ts";
import type { Experiment } from "../../domain/experiment.ts";
import type { JudgedTrial } from "../../domain/judgement.ts";
import { openPair, type Pair } from "../../domain/pair.ts";
import type { Arm } from "../../domain/vocabulary.ts";
import { againstControl, judgeTrial } from "../../judge/index.ts";
import { evidenceDetectors } from "../../probes/evidence/index.ts";
import { isExposed } from "../../score/index.ts";
import { foldTrials, readBatches } from "../../store/index.ts";
import type { Subject, Told } from "./telling.ts";

export interface Gathered {
  readonly groups: readonly ExplainedGroup[];
  readonly pairs: readonly ExplainedPair[];
}

interface Candidate extends ExplainedPair {
  readonly weight: number;
}

interface Entry {
  readonly groups: Map<string, { readonly label: string; readonly arm: Arm; trials: number; readonly first: string[] }>;
  readonly pairs: Candidate[];
}

/**
 * Reads a journal again for what its pairs say about a subject: how many trials say what, and the most telling pairs as a whole.
 * Judged and scored as the report was; memory holds `shown` pairs and `named` trial ids of each experiment.
 */
export async function gather(
  journal: string,
  subject: Subject,
  wanted: ReadonlySet<string>,
  limits: { readonly shown: number; readonly named: number },
): Promise<ReadonlyMap<string, Gathered>> {
  const experiments = new Map<string, Experiment>();
  const waiting = new Map<string, JudgedTrial>();
  const counted = new Set<string>();
  const entries = new Map<string, Entry>();
  for await (const item of foldTrials(readBatches(journal))) {
    if (item.kind === "experiment" && !experiments.has(item.experiment.id))
      experiments.set(item.experiment.id, item.experiment);
    if (item.kind !== "trial" || item.record.failed !== undefined) continue;
    const { id, pair, arm, experiment: name } = item.record.trial;
    const experiment = experiments.get(name);
    if (experiment === undefined || !wanted.has(name) || counted.has(id)) continue;
    counted.add(id);
    const judged = judgeTrial(item.record, experiment);
    const twin = waiting.get(pair);
    if (!twin || twin.record.trial.arm === arm) {
      waiting.set(pair, judged);
      continue;
    }
    waiting.delete(pair);
    const [alone, control] = arm === "treatment" ? [judged, twin] : [twin, judged];
    const treatment = againstControl(alone, control);
    if (!subject.unexposed && !isExposed(treatment, experiment)) continue;
    const opened = openPair(treatment, control, experiment);
    keep(
      entries,
      name,
      opened,
      subject.tell(opened, () => sightingsIn(opened), experiment),
      limits,
    );
  }
  return new Map([...entries].map(([name, entry]) => [name, finish(entry)]));
}

/** A detector that throws saw nothing; the report has named it. */
function sightingsIn(pair: Pair): Sightings {
  return new Map(
    evidenceDetectors.flatMap((detector) => {
      try {
        const sightings = detector.look(pair);
        return sightings.length === 0 ? [] : [[detector.id, sightings] as const];
      } catch {
        return [];
      }
    }),
  );
}

function keep(
  entries: Map<string, Entry>,
  name: string,
  { treatment, control }: Pair,
  told: readonly Told[],
  { shown, named }: { readonly shown: number; readonly named: number },
): void {
  if (told.length === 0) return;
  const entry: Entry = entries.get(name) ?? { groups: new Map(), pairs: [] };
  entries.set(name, entry);
  for (const [key, { label, arm = "treatment" }] of new Map(told.map((one) => [`${one.arm} ${one.label}`, one]))) {
    const group = entry.groups.get(key) ?? { label, arm, trials: 0, first: [] };
    entry.groups.set(key, group);
    group.trials += 1;
    group.first.push((arm === "control" ? control : treatment).record.trial.id);
    group.first.sort();
    group.first.length = Math.min(group.first.length, named);
  }
  entry.pairs.push({
    treatment,
    control,
    marks: told.flatMap(({ marks }) => marks),
    weight: Math.max(...told.map(({ weight }) => weight)),
  });
  entry.pairs.sort(
    (a, b) => b.weight - a.weight || (a.treatment.record.trial.id < b.treatment.record.trial.id ? -1 : 1),
  );
  entry.pairs.length = Math.min(entry.pairs.length, shown);
}

const finish = ({ groups, pairs }: Entry): Gathered => ({
  groups: [...groups.values()].sort((a, b) => b.trials - a.trials || (a.label < b.label ? -1 : 1)),
  pairs: pairs.map(({ treatment, control, marks }) => ({ treatment, control, marks })),
});
