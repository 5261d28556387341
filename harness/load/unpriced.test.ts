import { expect, test } from "vitest";
import { loadToRun } from "./load.ts";
import { complaints, type Files, project, valid } from "./testing/project.ts";
import { registry as small } from "./testing/registry.ts";

const registry = {
  ...small,
  protocols: [
    ...small.protocols,
    ...small.protocols.slice(0, 1).map((one) => ({ ...one, name: "embed", boundary: "embedding" as const })),
  ],
};
const embedding =
  'vectors: { boundary: embedding, protocol: embed, url: "https://api.example.com/v2/", env: EMBEDDINGS_URL }';
const model = 'gpt: { boundary: model, protocol: chat, url: "https://api.example.com/v1/", env: OPENAI_BASE_URL';
const suite = (budget: string): Files => ({
  "suites/s.yaml": `title: S\nexperiments: [../experiments]\nbudget: ${budget}\n`,
});
const said = async (map: (text: string) => string, budget = "{ wallTime: 10m, money: 5 }") => {
  await using at = await project({ ...valid, ...suite(budget), "system-map.yaml": map(valid["system-map.yaml"]) });
  return await complaints(loadToRun(["suites/s.yaml"], registry, at));
};
const priced = (text: string): string => text.replace(model, `${model}, prices: { input: 0, output: 1 }`);

test("money is refused where a model has no prices, at its place and with what to do", async () => {
  expect(await said((text) => text)).toEqual([
    'suites/s.yaml:3:33 Money cannot be counted without the prices of the model "gpt" in system-map.yaml. Say there what a million tokens cost, such as "prices: { input: 3, output: 15 }" (0 if nothing), or limit "tokens" in place of money.',
  ]);
});

test("and where an embedder has none beside a model that has", async () => {
  const embedder = priced(valid["system-map.yaml"]).replace("dependencies:\n", `dependencies:\n  ${embedding}\n`);
  expect(await said(() => embedder)).toEqual([
    expect.stringContaining('without the prices of the embedder "vectors" in system-map.yaml. Say there'),
  ]);
});

test("and where nothing would ever be spent, since there is no model", async () => {
  expect(await said((text) => text.replace(/ {2}gpt:.*\n/, ""))).toEqual([
    expect.stringMatching(
      /^suites\/s\.yaml:3:33 Money is what models and embedders cost, .* limit wallTime or trials\.$/,
    ),
  ]);
});

test("money with every price, and other budgets without any, are taken", async () => {
  for (const [map, budget] of [
    [priced, "{ money: 5 }"],
    [(text: string) => text, "{ tokens: 5 }"],
  ] as const) {
    await using at = await project({ ...valid, ...suite(budget), "system-map.yaml": map(valid["system-map.yaml"]) });
    expect((await loadToRun(["suites/s.yaml"], registry, at)).budget).toBeDefined();
  }
});
