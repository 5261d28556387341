import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { hostileRun } from "../testing/hostile-run.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { sarifShape } from "../testing/sarif-shape.ts";
import { renderGithub } from "./github.ts";
import { placeOf } from "./place.ts";
import { renderPrometheus } from "./prometheus.ts";
import { renderSarif } from "./sarif.ts";

const parsed = (text: string) => sarifShape.parse(JSON.parse(text)).runs[0];

describe("SARIF", () => {
  it.each([
    ["a run", sampleRun()],
    ["a hostile run", hostileRun()],
  ])("of %s is what GitHub takes", (_, report) => {
    expect(parsed(renderSarif(report)).results.length).toBeGreaterThan(0);
  });

  it("is cut to what GitHub shows, and says so", () => {
    const [one] = sampleRun().experiments;
    if (!one) throw new Error("The sample has no experiment.");
    const many = Array.from({ length: 5100 }, (_, index) => ({
      ...one,
      verdict: "broken" as const,
      experiment: { ...one.experiment, id: `experiments/${index}` },
    }));
    const text = renderSarif({ ...sampleRun(), experiments: many });
    const { results, invocations } = parsed(text);
    expect(results).toHaveLength(5000);
    expect(JSON.stringify(invocations)).toMatch(/results beyond the first 5000 left out/);
    expect(gzipSync(text).length).toBeLessThan(10_000_000);
  });

  it("points at the experiment's line, and knows a finding again in the next run", () => {
    const { results } = parsed(renderSarif(sampleRun()));
    const again = parsed(renderSarif(sampleRun({ run: "another", startedAt: "2027-01-01T00:00:00.000Z" }))).results;
    expect(results.map(({ partialFingerprints }) => partialFingerprints)).toEqual(
      again.map(({ partialFingerprints }) => partialFingerprints),
    );
    const places = results.map(({ locations }) => locations[0]?.physicalLocation);
    expect(places.every((place) => /^experiments\/.*\.yaml$/.test(place?.artifactLocation.uri ?? ""))).toBe(true);
    expect(places.some((place) => (place?.region.startLine ?? 1) > 1)).toBe(true);
  });
});

describe("a run in a folder of its repository", () => {
  it("is told with paths that begin at the repository", () => {
    const below = "services/desk";
    for (const { locations } of parsed(renderSarif(sampleRun(), { below })).results)
      expect(locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^services\/desk\/experiments\/.*\.yaml$/);
    const annotated = [...renderGithub(sampleRun(), { below }).matchAll(/^::\w+ file=([^,]+),/gm)];
    expect(annotated.length).toBeGreaterThan(0);
    for (const [, file] of annotated) expect(file).toMatch(/^services\/desk\/experiments\/.*\.yaml$/);
  });

  it("leaves what lies elsewhere where it is", () => {
    const [one] = sampleRun().experiments;
    const at = (file: string) =>
      one && placeOf({ ...one, claims: [], experiment: { ...one.experiment, cells: [], file } }, "services/desk").file;
    expect(at("/elsewhere/one.yaml")).toBe("/elsewhere/one.yaml");
    expect(at("../shared/one.yaml")).toBe("services/shared/one.yaml");
  });
});

describe("GitHub's annotations", () => {
  /** As the runner reads a line: leading white space is dropped, and `##[` may stand anywhere. */
  const commands = (text: string): readonly string[] =>
    text.split("\n").filter((line) => line.trimStart().startsWith("::") || line.includes("##["));

  it("stand at the line of each experiment that did not hold", () => {
    const lines = commands(renderGithub(sampleRun()));
    const errors = lines.filter((line) => line.startsWith("::error "));
    expect(errors).toHaveLength(sampleRun().experiments.filter(({ verdict }) => verdict === "broken").length);
    for (const line of errors)
      expect(line).toMatch(/^::error file=experiments\/[^:,]+\.yaml,line=\d+,col=\d+,title=[^:]+::.+/);
  });

  it("cannot be added to by what an experiment or an agent says", () => {
    const planted = "::error file=x::planted ##[error]planted\n::set-output name=a::b";
    const sample = sampleRun();
    const experiments = sample.experiments.map((result) => ({
      ...result,
      experiment: { ...result.experiment, title: planted },
      reasons: [planted],
    }));
    const text = renderGithub({ ...sample, experiments, run: planted });
    const count = commands(renderGithub(sample)).length;
    expect(commands(text)).toHaveLength(count);
    expect(text).not.toContain("##[");
  });
});

describe("Prometheus' textfile", () => {
  it.each([
    ["a run", sampleRun()],
    ["a hostile run", hostileRun()],
  ])("of %s is what the collector reads: each series once, below its type", (_, report) => {
    const series = new Set<string>();
    let type = "";
    for (const line of renderPrometheus(report).trimEnd().split("\n")) {
      type = /^# TYPE (\w+) gauge$/.exec(line)?.[1] ?? type;
      if (line.startsWith("#")) continue;
      const [, name, labels = "", value] = /^(\w+)(\{(?:\w+="(?:[^"\\]|\\\\|\\")*",?)+\})? (\S+)$/.exec(line) ?? [];
      expect(name, line).toBe(type);
      expect(Number.isFinite(Number(value)), line).toBe(true);
      expect(series, line).not.toContain(name + labels);
      series.add(name + labels);
    }
    expect(series.size).toBeGreaterThan(20);
  });
});
