import { fileURLToPath } from "node:url";
import type { TestCase } from "promptfoo";
import { loadTasks } from "../load/index.ts";

interface Line {
  readonly injection: "model throttling" | "inference error" | "knowledge base" | "tool outage" | "latency spike";
  readonly fault: string;
  readonly into: string;
  /** Tasks that need the dependency. */
  readonly tag: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly when?: string | Readonly<Record<string, unknown>>;
  /** The system has another way to the right answer: then nothing less will do. */
  readonly mendable: boolean;
}

/** Two ways of failing for each of the five injections. */
const lines: readonly Line[] = [
  {
    injection: "model throttling",
    fault: "throttled",
    into: "model",
    tag: "order",
    with: { retryAfter: "20s" },
    when: { window: { from: "0s", to: "60s" } },
    mendable: true,
  },
  { injection: "model throttling", fault: "overloaded", into: "model", tag: "stock", mendable: true },
  {
    injection: "inference error",
    fault: "cut-stream",
    into: "model",
    tag: "policy",
    with: { afterContent: 3, how: "end" },
    when: { afterFirst: 1 },
    mendable: true,
  },
  {
    injection: "inference error",
    fault: "empty-completion",
    into: "model",
    tag: "order",
    when: { afterFirst: 1 },
    mendable: true,
  },
  {
    injection: "knowledge base",
    fault: "stale-results",
    into: "policies.search",
    tag: "policy",
    with: { versionsBack: 1 },
    mendable: true,
  },
  {
    injection: "knowledge base",
    fault: "irrelevant-results",
    into: "policies.search",
    tag: "policy",
    with: { from: "corpus" },
    mendable: false,
  },
  { injection: "tool outage", fault: "refused", into: "inventory", tag: "stock", mendable: true },
  { injection: "tool outage", fault: "unavailable", into: "orders", tag: "order", mendable: false },
  {
    injection: "latency spike",
    fault: "latency",
    into: "inventory",
    tag: "stock",
    with: { delay: "90s" },
    mendable: true,
  },
  {
    injection: "latency spike",
    fault: "slow-first-token",
    into: "model",
    tag: "order",
    with: { delay: "90s" },
    mendable: true,
  },
];
const tasksPerLine = 2;

/** The bundled tasks under every line, for `tests:` in promptfooconfig.yaml. */
export default async function tests(): Promise<TestCase[]> {
  const file = fileURLToPath(new URL("../../fixtures/tasks/support.yaml", import.meta.url));
  const tasks = await loadTasks(file, { cwd: process.cwd() });
  return lines.flatMap(({ injection, fault, into, tag, with: parameters, when, mendable }) =>
    tasks
      .filter(({ tags }) => tags.includes(tag))
      .slice(0, tasksPerLine)
      .map(
        ({ id }): TestCase => ({
          description: `${injection}: ${fault} into ${into}`,
          metadata: { injection },
          vars: {
            task: id,
            fault,
            into,
            ...(parameters === undefined ? {} : { with: parameters }),
            ...(when === undefined ? {} : { when }),
          },
          ...(mendable ? { assert: [{ type: "javascript", value: "file://harness/promptfoo/grade.ts:correct" }] } : {}),
        }),
      ),
  );
}
