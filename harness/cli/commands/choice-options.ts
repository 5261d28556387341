import type { Command } from "commander";
import { failureModes, riskDimensions } from "../../domain/vocabulary.ts";
import { atLeastOne, collect, collectOf, portNumber } from "./options.ts";

/** What is run, of whom, and how: the same for every command that runs experiments. */
export const addChoice = (command: Command): Command =>
  command
    .option(
      "-t, --target <file>",
      "run every experiment against this target instead of its own (may be given again: each is asked)",
      collect,
    )
    .option("-r, --repeats <n>", "repeats instead of the experiments' own", atLeastOne)
    .option("-s, --seed <seed>", "seed instead of the experiments' own")
    .option("--tag <tag>", "only experiments with this tag (may be given again)", collect)
    .option(
      "--dimension <name>",
      "only experiments about this risk dimension (may be given again)",
      collectOf(riskDimensions),
    )
    .option(
      "--failure-mode <name>",
      "only experiments about this failure mode (may be given again)",
      collectOf(failureModes),
    )
    .option("--dependency <name>", "only experiments that break this dependency (may be given again)", collect)
    .option("--changed-since <revision>", "only experiments that rest on what changed since this revision of git")
    .option(
      "-c, --concurrency <n>",
      "trials at once (default: what the suite says, or 8; of agents that are programs as many as there are processors)",
      atLeastOne,
    )
    .option("--gateway", "intercept through the loopback gateway, on real time, instead of in process")
    .option("-p, --port <n>", "port of the gateway (default: a free one)", portNumber);
