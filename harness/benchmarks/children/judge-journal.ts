import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { z } from "zod";
import type { RunEvent } from "../../domain/events.ts";
import type { Experiment } from "../../domain/experiment.ts";
import { loadShipped, loadShippedAgainst, runInMemory } from "../../testing/run-in-memory.ts";
import { serveParent } from "../child.ts";

/** Questions of each kind; every trial in the journal is one that the bundled agents really ran. */
const asked =
  /^(?:excessive-latency\/(?:inventory-hangs|model-slow-first-token)|insufficient-capacity\/model-throttled|shared-fate\/(?:slow-tool-delays-others|retry-storm)|single-point-of-failure\/(?:knowledge-base-down|model-overloaded)|incorrect-response\/(?:stale-policies|irrelevant-results|refund-times-out-after-commit))$/;

const writeShape = z.object({ files: z.array(z.object({ file: z.string(), trials: z.number() })) });
export const writtenShape = z.array(z.object({ trials: z.number(), megabytes: z.number(), templates: z.number() }));

/** The lines of one trial, as they were written. */
interface Template {
  readonly pair: string;
  readonly repeat: number;
  readonly text: string;
}

async function write(input: unknown): Promise<z.infer<typeof writtenShape>> {
  const { files } = writeShape.parse(input);
  const sturdy = (await loadShipped()).filter(({ id }) => asked.test(id));
  const fragile = (await loadShippedAgainst("fragile")).filter(({ id }) => asked.test(id));
  const experiments = [
    ...sturdy,
    // The same question to another agent is another experiment.
    ...fragile.map((experiment) => ({ ...experiment, id: `fragile/${experiment.id}` })),
  ].map((experiment): Experiment => ({ ...experiment, repeats: 1 }));
  const { events } = await runInMemory(experiments);
  const templates = templatesOf(events);
  const written: { trials: number; megabytes: number; templates: number }[] = [];
  for (const { file, trials } of files)
    written.push({ ...(await writeJournal(file, experiments, templates, trials)), templates: templates.length });
  return written;
}

function templatesOf(events: readonly RunEvent[]): readonly Template[] {
  const lines = new Map<string, { pair: string; repeat: number; text: string }>();
  for (const event of events) {
    if (event.type === "trial-started")
      lines.set(event.trial.id, { pair: event.trial.pair, repeat: event.trial.repeat, text: "" });
    const id = event.type === "trial-started" ? event.trial.id : "trial" in event ? event.trial : undefined;
    const template = id === undefined ? undefined : lines.get(id);
    if (template) template.text += `${JSON.stringify(event)}\n`;
  }
  // Twins next to each other, as they are run.
  return [...lines.values()].sort((a, b) => (a.pair < b.pair ? -1 : 1));
}

async function writeJournal(
  file: string,
  experiments: readonly Experiment[],
  templates: readonly Template[],
  trials: number,
): Promise<{ trials: number; megabytes: number }> {
  const repeats = Math.max(1, Math.round(trials / templates.length));
  const stream = createWriteStream(file);
  let bytes = 0;
  const put = async (text: string): Promise<void> => {
    bytes += Buffer.byteLength(text);
    if (!stream.write(text)) await once(stream, "drain");
  };
  const event = (one: RunEvent): Promise<void> => put(`${JSON.stringify(one)}\n`);
  await event({
    type: "run-started",
    schema: 1,
    run: "bench",
    at: "2026-10-01T09:00:00.000Z",
    brownout: "bench",
    node: process.version,
    route: "in-process",
    command: ["bench"],
    trials: repeats * templates.length,
  });
  for (const experiment of experiments) await event({ type: "experiment", experiment: { ...experiment, repeats } });
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    for (const { pair, repeat: own, text } of templates) {
      const renamed = `${pair.slice(0, pair.length - String(own).length)}${repeat}`;
      await put(
        text
          .replaceAll(`"${pair}/`, `"${renamed}/`)
          .replace(`"pair":"${pair}"`, `"pair":"${renamed}"`)
          .replace(`"repeat":${own}`, `"repeat":${repeat}`),
      );
    }
  }
  await event({ type: "run-ended", reason: "finished" });
  stream.end();
  await once(stream, "close");
  return { trials: repeats * templates.length, megabytes: bytes / 1e6 };
}

export function start(): void {
  serveParent({ write });
}
