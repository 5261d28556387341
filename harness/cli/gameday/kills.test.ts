import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { RunEvent } from "../../domain/events.ts";
import type { GamedayMoment } from "../../domain/gameday.ts";
import { readJournal } from "../../store/index.ts";
import { cliHere, type Running, startCli } from "../../testing/child-cli.ts";
import { freePort } from "../../testing/free-port.ts";
import { small } from "../../testing/small-project.ts";
import { controlName, readControl } from "./control-file.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Phases of a day. The one that is killed in lasts: what ends it is what the test does. */
const phases = ["calm", "storm", "after"] as const;
type Phase = (typeof phases)[number];
const planOf = (phase: Phase): string => `title: The order service hangs
target: target.yaml
traffic: { rate: 20, tasks: { from: tasks.yaml, limit: 1 }, deadline: 10s }
phases:
  - { name: calm, for: ${phase === "calm" ? "10m" : "1ms"} }
  - name: storm
    for: ${phase === "storm" ? "10m" : "1s"}
    injections:
      - { inject: hang, into: { tool: orders }, starts: 0s, share: 0.5, for: ${phase === "storm" ? "10m" : "900ms"} }
  - { name: after, for: 10m }
`;
/** What stands in the journal once it is well under way. */
const underWay: Readonly<Record<Phase, (journal: string) => boolean>> = {
  calm: (journal) => journal.includes('"performance-ended"'),
  storm: (journal) => journal.includes('"fault-fired"'),
  after: (journal) =>
    journal.slice(journal.indexOf('"what":"disarmed"')).includes('"performance-ended"') &&
    journal.includes('"what":"disarmed"'),
};
const server = `import { createServer } from "node:http";
createServer(async (request, response) => {
  if (request.method === "GET") return response.end(String(process.pid));
  const answer = await fetch(process.env.ORDERS_URL + "/orders/1").then((r) => r.text(), String);
  response.setHeader("content-type", "application/json").end(JSON.stringify({ answer }));
}).listen(Number(process.env.PORT), "127.0.0.1");
`;

interface Day {
  readonly folder: string;
  readonly run: string;
  readonly port: number;
  readonly running: Running;
  target(): Promise<number>;
}

/** A game day whose fault has fired. */
const storm = (...flags: readonly string[]): Promise<Day> => dayIn("storm", ...flags);

async function dayIn(phase: Phase, ...flags: readonly string[]): Promise<Day> {
  const folder = mkdtempSync(join(tmpdir(), "brownout-kills-"));
  folders.push(folder);
  const port = await freePort();
  const files = {
    "plan.yaml": planOf(phase),
    "server.mjs": server,
    "system-map.yaml": small["system-map.yaml"],
    "mocks.ts": small["mocks.ts"],
    "tasks.yaml": small["tasks.yaml"],
    "target.yaml": `name: small\nkind: http\nurl: http://127.0.0.1:${port}/ask\nstart: [node, server.mjs]\nready: /\npropagates: false\nenvironment: { PORT: "${port}" }\nsystemMap: system-map.yaml\n`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const running = startCli(["gameday", "plan.yaml", "--unattended", ...flags], folder);
  const runs = join(folder, "reports", "runs");
  await until(() => existsSync(runs) && readdirSync(runs).length > 0, running);
  const run = join(runs, readdirSync(runs)[0] ?? "");
  const journal = join(run, "journal.jsonl");
  await until(() => existsSync(journal) && underWay[phase](readFileSync(journal, "utf8")), running);
  return {
    folder,
    run,
    port,
    running,
    target: async () => Number(await (await fetch(`http://127.0.0.1:${port}/`)).text()),
  };
}

async function until(met: () => boolean | Promise<boolean>, running?: Running): Promise<void> {
  let over = false;
  void running?.ended.then(() => {
    over = true;
  });
  while (!(await met())) {
    if (over) throw new Error(`The game day ended: ${JSON.stringify(await running?.ended)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(socket.destroy() !== undefined));
    socket.once("error", () => resolve(false));
  });

async function eventsOf(run: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of readJournal(join(run, "journal.jsonl"))) events.push(event);
  return events;
}
const momentsOf = (events: readonly RunEvent[]): readonly GamedayMoment[] =>
  events.flatMap((event) => (event.type === "gameday" ? [event.moment] : []));

describe.skipIf(process.platform !== "linux")("a game day", () => {
  // Gateway and console are one process: whoever kills one kills both.
  it.each(phases)(
    "killed in the phase %s leaves no target, no fault, and a journal that can be read",
    async (phase) => {
      const day = await dayIn(phase);
      expect(await day.target()).toBeGreaterThan(0);
      const { url = "" } = readControl(day.run) ?? {};
      day.running.child.kill("SIGKILL");
      await day.running.ended;
      await until(async () => !(await listens(day.port)));
      expect(await listens(Number(new URL(url).port))).toBe(false);
      const events = await eventsOf(day.run);
      expect(events.some(({ type }) => type === "fault-fired")).toBe(phase !== "calm");
      expect(await cliHere(["halt"], day.folder)).toMatchObject({ code: 2, stderr: /No game day is running/ });
      const told = await cliHere(["gameday", "report", "latest"], day.folder);
      expect(told.stdout).toContain("The order service hangs");
    },
  );

  it.each(phases)("whose target is killed in the phase %s turns its faults off, says so and ends", async (phase) => {
    const day = await dayIn(phase);
    process.kill(await day.target(), "SIGKILL");
    expect(await day.running.ended).toMatchObject({ code: 5 });
    const moments = momentsOf(await eventsOf(day.run));
    expect(moments.flatMap((moment) => (moment.what === "disarmed" ? [moment.why] : []))).toEqual(
      { calm: [], storm: ["target-gone"], after: [expect.any(String)] }[phase],
    );
    expect(moments.at(-1)).toMatchObject({ what: "closed" });
    expect(existsSync(join(day.run, controlName))).toBe(false);
  });

  it("is halted from elsewhere, once and again, with what the journal says", async () => {
    const day = await storm();
    const halted = await cliHere(["halt", "--reason", "enough", "--by", "Ada"], day.folder);
    expect(halted).toMatchObject({ code: 0 });
    expect(await day.running.ended).toMatchObject({ code: 4 });
    const events = await eventsOf(day.run);
    const moments = momentsOf(events);
    expect(moments).toContainEqual(expect.objectContaining({ what: "halted", by: "Ada", reason: "enough" }));
    const at = events.findIndex((event) => event.type === "gameday" && event.moment.what === "halted");
    expect(events.slice(at).filter(({ type }) => type === "fault-fired")).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: "run-ended", reason: "aborted" });
    expect(await listens(day.port)).toBe(false);
  });

  it("is ended well by Ctrl-C; until then a blind one shows observers nothing that is armed", async () => {
    const flags = ["--blind", "--approve", "Ada"];
    const day = await storm(...flags);
    const { url = "", token = "" } = readControl(day.run) ?? {};
    const seen = async (view: string): Promise<string> =>
      (await fetch(`${url}/api/state?view=${view}`, { headers: { authorization: `Bearer ${token}` } })).text();
    expect(await seen("operator")).toContain('"injection":"hang"');
    expect(await seen("observer")).not.toContain('"hang"');
    day.running.child.kill("SIGINT");
    expect(await day.running.ended).toMatchObject({ code: 130 });
    const events = await eventsOf(day.run);
    const command = ["brownout", "gameday", "plan.yaml", "--unattended", ...flags];
    expect(events[0]).toMatchObject({ type: "run-started", command });
    expect(events.at(-1)).toMatchObject({ type: "run-ended", reason: "interrupted" });
    expect(existsSync(join(day.run, controlName))).toBe(false);
    expect(await listens(day.port)).toBe(false);
  });
});
