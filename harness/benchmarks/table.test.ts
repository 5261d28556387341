import { describe, expect, it } from "vitest";
import { figure } from "./figure.ts";
import { spreadOf } from "./statistics.ts";
import { number, table } from "./table.ts";

const section = {
  title: "Gateway",
  what: ["brownout  does this"],
  figures: [
    figure("a ÷ b", spreadOf([1.4, 1.6, 1.8]), "×", [{ who: "a", value: spreadOf([16000]), unit: "/s" }], {
      atLeast: 1.5,
    }),
    figure("kept", 900, "B", [], { atMost: 512 }),
    figure("added", Number.NaN, "×", [], { atMost: 0.5 }),
  ],
};

describe("the table", () => {
  const lines = table([section], "2 cores").split("\n");
  const line = (name: string): string => lines.find((each) => each.includes(name)) ?? "";

  it("puts the ratio first, then its spread, the aim, whether it is met, and what it is made from", () => {
    expect(line("a ÷ b")).toMatch(/^ +1\.60× +1\.50–1\.70 +≥ 1\.50× +met +a ÷ b +a 16,000\/s$/);
  });
  it("says what is missed, and does not call met what nobody can tell", () => {
    expect(line("kept")).toMatch(/≤ 512 B +MISSED/);
    expect(line("added")).toMatch(/^ +–× +≤ 0\.50× +unclear/);
    expect(section.figures[2]).not.toHaveProperty("met");
  });
  it("names the machine and what each side did", () => {
    expect(lines[0]).toBe("2 cores");
    expect(line("brownout ")).toContain("does this");
  });
});

describe("number", () => {
  it("keeps three figures and sets thousands apart", () => {
    expect([0, 0.1234, 12.34, 123.4, 1234567, -1234].map(number)).toEqual([
      "0",
      "0.12",
      "12.3",
      "123",
      "1,234,567",
      "-1,234",
    ]);
  });
});
