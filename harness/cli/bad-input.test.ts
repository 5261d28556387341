import { describe, expect, it } from "vitest";
import { check } from "../testing/check-cli.ts";
import { cli, cliHere, processesWith, project } from "../testing/child-cli.ts";
import { command, experiment, type Files, http, once, server, small } from "../testing/small-project.ts";

const run = ["run", "experiment.yaml", "-q", "-o", "runs"];

interface Bad {
  readonly what: string;
  readonly files: Files;
  readonly args?: readonly string[];
  readonly code: number;
  /** What, where, why and the next step. */
  readonly says: readonly (string | RegExp)[];
}
const bad: readonly Bad[] = [
  {
    what: "unknown keys, all at once, with what was meant",
    files: experiment("repeats: 3", "repeat: 3\nhypotheses: 1"),
    code: 2,
    says: [
      /experiment\.yaml:12:1 .*"repeat".*Did you mean "repeats"/,
      /experiment\.yaml:13:1 .*"hypotheses".*Did you mean "hypothesis"/,
    ],
  },
  {
    what: "a wrong type",
    files: experiment("repeats: 3", "repeats: many"),
    code: 2,
    says: [/experiment\.yaml:12:10 .*repeats.*number/i],
  },
  {
    what: "YAML that is none",
    files: { "experiment.yaml": "title: [unclosed\n" },
    code: 2,
    says: [/experiment\.yaml:\d+:\d+ /],
  },
  {
    what: "a missing experiment",
    files: {},
    args: ["run", "nothere.yaml"],
    code: 2,
    says: [/nothere\.yaml .*no file/i],
  },
  {
    what: "a missing target",
    files: { "target.yaml": undefined },
    code: 2,
    says: [/experiment\.yaml:5:9 .*target\.yaml/],
  },
  { what: "missing tasks", files: { "tasks.yaml": undefined }, code: 2, says: [/experiment\.yaml:6:8 .*tasks\.yaml/] },
  {
    what: "a missing system map",
    files: { "system-map.yaml": undefined },
    code: 2,
    says: [/target\.yaml:4:12 .*system-map\.yaml/],
  },
  { what: "missing mocks", files: { "mocks.ts": undefined }, code: 2, says: [/system-map\.yaml:7:8 .*mocks\.ts/] },
  {
    what: "a task without ground truth",
    files: { "tasks.yaml": "tasks:\n  - id: where\n    prompt: Where is my order?\n" },
    code: 2,
    says: [/tasks\.yaml:2:5 Task "where" has no ground truth, so no answer to it can be wrong/],
  },
  {
    what: "a fault that is none",
    files: experiment("inject: unavailable", "inject: unavailabel"),
    code: 2,
    says: [/experiment\.yaml:10:13 .*"unavailabel".*Did you mean "unavailable"/],
  },
  {
    what: "a fault that cannot apply to its boundary",
    files: experiment("inject: unavailable", "inject: stale-results"),
    code: 2,
    says: [/experiment\.yaml:1[01]:\d+ .*stale-results.*(tool|boundary).*retrieval/],
  },
  {
    what: "a dependency that the map lacks",
    files: experiment("{ tool: orders }", "{ tool: order }"),
    code: 2,
    says: [/experiment\.yaml:11:\d+ .*"order".*"orders"/],
  },
  {
    what: "a matrix beyond the blast radius",
    files: experiment("repeats: 3", "repeats: 300\nblastRadius: { maxTrials: 100 }"),
    code: 2,
    says: [/experiment\.yaml:13:\d+ .*1200.*100/],
  },
  {
    what: "a module target that is not there",
    files: { "agent.ts": undefined },
    code: 2,
    says: [/target\.yaml:3:9 .*agent\.ts/],
  },
  {
    what: "a module target that does not load",
    files: { "agent.ts": "throw new Error('no database');\n" },
    code: 5,
    says: [/agent\.ts/, /no database/],
  },
  {
    what: "a module target of another shape",
    files: { "agent.ts": "export const agent = 1;\n" },
    code: 5,
    says: [/agent\.ts/, /default export must be a function/],
  },
  {
    what: "a command that is not there",
    files: { ...once("command.yaml"), "command.yaml": small["command.yaml"].replace("node,", "nodde,") },
    code: 5,
    says: [/command\.yaml/, /no program "nodde" on PATH/],
  },
  {
    what: "a command that prints junk",
    files: command("console.log('Listening…');\n"),
    code: 5,
    says: [/node command\.ts/, /not JSON/, /Listening…/, /log to stderr/],
  },
  {
    what: "a command that prints JSON that is no answer",
    files: command("console.log('[1]');\n"),
    code: 5,
    says: [/an array: \[1\]/, /"answer"/],
  },
  {
    what: "a server that does not start",
    files: http("console.error('EACCES: no certificate'); process.exit(3);\n"),
    code: 5,
    says: [/http\.yaml exited with code 3 before it was ready/, /EACCES: no certificate/],
  },
  {
    what: "a server that answers junk",
    files: http(server(`response.end("<html>")`)),
    code: 5,
    says: [/127\.0\.0\.1:\d+\/tasks answered with what is not JSON/, /<html>/],
  },
  {
    what: "mocks of another shape",
    files: { "mocks.ts": "export default 42;\n" },
    code: 2,
    says: [/mocks\.ts/, /array of MSW handlers/],
  },
  {
    what: "no mock for what is called",
    files: {
      ...experiment("    into: { tool: orders }", "    into: { tool: orders }\n    when: { nth: 99 }"),
      "mocks.ts": "export default [];\n",
    },
    code: 5,
    says: [/Nothing answers GET\s+http:\/\/orders\.test\/orders\/1/, /mocks\.ts/, /allowHosts/],
  },
  {
    what: "a mock for another host than is called",
    files: {
      ...experiment("    into: { tool: orders }", "    into: { tool: orders }\n    when: { nth: 99 }"),
      "mocks.ts": small["mocks.ts"].replace("http://orders.test", "http://ordrs.test"),
    },
    code: 5,
    says: [/Nothing\s+answers/, /No\s+request\s+has\s+met\s+the\s+handler\s+"GET\s+http:\/\/ordrs\.test\/orders\/:id"/],
  },
  {
    what: "a misspelt command",
    files: {},
    args: ["rnu"],
    code: 2,
    says: [/unknown command 'rnu'/, /Did you mean run\?/],
  },
  {
    what: "a misspelt option",
    files: {},
    args: ["run", "--gatway"],
    code: 2,
    says: [/unknown option '--gatway'/, /Did you mean --gateway\?/],
  },
  {
    what: "an option of the wrong kind",
    files: {},
    args: ["run", "-c", "none"],
    code: 2,
    says: [/--concurrency/, /whole number/],
  },
  {
    what: "a port that is none",
    files: {},
    args: ["gateway", "experiment.yaml", "-p", "99999"],
    code: 2,
    says: [/--port/, /65535/],
  },
  {
    what: "a run that is not there",
    files: {},
    args: ["report", "nope", "-o", "runs"],
    code: 2,
    says: [/Cannot find the run "nope"/, /runs/],
  },
  {
    what: "no run at all",
    files: {},
    args: ["explain", "latest", "1", "-o", "runs"],
    code: 2,
    says: [/Cannot find the latest run/, /brownout run/],
  },
  {
    what: "a run to go on with that is not there",
    files: {},
    args: ["run", "--resume", "nope", "-o", "runs"],
    code: 2,
    says: [/Cannot find the run "nope"/],
  },
  {
    what: "shards that are not there, each of them",
    files: {},
    args: ["merge", "this", "that", "-o", "runs"],
    code: 2,
    says: [/Cannot find the run "this"/, /\nCannot find the run "that"/],
  },
];

describe("invalid input and usage", () => {
  const invalid = bad.filter(({ code }) => code === 2);
  it.each(invalid)("$what", async ({ files, args = run, code, says }) => {
    using folder = project(files);
    check(await cliHere(args, folder.cwd), code, says);
  });

  it.each([...invalid.slice(0, 1), ...invalid.slice(-1)])(
    "as a process: $what",
    async ({ files, args = run, code, says }) => {
      using folder = project(files);
      check(await cli(args, folder.cwd), code, says);
    },
  );
});

describe.concurrent("what cannot run", { timeout: 60_000 }, () => {
  it.each(bad.filter(({ code, files }) => code === 5 && !("http.yaml" in files)))(
    "$what",
    async ({ files, args = run, code, says }) => {
      using folder = project(files);
      check(await cli(args, folder.cwd), code, says);
    },
  );
});
describe("servers, which share a port", () => {
  it.each(bad.filter(({ files }) => "http.yaml" in files))("$what", async ({ files, args = run, code, says }) => {
    using folder = project(files);
    check(await cli(args, folder.cwd), code, says);
    expect(processesWith("server.ts")).toEqual([]);
  });
});
