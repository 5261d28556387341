import type { ExperimentResult, LackingTool, RunReport } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { cleanLine } from "../text/clean.ts";
import { counted } from "../text/figures.ts";
import { listFindings, type SeenFinding } from "./finding-list.ts";
import { shellWord } from "./reproduce.ts";
import { couldNotRun, ofVerdict } from "./run-words.ts";

/** What to do now, in a sentence or two. */
export function nextStep(report: RunReport): string {
  if (report.resumable) return `Go on with it: ${resumeCommand(report)}`;
  // What blocks is mended first, whatever the experiments by themselves would leave as it is.
  if (report.gate !== undefined && report.gate.standing !== "passed") return brief(report.gate.next);
  if (report.experiments.length === 0 && report.shard !== undefined)
    return "Nothing of the run fell into this shard. Merge it with the others: they hold the rest.";
  if (report.experiments.length === 0 && report.ended !== "finished") return "Run it again: nothing has been shown.";
  if (report.experiments.length === 0)
    return "Check that the files or tags that you gave select an experiment: brownout list experiments.";
  const broken = ofVerdict(report, "broken");
  if (broken.length > 0) return waivedStep(report, broken) ?? mendStep(report, broken);
  const undecided = ofVerdict(report, "inconclusive");
  const unclear = undecided.find(couldNotRun) ?? undecided[0];
  if (unclear !== undefined) return unclearStep(unclear);
  if (report.ended !== "finished") return "Run it again to the end: what is missing has not been shown.";
  const degraded = ofVerdict(report, "degraded")[0];
  if (degraded !== undefined)
    return `Every “must” held. Decide whether what “${brief(degraded.experiment.title, 200)}” gives up is acceptable.`;
  const [weakness] = listFindings(report);
  if (weakness !== undefined)
    return `Every claim held while its faults fired, and a weakness was seen that broke none of them. ${brief(weakness.advice).replace(/\.?$/, ".")} Or claim what must hold there.`;
  return "Nothing to mend: every claim held while its faults fired. Keep it that way by running this before each deploy.";
}

/** By what it was begun: a gate's exit code is that of its decision, which another policy would make otherwise. */
function resumeCommand({ command, run }: RunReport): string {
  const gate = command[1] === "gate";
  const at = command.indexOf("--policy");
  const policy = at < 0 ? undefined : command[at + 1];
  const named = !gate || policy === undefined || policy === "gate.yaml" ? "" : ` --policy ${shellWord(policy)}`;
  return `brownout ${gate ? "gate" : "run"} --resume ${brief(run, 60)}${named}`;
}

/** What is mended first: the gravest finding that nobody has waived, where it was seen most; what the gate tells of, if it tells. */
export function firstToMend(report: RunReport): (Partial<SeenFinding> & Pick<SeenFinding, "result">) | undefined {
  const { gate } = report;
  const broken = ofVerdict(report, "broken");
  const waived = (gate?.findings ?? []).filter((finding) => finding.waived !== undefined);
  const isOpen = ({ result, finding }: SeenFinding): boolean =>
    !waived.some(({ code, experiment }) => code === finding.code && experiment === result.experiment.id);
  const all = listFindings(report).flatMap(({ seen }) => seen);
  const open = all.filter(isOpen);
  if (gate !== undefined && gate.standing !== "passed") {
    const told = open.filter(({ finding }) => gate.next.includes(finding.advice));
    const first = told.find(({ result }) => gate.next.includes(result.experiment.id)) ?? told[0];
    if (first !== undefined) return first;
  }
  const ofBroken = ({ result }: SeenFinding): boolean => broken.includes(result);
  const [none] = broken;
  return open.find(ofBroken) ?? all.find(ofBroken) ?? (none && { result: none });
}

/** Of a gate that is passed: whoever waived all that was found in what is broken is not told to begin with it. */
function waivedStep({ gate }: RunReport, broken: readonly ExperimentResult[]): string | undefined {
  const found = broken.flatMap(({ experiment, findings }) =>
    findings.map(({ code }) => gate?.findings.find((one) => one.code === code && one.experiment === experiment.id)),
  );
  const days = found.flatMap((finding) => finding?.waived?.expires ?? []).sort();
  return days.length > 0 && days.length === found.length && broken.every(({ findings }) => findings.length > 0)
    ? `The gate lets it pass: all that was found in what is broken is waived, the first until ${days[0]}. Mend it by then.`
    : undefined;
}

function mendStep(report: RunReport, broken: readonly ExperimentResult[]): string {
  const { result = broken[0], finding } = firstToMend(report) ?? {};
  const title = brief(result?.experiment.title ?? "", 200);
  return finding === undefined
    ? `Begin with “${title}”. Read its timeline above, mend the agent, and run its command again.`
    : `Begin with “${title}”. ${brief(finding.advice).replace(/\.?$/, ".")} Then run its command again.`;
}

function unclearStep(result: RunReport["experiments"][number]): string {
  const { experiment, claims, injections, outcomes, reasons } = result;
  const title = brief(experiment.title, 200);
  if (couldNotRun(result))
    return `“${title}” could not be run: mend what its reasons above name${
      reasons[0]?.includes("Cannot start the target")
        ? ` (brownout doctor ${shellWord(cleanLine(experiment.target.file))} tries the target by itself)`
        : ""
    }, then run its command again.`;
  const [lacked] = result.lacking ?? [];
  if (lacked !== undefined) return lackingStep(title, lacked);
  if (result.startUp !== undefined) return `“${title}” cannot tell, since ${brief(result.startUp)}.`;
  const { correct, ...others } = outcomes.control;
  const amiss = Object.values(others).reduce((sum, count) => sum + count, 0);
  if (amiss > correct)
    return `“${title}” shows nothing yet, since the agent fails its tasks without any fault too: mend that first.${
      result.crash === undefined ? "" : ` It crashed with: ${brief(result.crash)}`
    }`;
  if (result.unjudged !== undefined && result.trials.exposed === 0)
    return `“${title}” cannot tell, since its trials could not be judged: ${brief(result.unjudged.why, 400)}.`;
  const silent = injections.find(({ fired, trials: those }) => fired === 0 && those > 0);
  if (silent !== undefined) {
    return `“${title}” shows nothing yet, since ${cleanLine(silent.id)} never fired: widen its selector or its trigger (brownout plan ${cleanLine(experiment.file)} says what it would hit).`;
  }
  const needs = Math.max(0, ...claims.map((claim) => claim.needs ?? 0));
  if (needs > 0) return `“${title}” needs ${counted(needs, "more trial")} to be decided: raise its repeats.`;
  return `“${title}” could not be decided: see its reasons above.`;
}

function lackingStep(title: string, { tool, at, nearest }: LackingTool): string {
  const where = at === undefined ? "in its playbook" : `at ${cleanLine(at)}`;
  const why = `“${title}” cannot tell, because the script asked for a tool that the agent does not offer`;
  return nearest === undefined
    ? `${why}: mend “${cleanLine(tool)}” ${where}, or offer it, then run its command again.`
    : `${why}: write “${cleanLine(nearest)}” for “${cleanLine(tool)}” ${where}, then run its command again.`;
}
