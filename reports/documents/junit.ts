import type { ExperimentResult, RunReport } from "../../harness/domain/judgement.ts";
import { type FailureMode, failureModes } from "../../harness/domain/vocabulary.ts";
import { cleanBlock } from "../text/clean.ts";
import { counted } from "../text/figures.ts";
import { renderDetails } from "./experiment-details.ts";
import { mainReason } from "./main-reason.ts";
import { brainWords, caveats, outcomeCounts } from "./run-words.ts";
import { tellApart } from "./tell-apart.ts";

/** Code points that XML 1.0 has no way to write (its production `Char`), and lone surrogates. */
const unwritable = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

const inText = (text: string): string =>
  cleanBlock(text)
    .replace(unwritable, "\ufffd")
    .replace(/[&<>]/g, (char) => entities[char] ?? char);
const inAttribute = (text: string): string =>
  cleanBlock(text)
    .replace(unwritable, "\ufffd")
    .replace(/[&<>"'\n\r\t]/g, (char) => entities[char] ?? char);

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${inAttribute(String(value))}"`)
    .join("");

const details = { width: 100, colour: false } as const;

/**
 * JUnit XML: a suite for each failure mode, a case for each experiment. Broken is a failure. Inconclusive is an error and
 * not a skip: CI systems show skipped tests as harmless, but nothing was shown, and the run exits with code 3.
 * Degraded passes, with its details as output. A run that did not finish, or ran nothing, has one error of its own:
 * an empty file would be read as a pass. There are no durations: trials run on virtual time.
 */
export function renderJunit(given: RunReport): string {
  const report = tellApart(given);
  const suites = failureModes.flatMap((mode) => suiteOf(report, mode));
  const whole = report.ended === "finished" && report.experiments.length > 0 ? [] : [unfinished(report)];
  const all = [...whole, ...suites];
  const total = (key: "tests" | "failures" | "errors"): number => all.reduce((sum, suite) => sum + suite[key], 0);
  const root = attributes({
    name: `brownout ${report.run}`,
    tests: total("tests"),
    failures: total("failures"),
    errors: total("errors"),
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${root}>\n${all.map(({ xml }) => xml).join("")}</testsuites>\n`;
}

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly xml: string;
}

function suiteOf(report: RunReport, mode: FailureMode): readonly Suite[] {
  const results = report.experiments.filter(({ experiment }) => experiment.failureMode === mode);
  if (results.length === 0) return [];
  return [
    suite(
      report,
      mode,
      results.map((result) => testcase(report, result)),
      {
        failures: results.filter(({ verdict }) => verdict === "broken").length,
        errors: results.filter(({ verdict }) => verdict === "inconclusive").length,
      },
    ),
  ];
}

function suite(
  report: RunReport,
  name: string,
  cases: readonly string[],
  counts: { failures: number; errors: number },
): Suite {
  const head = attributes({ name, tests: cases.length, ...counts, skipped: 0, timestamp: report.startedAt });
  return { tests: cases.length, ...counts, xml: `  <testsuite${head}>\n${cases.join("")}  </testsuite>\n` };
}

function unfinished(report: RunReport): Suite {
  const text = caveats(report).join("\n");
  const xml = `    <testcase${attributes({ name: "the run finished", classname: "brownout.run" })}>\n      <error${attributes({ message: text.split("\n")[0] ?? "", type: report.ended })}>${inText(text)}</error>\n    </testcase>\n`;
  return suite(report, "run", [xml], { failures: 0, errors: 1 });
}

function testcase(report: RunReport, result: ExperimentResult): string {
  const { experiment, verdict } = result;
  const head = attributes({
    name: experiment.title,
    classname: `brownout.${experiment.failureMode}`,
    file: experiment.file,
  });
  const problem = (tag: "failure" | "error"): string =>
    `      <${tag}${attributes({ message: mainReason(result), type: verdict })}>${inText(renderDetails(report, result, details))}</${tag}>\n`;
  const outcome = {
    broken: () => problem("failure"),
    inconclusive: () => problem("error"),
    degraded: () => `      <system-out>${inText(renderDetails(report, result, details))}</system-out>\n`,
    held: () => "",
  }[verdict]();
  return `    <testcase${head}>\n${properties(report, result)}${outcome}    </testcase>\n`;
}

function properties(
  report: RunReport,
  { experiment, verdict, injections, trials, outcomes }: ExperimentResult,
): string {
  const brain = brainWords(experiment.target);
  const values: Readonly<Record<string, string>> = {
    verdict,
    seed: experiment.seed,
    fault: injections.map(({ fault }) => fault).join(", "),
    fired: counted(
      injections.reduce((sum, { fired }) => sum + fired, 0),
      "time",
    ),
    ...(brain === undefined ? {} : { brain }),
    agent: experiment.target.name,
    dimension: experiment.dimension,
    trials: `${trials.finished} of ${trials.planned}`,
    outcomes: outcomeCounts(outcomes.treatment),
    run: report.run,
  };
  const lines = Object.entries(values).map(([name, value]) => `        <property${attributes({ name, value })}/>\n`);
  return `      <properties>\n${lines.join("")}      </properties>\n`;
}
