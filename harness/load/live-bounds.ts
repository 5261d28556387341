import { bareDuration } from "../domain/duration.ts";
import { type LiveBound, type LiveMetric, liveMetrics, metricsOfCalls } from "../domain/live-bound.ts";
import type { Loading } from "./loading.ts";
import { part, placeOf, type Section } from "./problems.ts";
import { boundSchema } from "./schema/gameday.ts";
import { fromPercent } from "./senseless-bound.ts";
import { didYouMean } from "./suggest.ts";
import type { MapReading } from "./system-map.ts";

/** Only answers can be wrong, or have effects that nobody asked for. */
const ofAnswers: ReadonlySet<LiveMetric> = new Set(["wrong-answer-rate", "forbidden-effects"]);

interface Context {
  readonly map: MapReading | undefined;
  /** Tasks are performed, so that there are answers to judge. */
  readonly asked: boolean;
}

/** Bounds as they are written. What is wrong with their shape has been said with the plan's head. */
export function liveBounds(list: Section, { map, asked }: Context, loading: Loading): readonly LiveBound[] {
  if (!Array.isArray(list.value)) return [];
  return list.value.flatMap((value: unknown, index) => {
    const { data } = boundSchema.safeParse(value);
    const metric = liveMetrics.find((one) => data?.[one] !== undefined);
    const body = metric === undefined ? undefined : data?.[metric];
    if (metric === undefined || body === undefined) return [];
    const at = part(list, index, metric);
    const { of, atMost, over, min } = body;
    if (metric.endsWith("-rate") && atMost > 1)
      loading.problems.at(
        part(at, "atMost"),
        `A ${metric} is a share, from 0 to 1, and can never be above ${atMost}.${fromPercent(atMost)}`,
      );
    const bare = metric.startsWith("latency-") ? part(at, "atMost") : undefined;
    const unit = typeof bare?.value === "number" ? bareDuration(bare.value) : undefined;
    if (bare !== undefined && unit !== undefined) loading.problems.at(bare, `"atMost": ${unit}`);
    if (of !== undefined && ofAnswers.has(metric))
      loading.problems.at(
        part(at, "of"),
        `A ${metric} is of the agent's answers, not of a dependency. Leave "of" out.`,
      );
    else if (of !== undefined && map !== undefined) {
      const names = map.map.dependencies.map(({ name }) => name);
      if (!names.includes(of) && !map.unsure.has(of))
        loading.problems.at(
          part(at, "of"),
          `${map.map.file} has no dependency "${of}".${didYouMean(of, [...names, ...map.unsure])}`,
        );
    }
    if (of === undefined && !asked && !metricsOfCalls.has(metric))
      loading.problems.at(
        at,
        `This is of the agent's answers, which nobody sees without "traffic".${ofAnswers.has(metric) ? "" : ' Name a dependency with "of".'}`,
        "key",
      );
    return [{ metric, atMost, over, min, at: placeOf(at), ...(of === undefined ? {} : { dependency: of }) }];
  });
}
