import type { ExperimentResult, JudgedTrial } from "../domain/judgement.ts";
import { namesError } from "../domain/named-error.ts";
import { startUpsIn } from "./undecided.ts";

/** What trials themselves say of why they went amiss: of start-ups that used the deadline, and of crashes without any fault. */
export interface OwnWords {
  see(trial: JudgedTrial): void;
  /** Of control trials alone. */
  startUp(): string | undefined;
  result(): Pick<ExperimentResult, "startUp" | "crash">;
}

export function openOwnWords(): OwnWords {
  const startUps = { control: new Set<string>(), treatment: new Set<string>() };
  const crashes = new Map<string, number>();
  let control = 0;
  const first = (words: Iterable<string>): string | undefined => [...words].sort()[0];
  const crash = (): string | undefined => [...crashes].find(([, count]) => count > control / 2)?.[0];
  return {
    see(trial) {
      const { arm } = trial.record.trial;
      for (const words of startUpsIn(trial)) startUps[arm].add(words);
      if (arm !== "control") return;
      control += 1;
      const { ended } = trial.primary.record;
      const cause = ended?.end === "crashed" ? causeIn(ended.error ?? "") : "";
      if (cause !== "") crashes.set(cause, (crashes.get(cause) ?? 0) + 1);
    },
    startUp: () => first(startUps.control),
    result() {
      const startUp = first([...startUps.control, ...startUps.treatment]);
      const cause = crash();
      return {
        ...(startUp === undefined ? {} : { startUp }),
        ...(cause === undefined ? {} : { crash: cause }),
      };
    },
  };
}

/** The first line, and the first below it that names an error: a process that exits has that in its log. */
function causeIn(error: string): string {
  const [head = "", ...log] = error.split("\n").map((line) => line.trim());
  const cause = head.includes("Error") ? undefined : log.find(namesError);
  return cause === undefined ? head : `${head} ${cause}`;
}
