import { beforeAll, describe, expect, it } from "vitest";
import { visitOf } from "../domain/visit.ts";
import { foldTrials } from "../store/index.ts";
import { findBrowser } from "../targets/index.ts";
import { loadShipped, runInMemory } from "../testing/run-in-memory.ts";

/** What each shows of the fragile page; with one task each, for a trial at a page takes seconds. */
const shown = {
  "page-backend-down": "blank-on-error",
  "page-stream-cut": "double-answer",
  "page-stream-stalls": "spinner-never-ends",
  "models-down-behind-the-page": "blank-on-error",
} as const;
const names = Object.keys(shown) as (keyof typeof shown)[];
const found = await findBrowser(process.env);

async function askAt(agent: "fragile" | "sturdy") {
  const loaded = await loadShipped(
    names.map((name) => `experiments/browser/${name}.yaml`),
    { target: `fixtures/chat-page/${agent}/target.yaml` },
  );
  const pictures = new Map<string, Buffer>();
  const { report, events } = await runInMemory(
    loaded.map((experiment) => ({ ...experiment, tasks: experiment.tasks.slice(0, 1) })),
    {
      equipment: {
        keepPicture: (trial, png) => {
          pictures.set(trial, Buffer.from(png));
          return `screens/${trial}`;
        },
      },
    },
  );
  async function* each() {
    yield* events;
  }
  const visits = new Map<string, ReturnType<typeof visitOf>>();
  for await (const item of foldTrials(each())) {
    if (item.kind !== "trial") continue;
    const [primary] = item.record.performances;
    visits.set(item.record.trial.id, primary && visitOf(primary));
  }
  const of = (name: string) => report.experiments.find(({ experiment }) => experiment.id.endsWith(name));
  const treated = (name: string): string =>
    [...visits.keys()].find((id) => id.includes(`/${name}/`) && id.endsWith("/treatment")) ?? "none";
  return { report, pictures, visits, of, treated };
}
type Asked = Awaited<ReturnType<typeof askAt>>;

// Never skipped where tests decide: there a browser is installed.
describe.skipIf(found === undefined && !process.env["CI"])("the experiments at a chat page", () => {
  let fragile: Asked;
  let sturdy: Asked;
  beforeAll(async () => {
    fragile = await askAt("fragile");
    sturdy = await askAt("sturdy");
  }, 600_000);

  it("ask every page in both arms, and are answered in the control arm", () => {
    for (const { visits } of [fragile, sturdy]) {
      expect(visits.size).toBe(2 * names.length);
      for (const [id, visit] of visits)
        if (id.endsWith("/control"))
          expect(visit?.view, id).toMatchObject({ answers: [expect.stringMatching(/\S/)], errors: [], busy: false });
    }
  });

  it.each(Object.entries(shown))("%s convicts the fragile page: %s", (name, code) => {
    const result = fragile.of(name);
    expect(result?.verdict).toBe("broken");
    expect(result?.findings.flatMap((one) => [one.code, ...one.symptoms.map((each) => each.code)])).toContain(code);
  });

  it.each(names)("%s does not convict the sturdy page, and finds nothing in it", (name) => {
    const result = sturdy.of(name);
    expect(result?.claims.filter(({ verdict }) => verdict === "broken" || verdict === "degraded")).toEqual([]);
    expect(result?.trials).toMatchObject({ finished: 2, exposed: 1 });
    expect(result?.findings.map(({ code, evidence }) => [code, evidence[0]?.detail])).toEqual([]);
  });

  it.each(names)("%s: what the visitor saw differs, and so do the pictures of it", (name) => {
    const views = [fragile, sturdy].map(({ visits, treated }) => visits.get(treated(name)));
    expect(views[0]?.view).not.toEqual(views[1]?.view);
    const [bad, good] = [fragile, sturdy].map(({ pictures, treated }) => pictures.get(treated(name)));
    for (const picture of [bad, good]) {
      expect(picture?.subarray(0, 8).toString("hex")).toBe("89504e470d0a1a0a");
      expect(picture?.subarray(12, 16).toString()).toBe("IHDR");
      expect([picture?.readUInt32BE(16), picture?.readUInt32BE(20)]).toEqual([720, 560]);
    }
    expect(bad?.equals(good ?? Buffer.alloc(0))).toBe(false);
  });
});
