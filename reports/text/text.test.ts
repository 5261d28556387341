import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanBlock, cleanLine } from "./clean.ts";
import { formatEstimate, formatInterval, formatValue, isPrintable } from "./figures.ts";
import { renderTable } from "./table.ts";
import { unitOf } from "./units.ts";
import { clip, clipMiddle, displayWidth, padEnd, padStart, splitAt } from "./width.ts";
import { hang, wrap } from "./wrap.ts";

const anything = fc.oneof(fc.string({ unit: "binary", maxLength: 80 }), fc.string({ unit: "grapheme", maxLength: 80 }));

describe("cleaning", () => {
  it("leaves plain text as it is, as the long way would", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(" ", "\n", "~", "a", "!", "\t"), maxLength: 12 }), (text) => {
        expect(cleanLine(text)).toBe(text.replace(/\s+/g, " ").trim());
        expect(cleanBlock(text)).toBe(text.replaceAll("\t", "  "));
      }),
    );
  });
  it("leaves nothing that a terminal would obey", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anything,
          fc.string({
            unit: fc.constantFrom(
              "\u001b",
              "[",
              "]",
              "3",
              "m",
              "\u0007",
              "\u009b",
              "\r",
              "\n",
              "\u202e",
              "a",
              "\ud800",
            ),
          }),
        ),
        (text) => {
          expect(cleanBlock(text).replaceAll("\n", "")).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
          expect(cleanLine(text)).not.toMatch(/\n|^\s|\s$|\s\s/);
          expect(cleanBlock(text).isWellFormed()).toBe(true);
        },
      ),
    );
  });

  it("keeps ordinary text, of any script", () => {
    const text = "Größe 3 × 4, 漢字, 👩‍👩‍👧, ‏عربي";
    expect(cleanLine(text).replaceAll("\ufffd", "‏")).toBe(text);
    expect(cleanLine("a\u001b[31mb\u001b[0m\r\n  c")).toBe("ab c");
  });
});

describe("widths", () => {
  it.each([
    ["abc", 3],
    ["漢字", 4],
    ["👩‍👩‍👧", 2],
    ["🇩🇪", 2],
    ["é", 1],
    ["⚡", 2],
    ["✗ ✓ – …", 7],
    ["ｆｕｌｌ", 8],
    ["", 0],
  ])("%s takes %i columns", (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });

  it("clips, pads and splits to the column", () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 40 }), (raw, columns) => {
        const text = cleanLine(raw);
        const [head, tail] = splitAt(text, columns);
        expect(head + tail).toBe(text);
        expect(displayWidth(head)).toBeLessThanOrEqual(columns);
        const clipped = clip(text, columns);
        expect(displayWidth(clipped)).toBeLessThanOrEqual(columns);
        expect(displayWidth(clipMiddle(text, columns))).toBeLessThanOrEqual(columns);
        expect(displayWidth(padEnd(clipped, columns))).toBe(columns);
        expect(displayWidth(padStart(clipped, columns))).toBe(columns);
      }),
    );
  });
});

it("leaves out the middle where both ends are to be read", () => {
  expect(clipMiddle("the beginning and the end", 25)).toBe("the beginning and the end");
  expect(clipMiddle("the beginning and the end", 13)).toBe("the be…he end");
});

describe("wrapping", () => {
  it("keeps to the width and loses no word", () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 2, max: 40 }), (raw, columns) => {
        const text = cleanLine(raw);
        const lines = wrap(text, columns);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }),
    );
  });

  it("indents what follows under the text", () => {
    expect(hang("- ", "one two three", 9)).toEqual(["- one two", "  three"]);
  });
});

describe("figures", () => {
  const estimate = { value: 0.4, low: 0.219, high: 0.613, n: 20, confidence: 0.95, method: "wilson" } as const;

  it("always stand with interval and n", () => {
    expect(formatEstimate(estimate, "share")).toBe("40% [22–61%] n=20");
    expect(formatEstimate(estimate, "share", " of control")).toBe("40% of control [22–61%] n=20");
    expect(formatEstimate({ ...estimate, value: 2100, low: 400, high: 61_000 }, "ms")).toBe("2.1s [400ms–1m 1s] n=20");
    expect(formatInterval({ ...estimate, low: 1, high: 1.5 }, "ratio")).toBe("×1–1.5");
  });

  it("are withheld when they rest on nothing", () => {
    for (const bad of [
      undefined,
      { ...estimate, n: 0 },
      { ...estimate, high: Number.NaN },
      { ...estimate, low: Number.NEGATIVE_INFINITY },
    ]) {
      expect(isPrintable(bad)).toBe(false);
      expect(formatEstimate(bad, "share")).toBe("no figure");
    }
  });

  it("never round a share up to all or down to none", () => {
    expect(formatValue(0.996, "share")).toBe("99.6%");
    expect(formatValue(0.99999, "share")).not.toBe("100%");
    expect(formatValue(0.0001, "share")).not.toBe("0%");
    expect([formatValue(1, "share"), formatValue(0, "share")]).toEqual(["100%", "0%"]);
    expect([0.0001334, 0.05, 0.125, 3.5, 0].map((value) => formatValue(value, "count"))).toEqual([
      "0.00013",
      "0.05",
      "0.13",
      "3.5",
      "0",
    ]);
  });

  it("have the unit of their probe", () => {
    expect(
      ["answer-correctness", "time-to-answer", "retry-amplification", "tokens", "my-own-rate", "odd"].map(unitOf),
    ).toEqual(["share", "ms", "ratio", "tokens", "share", "count"]);
  });
});

describe("tables", () => {
  it("keep to the width when one column can give way", () => {
    const text = renderTable(
      [{ title: "name" }, { title: "n", align: "right" }, { title: "words", flexible: true }],
      [[{ text: "漢字" }, { text: "12" }, { text: "many words ".repeat(20).trim() }]],
      { width: 50, colour: false },
    );
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(50);
  });
});
