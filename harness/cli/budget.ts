import type { Budget } from "../domain/budget.ts";
import { InvalidInput } from "../domain/diagnostic.ts";
import { formatDuration } from "../domain/duration.ts";
import type { RunEvent } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import { priceOf } from "../domain/prices.ts";
import { realClock } from "../execute/real-clock.ts";
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

/** Told of every event of a run. */
export interface BudgetWatch extends Disposable {
  see(event: RunEvent): void;
}

/** Watches a run until it is disposed of; `stop` is told once, without a full stop, when time, tokens or money are spent. */
export function watchBudget(budget: Budget | undefined, stop: (reason: string) => void): BudgetWatch {
  if (budget === undefined) return { see: () => undefined, [Symbol.dispose]: () => undefined };
  const begun = now();
  const closing = new AbortController();
  const spending = spendingOf();
  const look = (wallTime: number): void => {
    if (closing.signal.aborted) return;
    const spent = whatIsSpent(budget, { wallTime, ...spending.so() });
    if (spent === undefined) return;
    closing.abort();
    stop(`The budget is spent (${budget.at}): ${spent}`);
  };
  // An agent that hangs makes no event.
  if (budget.wallTime !== undefined)
    realClock.sleep(budget.wallTime, closing.signal).then(
      () => look(Number.POSITIVE_INFINITY),
      () => undefined,
    );
  return {
    see(event) {
      spending.add(event);
      look(now() - begun);
    },
    [Symbol.dispose]: () => closing.abort(),
  };
}

/** Tokens and money, by what the models said and the prices of the maps. */
function spendingOf(): { add(event: RunEvent): void; so(): { readonly tokens: number; readonly money: number } } {
  const prices = new Map<string, NonNullable<Experiment["target"]["map"]["dependencies"][number]["prices"]>>();
  const models = new Map<string, string>();
  let tokens = 0;
  let money = 0;
  return {
    so: () => ({ tokens, money }),
    add(event) {
      if (event.type === "experiment")
        for (const { name, prices: own } of event.experiment.target.map.dependencies) if (own) prices.set(name, own);
      if (event.type === "call-started" && (event.boundary === "model" || event.boundary === "embedding"))
        models.set(`${event.trial} ${event.performance} ${event.address}`, event.dependency);
      if (event.type !== "call-ended") return;
      const key = `${event.trial} ${event.performance} ${event.address}`;
      const dependency = models.get(key);
      models.delete(key);
      const { embeddedTokens } = event;
      const usage =
        event.usage ?? (embeddedTokens === undefined ? undefined : { inputTokens: embeddedTokens, outputTokens: 0 });
      if (usage === undefined) return;
      tokens += usage.inputTokens + usage.outputTokens;
      const own = dependency === undefined ? undefined : prices.get(dependency);
      if (own) money += priceOf(usage, own);
    },
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
