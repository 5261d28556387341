import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { hostileRun } from "../testing/hostile-run.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { largest, renderMarkdown } from "./markdown.ts";
import { codeSpan, fenced, htmlText, inline } from "./markdown-escape.ts";
import { fitSections } from "./markdown-sections.ts";

/** What is left when fences and code spans, in which nothing is obeyed, are taken out. */
const prose = (markdown: string): string =>
  markdown.replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, "").replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
const countOf = (text: string, part: RegExp): number => text.match(part)?.length ?? 0;

describe("Markdown document", () => {
  it("opens with the verdict and puts each thing that did not hold in details", () => {
    const text = renderMarkdown(sampleRun());
    expect(text.split("\n")[0]).toBe("## ✗ Brownout: broken");
    expect(countOf(text, /^<details>$/gm)).toBe(5);
    expect(countOf(text, /^<\/details>$/gm)).toBe(5);
  });

  it("has a table row of equal cells for each experiment", () => {
    const [table = ""] = renderMarkdown(sampleRun()).split("\n### ");
    const rows = table.split("\n").filter((line) => line.startsWith("| "));
    expect(rows).toHaveLength(2 + 7);
    expect(new Set(rows.map((row) => row.replace(/\\\|/g, "").split("|").length))).toEqual(new Set([12]));
  });

  it("shows no score without its interval and n", () => {
    const row = renderMarkdown(sampleRun())
      .split("\n")
      .find((line) => line.startsWith("| ✗ broken | Answers"));
    expect(row).toContain("| 40% [22–61%] n=20 | 100% [84–100%] n=20 |");
  });

  it("obeys nothing of a hostile run", () => {
    const text = renderMarkdown(hostileRun());
    const open = prose(text);
    expect(open).not.toMatch(/@octocat|#1\b|https:\/\/|www\.|GH-2|<script|<img|\*\*bold/);
    expect(countOf(text, /^<\/details>$/gm)).toBe(countOf(text, /^<details>$/gm));
    expect(countOf(open, /<\/?details>/g)).toBe(2 * countOf(open, /^<details>$/gm));
    expect(countOf(open, /<\/summary>/g)).toBe(countOf(open, /<summary>/g));
  });

  it("stays under the cap, drops whole sections only and names them", () => {
    const run = sampleRun();
    const many = { ...run, experiments: Array.from({ length: 40 }, () => run.experiments).flat() };
    const text = renderMarkdown(many);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(largest);
    expect(Buffer.byteLength(text)).toBeGreaterThan(largest / 2);
    expect(text).toMatch(/detail sections left out to stay under 64 KB: “Answers stay right|detail sections left out/);
    expect(countOf(text, /^<\/details>$/gm)).toBe(countOf(text, /^<details>$/gm));
    expect(countOf(text, /^<details>$/gm)).toBeGreaterThan(3);
    expect(text).toContain("The whole report:");
  });
});

describe("fitting sections", () => {
  test("never exceeds the limit and never cuts a section", () => {
    const section = fc
      .string({ unit: "grapheme", maxLength: 3000 })
      .map((text) => ({ name: text.slice(0, 20), text: `[[${text}]]` }));
    fc.assert(
      fc.property(
        fc.array(section, { maxLength: 12 }),
        fc.array(section, { maxLength: 12 }),
        fc.string({ maxLength: 9000 }),
        (rows, details, head) => {
          const text = fitSections(head, { rows, details }, "end", 8000);
          expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8000);
          expect(text.endsWith("end")).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("escapes", () => {
  const anything = fc.string({ unit: "binary", maxLength: 60 });
  const nasty = fc
    .array(
      fc.constantFrom(
        "`",
        "``",
        "|",
        "<b>",
        "@a",
        "#1",
        "\n",
        "\\",
        "[",
        "- ",
        "1. ",
        "&lt;",
        "*",
        "x",
        "://",
        "\u001b[0m",
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(""));

  it("keep a text on one line and free of tags, mentions and table pipes", () => {
    fc.assert(
      fc.property(fc.oneof(anything, nasty), (text) => {
        const out = inline(text);
        expect(out).not.toMatch(/[\n<>]|@\w|#\d|:\/\//);
        expect(out.replace(/\\./g, "")).not.toMatch(/[|`*_[\]]/);
        expect(htmlText(text)).not.toMatch(/[\n<>]|@\w|#\d/);
      }),
    );
  });

  it("fence a block with more back-ticks than it holds, and a span too", () => {
    fc.assert(
      fc.property(fc.oneof(anything, nasty), (text) => {
        const [open = "", ...rest] = fenced(text).split("\n");
        const fence = open.replace("text", "");
        expect(rest.slice(0, -1).some((line) => line.includes(fence))).toBe(false);
        expect(rest.at(-1)).toBe(fence);
        const span = codeSpan(text);
        const ticks = /^`*/.exec(span)?.[0] ?? "";
        if (span !== "") expect(span.slice(ticks.length, -ticks.length).match(/`+/g) ?? []).not.toContain(ticks);
      }),
    );
  });
});
