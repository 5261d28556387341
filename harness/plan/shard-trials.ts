import { hash } from "node:crypto";
import type { Shard } from "../domain/run-plan.ts";
import type { Trial } from "../domain/trial.ts";

/**
 * The trials of one shard: those whose pair's name hashes to it. Both arms of a pair are in the same one, and neither the order nor
 * the number of other trials has a say.
 */
export const shardTrials = (trials: readonly Trial[], { index, of }: Shard): Trial[] =>
  trials.filter(({ pair }) => shardOf(pair, of) === index);

/** From 1. */
const shardOf = (pair: string, of: number): number =>
  (Number.parseInt(hash("sha256", pair, "hex").slice(0, 12), 16) % of) + 1;
