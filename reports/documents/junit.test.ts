import { describe, expect, it } from "vitest";
import { hostileRun } from "../testing/hostile-run.ts";
import { sampleReport } from "../testing/sample-result.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { pythonXmlProblem, xmlProblems } from "../testing/xml.ts";
import { renderJunit } from "./junit.ts";

const reports = {
  ordinary: sampleRun(),
  hostile: hostileRun(),
  empty: sampleReport([]),
  cut: sampleRun({ ended: "cut" }),
};
const countOf = (xml: string, part: RegExp): number => xml.match(part)?.length ?? 0;

describe("JUnit XML", () => {
  it.each(Object.entries(reports))("is well-formed: %s", (_, report) => {
    expect(xmlProblems(renderJunit(report))).toEqual([]);
  });

  it.skipIf(pythonXmlProblem("<x/>") === undefined).each(Object.entries(reports))(
    "is taken by another parser: %s",
    (_, report) => {
      expect(pythonXmlProblem(renderJunit(report))).toBe("");
    },
  );

  it("has a check that bites", () => {
    for (const bad of ["<a><b></a></b>", "<a>&x;</a>", "<a", "<a>\u0001</a>", '<a b="<"></a>'])
      expect(xmlProblems(bad)).not.toEqual([]);
  });

  it("makes broken a failure and inconclusive an error, and lets the rest pass", () => {
    const xml = renderJunit(sampleRun());
    expect(xml).toContain('tests="7" failures="3" errors="1"');
    expect(countOf(xml, /<testcase /g)).toBe(7);
    expect(countOf(xml, /<failure /g)).toBe(3);
    expect(countOf(xml, /<error /g)).toBe(1);
    expect(countOf(xml, /<system-out>/g)).toBe(1);
  });

  it("has a suite for each failure mode that is asked", () => {
    const names = [...renderJunit(sampleRun()).matchAll(/<testsuite name="([^"]+)"/g)].map((match) => match[1]);
    expect(names).toEqual([
      "shared-fate",
      "insufficient-capacity",
      "excessive-latency",
      "incorrect-response",
      "single-point-of-failure",
    ]);
  });

  it("tells verdict, seed, fault and brain as properties", () => {
    const xml = renderJunit(sampleRun());
    for (const property of [
      'name="verdict" value="degraded"',
      'name="seed" value="7"',
      'name="fault" value="stale-results"',
      'name="brain" value="a script, credulous"',
    ]) {
      expect(xml).toContain(property);
    }
  });

  it("does not let an empty or a cut run pass", () => {
    expect(renderJunit(reports.empty)).toContain('tests="1" failures="0" errors="1"');
    expect(renderJunit(reports.cut)).toContain('tests="8" failures="3" errors="2"');
  });
});
