import fc from "fast-check";
import { expect, test } from "vitest";
import { createCorpus, loadCorpus } from "./index.ts";
import { complaints, project, valid } from "./testing/project.ts";

test("reads versions, and documents without history", async () => {
  await using at = await project(valid);
  const corpus = await loadCorpus("knowledge.yaml", at);
  expect(corpus.documents).toEqual([
    {
      id: "returns",
      title: "Returns",
      topic: "returns",
      versions: [
        { version: "1", date: "2023-01-01", text: "Returns within 45 days.", fields: {} },
        { version: "2", date: "2024-05-01", text: "Returns within 30 days.", fields: {} },
      ],
    },
    {
      id: "shipping",
      title: "Shipping",
      versions: [{ version: "1", date: "1970-01-01", text: "Parcels leave in two days.", fields: {} }],
    },
  ]);
  expect(corpus.get("shipping")).toBe(corpus.documents[1]);
  expect(corpus.get("nothing")).toBeUndefined();
});

test("searches the versions in force only", async () => {
  await using at = await project(valid);
  const corpus = await loadCorpus("knowledge.yaml", at);
  const found = (text: string, limit = 5) => corpus.search(text, limit).map(({ document }) => document.id);
  expect(found("30 days")).toEqual(["returns", "shipping"]);
  expect(found("45")).toEqual([]);
  expect(found("days", 1)).toHaveLength(1);
  expect(found("", 5)).toEqual([]);
});

test("reads JSONL and folders of files, in the order of their names", async () => {
  await using at = await project({
    "kb/b.jsonl":
      '{"id":"b1","title":"B","text":"one"}\n\n{"id":"b2","title":"B","text":"two","date":"2024-01-01","version":"7"}\n',
    "kb/a.json": '[\n\t{ "id": "a", "title": "A", "text": "three", "fields": { "lang": "en" } }\n]\n',
    "kb/readme.txt": "not a document",
  });
  const corpus = await loadCorpus("kb", at);
  expect(corpus.documents.map(({ id }) => id)).toEqual(["a", "b1", "b2"]);
  expect(corpus.get("b2")?.versions).toEqual([{ version: "7", date: "2024-01-01", text: "two", fields: {} }]);
  expect(corpus.get("a")?.versions[0]?.fields).toEqual({ lang: "en" });
});

test("says where a line of JSONL is wrong, and which ids stand twice in a folder", async () => {
  await using at = await project({
    "kb/a.jsonl": '{"id":"x","title":"X","text":"one"}\n{"id":"y",\n{"id":"z","title":5,"text":"t"}\n',
    "more/a.json": '[{"id":"x","title":"X","text":"one"}]',
    "more/b.json": '[{"id":"x","title":"X","text":"one"}]',
    "none/readme.txt": "",
  });
  const [first, second] = await complaints(loadCorpus("kb", at));
  expect(first).toMatch(/^kb\/a\.jsonl:2:1 Cannot read this line as JSON: .+/);
  expect(second).toBeUndefined();
  expect(await complaints(loadCorpus("more", at))).toEqual([
    'more/b.json:1:8 There is another document with the id "x". Ids must be unique.',
  ]);
  expect(await complaints(loadCorpus("none", at))).toEqual(["none There are no documents here."]);
  expect(await complaints(loadCorpus("nowhere.yaml", at))).toEqual([
    "nowhere.yaml Cannot read the file: no such file.",
  ]);
});

test("the same documents give the same search, and better scores come first", () => {
  const word = fc.constantFrom("boots", "tent", "refund", "return", "days", "ship", "30", "warranty");
  const text = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 12 }), text, fc.nat(12), (texts, query, limit) => {
      const documents = texts.map((body, index) => ({
        id: `d${index}`,
        title: "Doc",
        versions: [{ version: "1", date: "2024-01-01", text: body }],
      }));
      const hits = createCorpus(documents).search(query, limit);
      expect(createCorpus(documents).search(query, limit)).toEqual(hits);
      expect(hits.length).toBeLessThanOrEqual(limit);
      const scores = hits.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    }),
    { numRuns: 50 },
  );
});
