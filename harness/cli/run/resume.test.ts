import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { between, chance } from "../../domain/chance.ts";
import type { RunEvent } from "../../domain/events.ts";
import { inParallel } from "../../execute/in-parallel.ts";
import { lockRun } from "../../store/index.ts";
import { cliHere, type Project, project, startCli } from "../../testing/child-cli.ts";
import { type Files, small } from "../../testing/small-project.ts";
import { twoQuestions as files, scorecard } from "../testing/two-questions.ts";

const run = ["run", "asked", "-q", "-o", "runs", "-c", "3", "--format", "json"];
const resume = ["run", "--resume", "latest", "-q", "-o", "runs", "--format", "json"];
const preload = pathToFileURL(join(import.meta.dirname, "../../testing/die-while-writing.ts")).href;

const dieAfter = async (args: readonly string[], { cwd }: Project, bytes: number): Promise<void> => {
  const { signal } = await startCli(args, cwd, {
    DIE_AFTER_BYTES: String(bytes),
    NODE_OPTIONS: `--import=${preload}`,
    NODE_COMPILE_CACHE: compiled,
  }).ended;
  expect(signal).toBe("SIGKILL");
};

const digestsOf = (events: readonly RunEvent[]): readonly (readonly [string, string])[] =>
  events.flatMap((event) => (event.type === "trial-ended" ? [[event.trial, event.digest] as const] : [])).sort();

/** Filled by the first process, read by all others: half of their time would go into compiling. */
const compiled = mkdtempSync(join(tmpdir(), "brownout-compiled-"));
afterAll(() => rmSync(compiled, { recursive: true, force: true }), 60_000);

/** As it is when nobody kills it. `head`: bytes of its first line, without which there is no run. */
interface Whole {
  readonly card: unknown;
  readonly code: number | null;
  readonly digests: ReturnType<typeof digestsOf>;
  readonly bytes: number;
  readonly head: number;
}

/** Killed while it wrote, and again while it was gone on with. */
interface Killed {
  readonly folder: Project;
  /** What had ended by the second time. */
  readonly over: ReturnType<typeof digestsOf>;
}

const moments = chance(20261128, "kill");
const deaths = Array.from({ length: 10 }, () => [between(moments, 1, 1000), between(moments, 1, 1000)] as const);
let whole: Whole;
let killed: readonly (Killed | undefined)[];

async function killTwice([first, second]: readonly [number, number]): Promise<Killed> {
  const folder = project(files);
  const { bytes, head } = whole;
  await dieAfter(run, folder, head + Math.ceil(((bytes - head) * first) / 1001));
  // It writes its first line again, and less than the rest.
  const left = bytes - statSync(folder.journal()).size;
  await dieAfter(resume, folder, head + Math.ceil((left * second) / 1001));
  return { folder, over: digestsOf(readable(folder.journal())) };
}

beforeAll(async () => {
  using folder = project(files);
  const { stdout, code } = await startCli(run, folder.cwd, { NODE_COMPILE_CACHE: compiled }).ended;
  const text = readFileSync(folder.journal(), "utf8");
  const head = Buffer.byteLength(text.slice(0, text.indexOf("\n") + 1));
  whole = { card: scorecard(stdout), code, digests: digestsOf(folder.events()), bytes: Buffer.byteLength(text), head };
  const all: Killed[] = [];
  await inParallel([...deaths.entries()], 3, new AbortController().signal, async ([index, both]) => {
    all[index] = await killTwice(both);
  });
  killed = all;
}, 600_000);

describe("a run that is killed twice and gone on with", { timeout: 60_000 }, () => {
  it("is asked of enough trials", () => {
    expect(whole.digests).toHaveLength(24);
    expect(new Set(killed.map((one) => one?.over.length)).size).toBeGreaterThan(5);
  });

  it.each([...deaths.entries()])("concludes the same and runs nothing twice (%i: %j thousandths)", async (index) => {
    const one = killed[index];
    if (!one) throw new Error("It was not killed.");
    using folder = one.folder;
    const { stdout, code, stderr } = await cliHere(resume, folder.cwd);
    expect(stderr).toMatch(`: ${one.over.length} of 24 trials are over.`);
    expect(code).toBe(whole.code);
    expect(scorecard(stdout)).toEqual(whole.card);
    // As many as there are trials: none ended twice.
    expect(digestsOf(folder.events())).toEqual(whole.digests);
    expect(digestsOf(folder.events())).toEqual(expect.arrayContaining([...one.over]));
    expect(readdirSync(join(folder.cwd, "runs"))).toHaveLength(1);
    expect(readdirSync(join(folder.journal(), "..")).filter((name) => name.startsWith("lock"))).toEqual([]);
  });
});

/** The last line may be torn. */
const readable = (journal: string): readonly RunEvent[] =>
  readFileSync(journal, "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line): RunEvent => JSON.parse(line));

describe("a run that cannot be gone on with", () => {
  /** One that was cut off after its first trials. */
  async function cutOff(changes: Files = {}): Promise<Project> {
    const folder = project({ ...files, ...changes });
    await cliHere(run, folder.cwd);
    const lines = readFileSync(folder.journal(), "utf8").split("\n");
    writeFileSync(folder.journal(), lines.slice(0, Math.floor(lines.length / 2)).join("\n"));
    return folder;
  }

  it("says what has changed since it was begun, and leaves the journal as it is", async () => {
    using folder = await cutOff();
    const before = readFileSync(folder.journal(), "utf8");
    writeFileSync(join(folder.cwd, "tasks.yaml"), small["tasks.yaml"].replace("Where is my order?", "Where is it?"));
    writeFileSync(join(folder.cwd, "agent.ts"), small["agent.ts"]);
    const { code, stderr } = await cliHere(resume, folder.cwd);
    expect(code).toBe(2);
    expect(stderr).toContain("asked/flaky: other tasks, other the file agent.ts");
    expect(readFileSync(folder.journal(), "utf8")).toBe(before);
  });

  it("goes on after a change that changes nothing of what is run", async () => {
    using folder = await cutOff();
    const file = join(folder.cwd, "asked/flaky.yaml");
    writeFileSync(file, `# a comment\n${readFileSync(file, "utf8").replace("Does the agent say so?", "Does it?")}`);
    expect((await cliHere(resume, folder.cwd)).stderr).toMatch(/^Going on with/);
  });

  it("is left alone while another process is at work on it", async () => {
    using folder = await cutOff();
    using _other = lockRun(join(folder.journal(), ".."));
    const { code, stderr } = await cliHere(resume, folder.cwd);
    expect(code).toBe(5);
    expect(stderr).toContain(`process ${process.pid} is at work on it`);
  });

  it("has ended, and is told again", async () => {
    using folder = project(files);
    const first = await cliHere(run, folder.cwd);
    const again = await cliHere(resume, folder.cwd);
    expect(again).toMatchObject({ code: first.code, stdout: first.stdout });
    expect(again.stderr).toContain("has finished: nothing is left to do");
  });

  it("takes no option that would make another run of it", async () => {
    using folder = project();
    const { code, stderr } = await cliHere([...resume, "experiment.yaml", "--repeats", "3"], folder.cwd);
    expect(code).toBe(2);
    expect(stderr).toContain("Leave out the paths experiment.yaml, --repeats");
  });

  it("wrote nothing before it was killed", async () => {
    using folder = await cutOff();
    writeFileSync(folder.journal(), readFileSync(folder.journal(), "utf8").slice(0, 40));
    const { code, stderr } = await cliHere(resume, folder.cwd);
    expect(code).toBe(5);
    expect(stderr).toContain("does not say that a run has begun");
  });
});

describe("a run that never began", () => {
  it("leaves nothing behind that would be the latest one", async () => {
    using folder = project();
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const port = String((taken.address() as AddressInfo).port);
    const { code, stderr } = await cliHere(
      ["run", "experiment.yaml", "-q", "-o", "runs", "--gateway", "-p", port],
      folder.cwd,
    );
    taken.close();
    expect(code).toBe(5);
    expect(stderr).toContain(port);
    expect(readdirSync(join(folder.cwd, "runs"))).toEqual([]);
  });

  it("because it was halted says how much it was asked", async () => {
    using folder = project({ halt: "" });
    const { code, stdout } = await cliHere(
      ["run", "experiment.yaml", "-q", "-o", "runs", "--halt-file", "halt"],
      folder.cwd,
    );
    expect(code).toBe(4);
    expect(stdout).toContain("0 of 1 experiment, 0 of 12 trials");
  });
});
