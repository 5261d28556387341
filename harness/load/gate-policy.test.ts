import { expect, test } from "vitest";
import { loadGatePolicy } from "./gate-policy.ts";
import { complaints, project } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

const names = { codes: ["no-jitter", "retry-storm"], scores: ["answer-correctness"] };
const load = async (text: string) => {
  await using at = await project({ "gate.yaml": text });
  return await loadGatePolicy("gate.yaml", registry, names, at);
};

test("a policy is read with its defaults, and each criterion knows its place", async () => {
  expect(
    await load(`experiments: { inconclusive: 0 }
scores:
  - answer-correctness: { atLeast: 0.9, in: { dependency: policies } }
findings:
  - { severity: high, atMost: 0 }
waivers:
  - { code: no-jitter, owner: ana, reason: later, expires: 2026-12-31 }
stopping: { repeats: 40 }
`),
  ).toEqual({
    file: "gate.yaml",
    experiments: { inconclusive: 0, at: { inconclusive: "gate.yaml:1:16" } },
    scores: [
      {
        probe: "answer-correctness",
        atLeast: 0.9,
        of: "treatment",
        in: { kind: "dependency", name: "policies" },
        at: "gate.yaml:3:5",
      },
    ],
    findings: [{ atMost: 0, severity: "high", at: "gate.yaml:5:23" }],
    waivers: [
      { code: "no-jitter", experiment: "*", owner: "ana", reason: "later", expires: "2026-12-31", at: "gate.yaml:7:5" },
    ],
    stopping: { repeats: 40, falseBlock: 0.05, falsePass: 0.05 },
  });
});

test("everything that is wrong is said at once, with its place and what was probably meant", async () => {
  expect(
    await complaints(
      load(`experimnts: { broken: 0 }
scores:
  - answer-corectness: { atLeast: 0.9 }
  - answer-correctness: { atLest: 0.9 }
  - answer-correctness: { atLeast: 2s }
  - answer-correctness: {}
  - silent-wrong-rate: { atMost: 0 }
  - answer-correctness: { atLeast: 0.5, in: { failureMode: shared-fait } }
findings:
  - { severity: hgih, atMost: 0 }
  - { codes: [no-jiter], atMost: -1 }
baseline: { file: b.yaml }
waivers:
  - { code: retry-strom, reason: later, expires: 2026-02-30 }
`),
    ),
  ).toEqual([
    'gate.yaml:1:1 Unknown key "experimnts". Did you mean "experiments"?',
    'gate.yaml:3:5 There is no score "answer-corectness". Did you mean "answer-correctness"?',
    'gate.yaml:4:27 Unknown key "atLest". Did you mean "atLeast"?',
    'gate.yaml:5:36 "atLeast" must be a number, not "2s": "answer-correctness" does not measure time.',
    'gate.yaml:6:25 "answer-correctness" must have "atLeast" or "atMost".',
    'gate.yaml:7:5 "silent-wrong-rate" is measured only by experiments that claim it. Name one of them, or ask for one of "answer-correctness".',
    'gate.yaml:8:60 "failureMode" must be one of "shared-fate", "insufficient-capacity", "excessive-latency", "incorrect-response" or "single-point-of-failure", not "shared-fait". Did you mean "shared-fate"?',
    'gate.yaml:10:17 "severity" must be one of "critical", "high", "medium" or "low", not "hgih". Did you mean "high"?',
    'gate.yaml:11:15 There is no finding "no-jiter". Did you mean "no-jitter"?',
    'gate.yaml:11:34 "atMost" must be at least 0, not -1.',
    'gate.yaml:12:11 Nothing is compared with the baseline. Give it "scores", or "findings" with "new" or "worse".',
    'gate.yaml:12:19 Cannot find the baseline b.yaml. Accept a run as one: "brownout baseline accept --file b.yaml".',
    'gate.yaml:14:5 "owner" is missing. Who answers for it.',
    'gate.yaml:14:13 There is no finding "retry-strom". Did you mean "retry-storm"?',
    'gate.yaml:14:50 "expires" must be a day such as "2026-12-31", not "2026-02-30".',
  ]);
});

test("a misspelt baseline is told where it is named, with the near one before the advice to accept another", async () => {
  const gate = "baseline: { file: ../kept/mian.yaml, findings: { new: 0 } }\n";
  await using at = await project({ "ci/gate.yaml": gate, "kept/main.yaml": "schema: 1\n", "kept/release.yaml": "" });
  expect(await complaints(loadGatePolicy("ci/gate.yaml", registry, names, at))).toEqual([
    'ci/gate.yaml:1:19 Cannot find the baseline kept/mian.yaml. Did you mean "kept/main.yaml"? If not, accept a run as one: "brownout baseline accept --file kept/mian.yaml".',
  ]);
});

test("a finding that is not there is told with the near one, or else with the command that lists them all", async () => {
  const codes = [...names.codes, ...Array.from({ length: 20 }, (_, index) => `other-weakness-${index}`)];
  const waiver = (code: string) => `- { code: ${code}, owner: ana, reason: later, expires: 2026-12-31 }`;
  const gate = `experiments: { broken: 0 }\nwaivers:\n  ${waiver("retry-strom")}\n  ${waiver("xyz")}\n`;
  await using at = await project({ "gate.yaml": gate });
  expect(await complaints(loadGatePolicy("gate.yaml", registry, { ...names, codes }, at))).toEqual([
    'gate.yaml:3:13 There is no finding "retry-strom". Did you mean "retry-storm"?',
    'gate.yaml:4:13 There is no finding "xyz". "brownout list findings" lists them.',
  ]);
});

test("a bound on time without a unit is no bound of milliseconds", async () => {
  const said = await complaints(
    load(`scores: [{ answer-time: { atMost: 30, in: { experiment: e } } }]
baseline: { file: base.yaml, scores: [{ answer-time: { worseBy: 2, experiment: e } }] }
`),
  );
  expect(said).toContainEqual(
    expect.stringMatching(/^gate\.yaml:1:35 "atMost" must have a unit, not 30: .*Write "30s", or "30ms" if/),
  );
  expect(said).toContainEqual(expect.stringMatching(/^gate\.yaml:2:\d+ "worseBy" must have a unit, not 2/));
});

test("a bound on a share that no share can be is refused, and a percent is taken for what it is", async () => {
  const said = await complaints(
    load(`scores:
  - answer-correctness: { atLeast: 80 }
  - answer-correctness: { atMost: 140 }
  - answer-correctness: { atLeast: -0.1 }
  - answer-correctness: { atLeast: -10, minus: control }
  - answer-correctness: { atLeast: -0.1, minus: control }
baseline: { file: base.yaml, scores: [{ answer-correctness: { worseBy: 5 } }] }
`),
  );
  const share = '"answer-correctness" is a share';
  expect(said).toEqual([
    `gate.yaml:2:36 "atLeast" must be from 0 to 1, not 80: ${share}. Did you mean 0.8?`,
    `gate.yaml:3:35 "atMost" must be from 0 to 1, not 140: ${share}.`,
    `gate.yaml:4:36 "atLeast" must be from 0 to 1, not -0.1: ${share}.`,
    `gate.yaml:5:36 "atLeast" must be from -1 to 1, not -10: ${share}, and two differ by 1 at the most. Did you mean -0.1?`,
    expect.stringMatching(/^gate\.yaml:7:19 Cannot find the baseline base\.yaml\. Accept/),
    expect.stringMatching(/^gate\.yaml:7:\d+ "worseBy" must be from 0 to 1, not 5: .* Did you mean 0\.05\?$/),
  ]);
});

test.each(["waivers: []\n", "pairs: 20\n", "stopping: { repeats: 5 }\n", "{}\n"])(
  "a gate without criteria is refused: %s",
  async (text) => {
    expect((await complaints(load(text))).join("\n")).toMatch(
      /^gate\.yaml:1:1 A gate without criteria would let everything/,
    );
  },
);

test("a policy that is not there, and one that is no YAML, are refused", async () => {
  await using at = await project({ "bad.yaml": "experiments: [\n" });
  expect((await complaints(loadGatePolicy("gate.yaml", registry, names, at)))[0]).toMatch(
    /^gate\.yaml Cannot find the policy/,
  );
  expect((await complaints(loadGatePolicy("bad.yaml", registry, names, at)))[0]).toMatch(
    /^bad\.yaml:\d+:\d+ Cannot read/,
  );
});
