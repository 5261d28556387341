import { catalogue } from "../judge/findings/catalogue/index.ts";
import { didYouMean } from "../load/suggest.ts";
import { experimentIn } from "./experiment.ts";
import type { Performed } from "./perform.ts";
import type { TestedExperiment } from "./report.ts";
import { plain, tell } from "./words.ts";

export interface ToHoldOptions {
  /** An experiment that cannot tell passes as well. One that broke, or did not come to its end, still fails. */
  readonly allowInconclusive?: boolean;
}

export interface Matched {
  readonly pass: boolean;
  readonly message: () => string;
}

export interface Context {
  readonly isNot?: boolean | undefined;
}

/** What a runner of tests has of its own. */
interface Runner<C extends Context> {
  /** How a test gets an experiment, for people who gave something else. */
  readonly makes: string;
  /** Aborts once the test that asks has ended: it wants no more of the run. Undefined where that cannot be told, or somebody else sees to it. */
  endOfTest?(asking: C): AbortSignal | undefined;
}

/** The matchers of any runner that takes them in the form of Jest. */
export function matchersFor<C extends Context>({ makes, endOfTest }: Runner<C>) {
  const runOf = (asking: C, received: unknown, matcher: string): Promise<Performed> =>
    experimentIn(received, matcher, makes).run(endOfTest?.(asking));

  /** Passes on held and degraded. `not.toHold` passes on broken alone: what cannot tell shows neither. */
  async function toHold(
    this: C,
    received: unknown,
    { allowInconclusive = false }: ToHoldOptions = {},
  ): Promise<Matched> {
    const run = await runOf(this, received, "toHold");
    const good = ({ verdict }: TestedExperiment): boolean =>
      verdict === "held" || verdict === "degraded" || (allowInconclusive && verdict === "inconclusive");
    const whole = run.ended === "finished" && run.experiments.length > 0;
    if (this.isNot === true) {
      const broken = whole && run.verdict === "broken";
      return { pass: !broken, message: () => `Nothing was shown to be broken.\n\n${tell(run, run.experiments)}` };
    }
    const bad = run.experiments.filter((one) => !good(one));
    return {
      pass: whole && bad.length === 0,
      message: () =>
        run.experiments.length === 0
          ? `No experiment was run.\n\n${tell(run, [])}`
          : `${bad.length} of ${run.experiments.length} did not hold.\n\n${tell(run, bad)}`,
    };
  }

  /**
   * Passes if an experiment shows the finding, be it as another's symptom. `not.toFind` passes only where it could have been seen: the run came
   * to its end, no trial was lost, and every fault of every experiment fired.
   */
  async function toFind(this: C, received: unknown, code: string): Promise<Matched> {
    if (!Object.hasOwn(catalogue, code))
      throw new TypeError(
        `There is no finding "${code}".${didYouMean(code, Object.keys(catalogue))} \`brownout list findings\` has them all.`,
      );
    const run = await runOf(this, received, "toFind");
    const shows = ({ findings }: TestedExperiment): boolean =>
      findings.some((one) => one.code === code || one.symptoms.some((symptom) => symptom.code === code));
    const showing = run.experiments.filter(shows);
    if (this.isNot !== true)
      return {
        pass: showing.length > 0,
        message: () => `No experiment shows ${code}.\n\n${tell(run, run.experiments)}`,
      };
    const blind = run.experiments.filter(
      (one) => one.trials.exposed === 0 || one.trials.failed > 0 || silent(one).length > 0,
    );
    const seen = run.ended === "finished" && run.experiments.length > 0 && blind.length === 0;
    return {
      pass: showing.length > 0 || !seen,
      message: () =>
        showing.length > 0
          ? `${code} was found.\n\n${tell(run, showing)}`
          : `Whether there is ${code} cannot be told: ${whyBlind(blind)}.\n\n${tell(run, blind)}`,
    };
  }

  return { toHold, toFind };
}

/** Faults that were to strike trials, and struck none. */
const silent = ({ injections }: TestedExperiment): readonly string[] =>
  injections.flatMap(({ id, fired, trials }) => (fired === 0 && trials > 0 ? [id] : []));

function whyBlind(blind: readonly TestedExperiment[]): string {
  const never = blind.flatMap(silent);
  const failed = blind.reduce((sum, { trials }) => sum + trials.failed, 0);
  const why = [
    ...(failed > 0 ? [`trials could not be run (${failed})`] : []),
    ...(never.length > 0 ? [`faults never fired (${[...new Set(never)].map(plain).join(", ")})`] : []),
  ];
  return why.length > 0 ? why.join(", and ") : "the run was cut off, or no trial met a fault";
}
