import { describe, expect, it } from "vitest";
import type { Corpus, Hit, KnowledgeDocument } from "../../domain/retrieval.ts";
import { answerOf, inject } from "../testing/drive.ts";
import { hitsReply, retrievalCall } from "../testing/fakes.ts";
import { ask, corpus, hit, returns, truth } from "../testing/knowledge.ts";
import { staleResults } from "./stale-results.ts";

describe("stale-results with history", () => {
  it("serves the version before the one in force, in every field that showed it", async () => {
    const { hits, notes } = await ask(staleResults, {}, truth, { corpus });
    expect(hits[0]).toEqual({
      id: "returns",
      title: "returns",
      text: "You may return goods within 45 days.",
      score: 0.92,
      date: "2024-02-01",
      version: "2",
      fields: {
        id: "returns",
        content: "You may return goods within 45 days.",
        page: 3,
        metadata: { updated: "2024-02-01", lang: "en" },
      },
    });
    expect(notes[0]).toContain("returns: version 2 of 2024-02-01 instead of 3 of 2025-03-01");
  });

  it("goes back as many versions as told, or as far as the age says, and no further than the first", async () => {
    const version = async (written: unknown) => (await ask(staleResults, written, truth, { corpus })).hits[0]?.version;
    expect(await version({ versionsBack: 2 })).toBe("1");
    expect(await version({ versionsBack: 9 })).toBe("1");
    expect(await version({ age: "300d" })).toBe("2");
    expect(await version({ age: "400d" })).toBe("1");
    expect(await version({ age: "4000d" })).toBe("1");
  });

  it("shows the same part of the old version where the hit shows a part", async () => {
    const long: KnowledgeDocument = {
      ...returns,
      versions: [
        { version: "1", date: "2024-01-01", text: "Goods travel by lorry.\n\nRefunds take 10 days after arrival." },
        {
          version: "2",
          date: "2025-01-01",
          text: "Goods travel by train.\n\nRefunds take 5 days after arrival.\n\nWrite to us for help.",
        },
      ],
    };
    const of: Corpus = { ...corpus, get: (id) => (id === "returns" ? long : undefined) };
    const { hits } = await ask(staleResults, {}, [hit("returns#2", "Refunds take 5 days after arrival.", 0.9)], {
      corpus: of,
    });
    expect(hits[0]?.text).toBe("Refunds take 10 days after arrival.");
    expect(hits[0]?.id).toBe("returns#2");
  });

  it("has not fired at a hit that reads the same in the older version", async () => {
    const text = "Refunds take 5 days after arrival.";
    const long: KnowledgeDocument = {
      ...returns,
      versions: [
        { version: "1", date: "2024-01-01", text: `Goods travel by lorry.\n\n${text}\n\nWrite to us.` },
        { version: "2", date: "2025-01-01", text: `Goods travel by train.\n\n${text}\n\nWrite to us.` },
      ],
    };
    const of: Corpus = { ...corpus, get: (id) => (id === "returns" ? long : undefined) };
    const same: Hit = { id: "returns#2", text, score: 0.9, fields: { content: text } };
    const other: Hit = { id: "returns#1", text: "Goods travel by train.", score: 0.8, fields: {} };
    const alone = await ask(staleResults, {}, [same], { corpus: of });
    expect(alone.hits).toEqual([same]);
    expect(alone.notes).toEqual([]);
    expect(alone.idles).toEqual(["the hits read the same in their older versions"]);
    const both = await ask(staleResults, {}, [same, other], { corpus: of });
    expect(both.hits.map((one) => one.text)).toEqual([text, "Goods travel by lorry."]);
    expect(both.notes[0]).toMatch(/^1 stale hit: returns#1: /);
  });

  it("needs a corpus only if told to take old versions from it", async () => {
    expect(staleResults.needsCorpus?.(staleResults.params.parse({}))).toBe(false);
    expect(staleResults.needsCorpus?.(staleResults.params.parse({ from: "corpus" }))).toBe(true);
    const { reply, idles } = await inject(staleResults, retrievalCall("q"), hitsReply(truth), { from: "corpus" });
    expect(answerOf("retrieval", reply).result.hits).toEqual(truth);
    expect(idles).toEqual(["no hit has an older version in the corpus"]);
  });

  it("makes as many hits stale as its share says", async () => {
    const four = ["a", "b", "c", "d"].map((id) => hit(id, `Fee: €10 for ${id}.`, 0.5));
    const { hits } = await ask(staleResults, { share: 0.5 }, four);
    expect(hits.filter((one, i) => one.text !== four[i]?.text)).toHaveLength(2);
  });
});

describe("stale-results without history", () => {
  it("ages dates and figures and says that it did", async () => {
    const text =
      "From 1 March 2025 (rule 7B-204) refunds take 5 days, cost €4.95 or 2.5 %, up to $1,200. See 2025-03-01.";
    const { hits, notes } = await ask(staleResults, { age: "365d" }, [hit("x", text, 0.9)]);
    const aged = hits[0]?.text ?? "";
    expect(aged).toMatch(
      /^From 1 March 2024 \(rule 7B-204\) refunds take \d+ days, cost €\d+\.\d\d or \d+\.\d %, up to \$[\d,]+\. See 2024-03-01\.$/,
    );
    expect(aged).not.toMatch(/ 5 days|€4\.95|2\.5 %|\$1,200\./);
    expect(hits[0]?.date).toBe("2024-03-01");
    expect(hits[0]?.fields).toMatchObject({ content: aged, metadata: { updated: "2024-03-01" } });
    expect(notes[0]).toContain("x: aged (date 2024-03-01, dates, 5 →");
  });

  it("ages one document the same way whenever it is met", async () => {
    const first = await ask(staleResults, {}, truth, { seed: "1" });
    expect((await ask(staleResults, {}, truth, { seed: "2" })).hits).toEqual(first.hits);
  });

  it("does not claim to have aged what has neither date nor figure", async () => {
    const answer = hitsReply([{ id: "x", text: "Be kind.", fields: {} }]);
    const { reply, idles } = await inject(staleResults, retrievalCall("q"), answer);
    expect(reply).toBe(answer);
    expect(idles).toEqual(["no hit has an older version, a date or a figure"]);
  });
});
