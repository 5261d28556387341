import type { Budget } from "../domain/budget.ts";
import { InvalidInput } from "../domain/diagnostic.ts";
import { formatDuration } from "../domain/duration.ts";
import type { RunEvent } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import { priceOf } from "../domain/prices.ts";
import { planTrials } from "../plan/plan-trials.ts";

/** Taken at load: a virtual clock leaves it alone. */
const now = performance.now.bind(performance);

/** @throws {InvalidInput} if the plan is larger than the budget: what was cut off at random would show little. */
export function refuseBeyond(budget: Budget | undefined, experiments: readonly Experiment[]): void {
  if (budget?.trials === undefined) return;
  const planned = experiments.reduce((sum, experiment) => sum + planTrials(experiment).length, 0);
  if (planned <= budget.trials) return;
  throw new InvalidInput([
    {
      file: budget.at,
      message: `${planned} trials are planned, and the budget is ${budget.trials}. Select fewer experiments, or lower "repeats".`,
    },
  ]);
}

/** Watches a run's events; `stop` is told once, without a full stop, when time, tokens or money are spent. */
export function watchBudget(budget: Budget | undefined, stop: (reason: string) => void): (event: RunEvent) => void {
  if (budget === undefined) return () => undefined;
  const begun = now();
  const prices = new Map<string, NonNullable<Experiment["target"]["map"]["dependencies"][number]["prices"]>>();
  const models = new Map<string, string>();
  let tokens = 0;
  let money = 0;
  let over = false;
  return (event) => {
    if (over) return;
    if (event.type === "experiment")
      for (const { name, prices: own } of event.experiment.target.map.dependencies) if (own) prices.set(name, own);
    if (event.type === "call-started" && (event.boundary === "model" || event.boundary === "embedding"))
      models.set(`${event.trial} ${event.performance} ${event.address}`, event.dependency);
    if (event.type === "call-ended") {
      const key = `${event.trial} ${event.performance} ${event.address}`;
      const dependency = models.get(key);
      models.delete(key);
      const { embeddedTokens } = event;
      const usage =
        event.usage ?? (embeddedTokens === undefined ? undefined : { inputTokens: embeddedTokens, outputTokens: 0 });
      if (usage) {
        tokens += usage.inputTokens + usage.outputTokens;
        const own = dependency === undefined ? undefined : prices.get(dependency);
        if (own) money += priceOf(usage, own);
      }
    }
    const spent = whatIsSpent(budget, { wallTime: now() - begun, tokens, money });
    if (spent === undefined) return;
    over = true;
    stop(`The budget is spent (${budget.at}): ${spent}`);
  };
}

function whatIsSpent(budget: Budget, so: Required<Pick<Budget, "wallTime" | "tokens" | "money">>): string | undefined {
  if (budget.wallTime !== undefined && so.wallTime > budget.wallTime)
    return `${formatDuration(budget.wallTime)} of real time are over`;
  if (budget.tokens !== undefined && so.tokens > budget.tokens)
    return `${so.tokens} tokens, and ${budget.tokens} were granted`;
  if (budget.money !== undefined && so.money > budget.money)
    return `${so.money.toPrecision(3)} of money, and ${budget.money} were granted`;
  return undefined;
}
