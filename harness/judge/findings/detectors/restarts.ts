import { compareEffects, describeEffect } from "../../effects.ts";
import { at, type Case, changesOf, endedAs, handedOver, hitBy } from "../case.ts";
import type { Detectors } from "./detectors.ts";

const restarted = (given: Case) => hitBy(given, "target-restarts").at(-1);
const wantedOf = ({ pair, here }: Case) =>
  pair.experiment.tasks.find(({ id }) => id === here.record.task)?.expect.effects ?? [];

export const restarts = {
  "work-repeated-after-restart": (given) => {
    const call = restarted(given);
    if (!call) return [];
    const wanted = wantedOf(given);
    const usual = compareEffects(changesOf(given.usual), wanted).duplicated.length;
    return compareEffects(changesOf(given.here), wanted)
      .duplicated.slice(usual)
      .map((effect) => ({
        ...at(call),
        detail: `did ${describeEffect(effect)} before the restart and again after it`,
      }));
  },

  // What was asked again and answered as without the restart was not lost, however it was done.
  "work-lost-in-restart": (given) => {
    const call = restarted(given);
    if (!call || given.usual.outcome !== "correct" || handedOver(given.here)) return [];
    const { missing } = compareEffects(changesOf(given.here), wantedOf(given));
    const lost = missing.map((effect) => `never did ${describeEffect(effect)}`);
    if (lost.length === 0 && endedAs(given, "crashed", "hung"))
      lost.push(`no answer came after the restart: ${given.why}`);
    return lost.map((detail) => ({ ...at(call), detail }));
  },
} satisfies Detectors;
