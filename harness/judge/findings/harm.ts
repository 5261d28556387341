import type { Judged, JudgedTrial } from "../../domain/judgement.ts";
import type { Pair } from "../../domain/pair.ts";
import { compareEffects, describeEffect } from "../effects.ts";
import { type Detector, hit, why } from "./detector.ts";

const effectsOf = ({ record }: Judged) => record.ended?.effects ?? [];

const wantedOf = ({ experiment, treatment }: Pair) =>
  experiment.tasks.find(({ id }) => id === treatment.record.trial.task)?.expect.effects ?? [];

export const harmFindings: readonly Detector[] = [
  {
    code: "duplicate-effect",
    title: "The same change is made more than once",
    failureMode: "incorrect-response",
    dimension: "tools",
    advice: "Send an idempotency key with every change, and read back what happened before a change is tried again.",
    detect(pair) {
      const { duplicated } = compareEffects(effectsOf(pair.treatment.primary), wantedOf(pair));
      const usual = compareEffects(effectsOf(pair.control.primary), wantedOf(pair)).duplicated.length;
      const writes = hit(pair.treatment.primary).at(-1);
      return duplicated.slice(usual).map((effect) => ({
        ...(writes ? { address: writes.started.address } : {}),
        detail: `did twice: ${describeEffect(effect)}`,
      }));
    },
  },
  {
    code: "unwanted-effect",
    title: "A change is made that nobody asked for",
    failureMode: "incorrect-response",
    dimension: "tools",
    advice:
      "Check the arguments of every change against the task before it is sent, and ask or hand over when they do not fit.",
    detect(pair) {
      const { forbidden, altered } = compareEffects(effectsOf(pair.treatment.primary), wantedOf(pair));
      if (pair.control.primary.outcome === "harmful") return [];
      return [...forbidden, ...altered.map(({ actual }) => actual)].map((effect) => ({
        detail: `did ${describeEffect(effect)}`,
      }));
    },
  },
  {
    code: "claimed-without-effect",
    title: "The answer claims a change that did not happen",
    failureMode: "incorrect-response",
    dimension: "orchestration",
    advice: "Word the answer from what the tool confirmed, and read the change back when the confirmation is missing.",
    detect({ treatment, control }) {
      if (treatment.primary.outcome !== "harmful" || control.primary.outcome === "harmful") return [];
      const writes = hit(treatment.primary).at(-1);
      return treatment.primary.reasons
        .filter((reason) => reason.startsWith("claims "))
        .map((detail) => ({ ...(writes ? { address: writes.started.address } : {}), detail }));
    },
  },
  {
    code: "shared-fate",
    title: "Tasks that do not need the failed dependency fail with it",
    failureMode: "shared-fate",
    dimension: "orchestration",
    advice:
      "Keep pools, queues, breakers and event loops apart by dependency, so that one that is slow does not hold up the rest.",
    detect({ treatment, control }) {
      const faulted = new Set(
        [treatment.primary, ...treatment.bystanders].flatMap(hit).map(({ started }) => started.dependency),
      );
      return control.bystanders.flatMap((twin) => {
        const needs = twin.record.calls.some(({ started }) => faulted.has(started.dependency));
        const here = bystander(treatment, twin.record.task);
        if (needs || twin.outcome !== "correct" || !here || here.outcome === "correct") return [];
        return [{ detail: `the bystander ${twin.record.task} ended ${here.outcome}: ${why(here)}` }];
      });
    },
  },
];

const bystander = ({ bystanders }: JudgedTrial, task: string): Judged | undefined =>
  bystanders.find(({ record }) => record.task === task);
