import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import type { Experiment } from "../../domain/experiment.ts";
import type { Task } from "../../domain/task.ts";
import { registry } from "../registry.ts";
import type { Check } from "./diagnose.ts";

const leastNode = 24;

/** What the machine must have for this target, before anything is started. */
export async function equipmentChecks({ target }: Experiment, tasks: readonly Task[]): Promise<readonly Check[]> {
  const checks: Check[] = [nodeCheck(process.versions.node)];
  if (tasks.some(({ grading }) => grading !== undefined)) {
    checks.push(
      registry.runsAssertions?.() === true
        ? { level: "ok", about: "graders", says: "promptfoo is there for the assertions of the tasks" }
        : {
            level: "problem",
            about: "graders",
            says: "the tasks have assertions, and promptfoo is not installed",
            next: "npm install --save-dev promptfoo",
          },
    );
  }
  // A kind that drives a page, whatever else it does.
  if (/browser/.test(target.spec.kind)) checks.push(await browserCheck());
  return checks;
}

function nodeCheck(version: string): Check {
  return Number(version.split(".")[0]) >= leastNode
    ? { level: "ok", about: "node", says: `Node ${version}` }
    : {
        level: "stop",
        about: "node",
        says: `Node ${version} is too old: ${leastNode} or later is needed`,
        next: "Install a later Node.",
      };
}

async function browserCheck(): Promise<Check> {
  const about = "browser";
  try {
    createRequire(import.meta.url).resolve("playwright");
  } catch {
    return { level: "stop", about, says: "playwright is not installed", next: "npm install --save-dev playwright" };
  }
  const name = "playwright";
  const { chromium } = (await import(name)) as { readonly chromium: { executablePath(): string } };
  const places = [
    chromium.executablePath(),
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  const found = places.find((place) => existsSync(place));
  return found === undefined
    ? { level: "stop", about, says: "no chromium was found", next: "npx playwright install chromium" }
    : { level: "ok", about, says: found };
}
