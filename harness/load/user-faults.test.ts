import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Fault } from "../domain/fault.ts";
import { startLoading } from "./loading.ts";
import { placeless } from "./source.ts";
import { loadUserFaults } from "./user-faults.ts";

const folder = mkdtempSync(join(tmpdir(), "brownout-user-faults-"));
afterAll(() => rmSync(folder, { recursive: true }));

const good = (name: string): string =>
  `export default { name: "${name}", summary: "Shouts.", boundaries: ["model"], params: { safeParse: () => ({ success: true }) }, describe: () => "shouting", inject: (_call, forward) => forward() };`;

/** What is wrong with a method that names these modules, and which faults it brought. */
async function load(files: Record<string, string>, injects: readonly string[]) {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const added: string[] = [];
  const shipped = [{ name: "latency" }] as unknown as readonly Fault[];
  const loading = startLoading(
    { faults: shipped, probes: [], protocols: [], addFault: (fault) => void added.push(fault.name) },
    { cwd: folder },
  );
  const source = placeless(
    "e.yaml",
    join(folder, "e.yaml"),
    injects.map((inject) => ({ inject })),
  );
  await loadUserFaults({ source, path: [], value: source.value }, loading);
  let said = "";
  try {
    loading.problems.throwIfAny();
  } catch (error) {
    said = error instanceof Error ? error.message : String(error);
  }
  return { added, said };
}

describe("a fault named by path", () => {
  it("is imported once and handed to the registry", async () => {
    const { added, said } = await load({ "shout.mjs": good("shout") }, ["./shout.mjs", "./shout.mjs", "latency"]);
    expect([added, said]).toEqual([["shout"], ""]);
  });

  it.each([
    ["./nothing.mjs", "", /no file nothing\.mjs/],
    ["./broken.mjs", "export default {", /does not load/],
    ["./other.mjs", "export default 7;", /not a fault/],
    ["./idle.mjs", good("idle").replace(/, inject.*/, "};"), /neither inject nor transmit/],
    ["./taken.mjs", good("latency"), /belongs to a shipped fault/],
  ])("%s is refused with a reason", async (path, text, reason) => {
    const { added, said } = await load(text === "" ? {} : { [path]: text }, [path]);
    expect(added).toEqual([]);
    expect(said).toMatch(reason);
    expect(said).toContain(`Cannot arm "${path}"`);
  });
});
