import type { ExperimentResult, RunReport } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { cleanLine } from "../text/clean.ts";
import { verdictMark } from "../text/paint.ts";
import { countWords, criterionWords, standingMark } from "./gate-lines.ts";
import { mainReason } from "./main-reason.ts";
import { nextStep } from "./next-step.ts";
import { type Place, placeOf } from "./place.ts";
import { reproduceCommand } from "./reproduce.ts";
import { caveats, settingWords, verdictCounts, worstFirst } from "./run-words.ts";
import { tellApart } from "./tell-apart.ts";

/** GitHub shows ten errors and ten warnings of a step; more would be dropped without a word. */
const mostOfEach = 10;

/**
 * The lines that GitHub's runner turns into annotations on the experiments' lines, and a list of all experiments for its log.
 * @param options.below where the run's folder lies in its repository, to which files of annotations are relative
 */
export function renderGithub(given: RunReport, { below }: { readonly below?: string } = {}): string {
  const report = tellApart(given);
  const annotate = (kind: "error" | "warning") => (result: ExperimentResult) =>
    annotation(kind, report, result, placeOf(result, below));
  const results = worstFirst(report.experiments);
  const broken = results.filter(({ verdict }) => verdict === "broken");
  const others = results.filter(({ verdict }) => verdict === "inconclusive" || verdict === "degraded");
  const blocked = gateAnnotation(report);
  const errors = mostOfEach - blocked.length;
  const left = Math.max(0, broken.length - errors) + Math.max(0, others.length - mostOfEach);
  const counts = verdictCounts(report);
  const summary = [
    `${report.verdict.toUpperCase()}${counts === "" ? "" : `: ${counts}`}`,
    `run ${report.run}`,
    ...settingWords(report),
  ].join(" · ");
  return `${[
    ...blocked,
    ...broken.slice(0, errors).map(annotate("error")),
    ...others.slice(0, mostOfEach).map(annotate("warning")),
    ...caveats(report).map((text) => `::warning title=brownout::${data(text)}`),
    `::notice title=brownout::${data(`${summary}\n${nextStep(report)}${left > 0 ? `\n${left} more are in the log and in the summary.` : ""}`)}`,
    ...results.map(({ verdict, experiment }) => plain(`${verdictMark[verdict]} ${verdict}  ${experiment.title}`)),
  ].join("\n")}\n`;
}

/** What blocks the build, first of all: annotations of experiments alone would not say it. */
function gateAnnotation({ gate }: RunReport): readonly string[] {
  if (gate === undefined || gate.standing === "passed") return [];
  const unkept = gate.criteria.filter(({ standing }) => standing !== "passed");
  const told = [
    `GATE ${gate.standing.toUpperCase()}, ${countWords(gate)}`,
    ...unkept
      .slice(0, mostOfEach)
      .map((criterion) => `${standingMark[criterion.standing]} ${brief(criterionWords(criterion))}`),
    ...(unkept.length > mostOfEach ? [`and ${unkept.length - mostOfEach} more`] : []),
    brief(gate.next),
  ];
  return [`::error title=brownout gate::${data(told.join("\n"))}`];
}

function annotation(
  kind: "error" | "warning",
  report: RunReport,
  result: ExperimentResult,
  { file, line, column }: Place,
): string {
  const { experiment, verdict } = result;
  const title = property(`${verdict}: ${brief(experiment.title, 200)}`);
  const text = data(`${mainReason(result)}\n${reproduceCommand(report, result)}`);
  return `::${kind} file=${property(file)},line=${line},col=${column},title=${title}::${text}`;
}

/** As the runner decodes it: what would end the line or look like an escape. */
const data = (text: string): string =>
  legacy(text.split("\n").map(cleanLine).join("\n"))
    .replaceAll("%", "%25")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A");
const property = (text: string): string =>
  legacy(cleanLine(text)).replaceAll("%", "%25").replaceAll(":", "%3A").replaceAll(",", "%2C");

/** The runner still obeys `##[command]` anywhere in a line. A line of the log begins with a mark, and so with no `::`. */
const legacy = (text: string): string => text.replaceAll("##[", "# #[");
const plain = (text: string): string => legacy(brief(text, 300));
