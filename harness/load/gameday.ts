import { resolve } from "node:path";
import { InvalidInput } from "../domain/diagnostic.ts";
import { formatDuration } from "../domain/duration.ts";
import type { TargetDefinition } from "../domain/experiment.ts";
import type { GamedayPhase, GamedayPlan, PlannedInjection } from "../domain/gameday.ts";
import { personKey } from "../domain/person-key.ts";
import { actsAsPlan, planActor } from "../domain/plan-actor.ts";
import { mixesCalls } from "../domain/target-spec.ts";
import type { Task } from "../domain/task.ts";
import { idOf } from "./collect.ts";
import { checkPlaybooks } from "./experiment-checks.ts";
import { kindOf, neighbour } from "./find-files.ts";
import { liveBounds } from "./live-bounds.ts";
import { type Loading, type LoadOptions, startLoading } from "./loading.ts";
import { openData } from "./open.ts";
import { plannedInjections, takenIds } from "./planned-injections.ts";
import { isRecord, part, type Section } from "./problems.ts";
import { read } from "./read.ts";
import type { Registry } from "./registry.ts";
import { gamedayHeadSchema, liveKeys } from "./schema/gameday.ts";
import { selectTasks } from "./selection.ts";
import { checkSessions } from "./sessions.ts";
import { didYouMean } from "./suggest.ts";
import { mapAt } from "./system-map.ts";
import { targetOf } from "./target.ts";
import { targetFiles } from "./targets.ts";
import { loadUserFaults } from "./user-faults.ts";

/** People who must agree where the target is not on this machine. */
const approvalsElsewhere = 2;

export interface GamedayOptions extends LoadOptions {
  /** Codes of findings, for which a plan may have playbooks. */
  readonly findings: readonly string[];
}

/** The plan of a game day. @throws {InvalidInput} with everything that is wrong with it. */
export async function loadGameday(path: string, registry: Registry, options: GamedayOptions): Promise<GamedayPlan> {
  const absolute = resolve(options.cwd, path);
  if ((await kindOf(absolute)) !== "file") {
    const near = await neighbour(path, absolute);
    const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
    throw new InvalidInput([{ file: path, message: `Cannot find the plan of the game day: no such file.${hint}` }]);
  }
  const loading = startLoading(registry, options);
  const source = await openData(absolute, loading);
  const section: Section | undefined = source === undefined ? undefined : { source, path: [], value: source.value };
  if (section !== undefined) checkKeysOfPlaybooks(section, options.findings, loading);
  const plan = section === undefined ? undefined : await planOf(section, loading);
  loading.problems.throwIfAny();
  if (plan === undefined) throw new InvalidInput([{ file: path, message: "Cannot read this." }]);
  return plan;
}

async function planOf(section: Section, loading: Loading): Promise<GamedayPlan | undefined> {
  const head = read(gamedayHeadSchema, section, loading.problems);
  const [file] = await targetFiles(part(section, "target"), loading);
  const reading = file === undefined ? undefined : await targetOf(file.file, loading);
  const ownMap = part(section, "systemMap");
  const map = ownMap.value === undefined ? reading?.map : await mapAt(ownMap, loading);
  const target: TargetDefinition | undefined =
    reading?.target === undefined || map === undefined
      ? undefined
      : { ...reading.target, map: map.map, ...(head?.brain === undefined ? {} : { brain: head.brain }) };

  const traffic = part(section, "traffic");
  const at = part(traffic, "tasks");
  const tasks = traffic.value === undefined ? [] : ((await selectTasks(at, loading)) ?? []);
  if (target !== undefined) checkTraffic(target, tasks, { section, at }, loading);

  const lists = [...phaseSections(section).map((phase) => part(phase, "injections")), part(section, "atHand")];
  for (const list of lists) await loadUserFaults(list, loading);
  const ids = takenIds(lists, loading);
  const context = { map, blastRadius: undefined, spec: target?.spec };
  const injections = lists.map((list) => plannedInjections(list, ids, context, loading));
  const atHand = injections.pop() ?? [];

  checkStarts(phaseSections(section), head?.phases, loading);
  const boundsAt = { map, asked: traffic.value !== undefined };
  const steadyState = liveBounds(part(section, "steadyState"), boundsAt, loading);
  const abortWhen = liveBounds(part(section, "abortWhen"), boundsAt, loading);
  checkNames("phase", part(section, "phases"), loading);
  checkNames("person", part(section, "people"), loading);
  checkNobodyIsThePlan(part(section, "people"), loading);
  const approvals = target === undefined ? 0 : approvalsOf(target, head?.approvals, section, loading);
  if (head === undefined || target === undefined || loading.problems.count > 0) return undefined;
  return {
    id: idOf(section.source.file),
    file: section.source.file,
    title: head.title,
    seed: head.seed,
    target,
    hypotheses: head.hypotheses,
    people: head.people,
    phases: head.phases.map((phase, index) => phaseOf(phase, injections[index] ?? [])),
    steadyState,
    abortWhen,
    approvals,
    checklist: head.checklist,
    playbooks: head.playbooks,
    ...(head.traffic === undefined
      ? {}
      : { traffic: { shape: head.traffic.rate, tasks, deadline: head.traffic.deadline } }),
    atHand,
  };
}

const phaseSections = (section: Section): readonly Section[] => {
  const list = part(section, "phases");
  return Array.isArray(list.value) ? list.value.map((_, index) => part(list, index)) : [];
};

const phaseOf = (
  { name, expect, for: lasts }: { name: string; expect?: string | undefined; for?: number | undefined },
  injections: readonly PlannedInjection[],
): GamedayPhase => ({
  name,
  injections,
  ...(expect === undefined ? {} : { expect }),
  ...(lasts === undefined ? {} : { for: lasts }),
});

function checkTraffic(
  target: TargetDefinition,
  tasks: readonly Task[],
  { section, at }: { readonly section: Section; readonly at: Section },
  loading: Loading,
): void {
  checkPlaybooks(target, tasks, at, loading);
  checkSessions(target, tasks, at, loading);
  const scripted = target.brain.kind === "script" && target.map.dependencies.some((one) => one.boundary === "model");
  if (scripted && part(section, "traffic").value === undefined)
    loading.problems.at(
      part(section, "target"),
      'The script brain can answer nobody without a task: it solves tasks by their playbooks. Write "brain: passthrough", or "traffic" with the task that callers ask ("rate: 0" if nobody else is to ask).',
    );
  if (scripted && tasks.length > 1 && mixesCalls(target.spec))
    loading.problems.at(
      at,
      `${target.file} does not say which of its calls belong to which task ("propagates: true"), so the script brain could not tell what to answer. Choose one task, or hand baggage on.`,
    );
}

/** One that is misspelt would be told to nobody. */
function checkKeysOfPlaybooks(plan: Section, findings: readonly string[], loading: Loading): void {
  const playbooks = part(plan, "playbooks");
  if (!isRecord(playbooks.value)) return;
  const phases = phaseSections(plan).flatMap((phase) => part(phase, "name").value ?? []);
  const known = [...findings, ...phases.filter((name) => typeof name === "string")];
  for (const key of Object.keys(playbooks.value))
    if (!known.includes(key))
      loading.problems.at(
        part(playbooks, key),
        `There is neither a finding nor a phase "${key}".${didYouMean(key, known) || ' "brownout list findings" has the codes.'}`,
        "key",
      );
}

function checkNames(what: string, section: Section, loading: Loading): void {
  const seen = new Set<string>();
  for (const index of Array.isArray(section.value) ? section.value.keys() : []) {
    const at = part(section, index, "name");
    if (typeof at.value !== "string") continue;
    const key = personKey(at.value);
    if (seen.has(key)) loading.problems.at(at, `There is another ${what} called "${at.value}".`);
    seen.add(key);
  }
}

/** What is due when its phase is over is never armed. */
function checkStarts(
  sections: readonly Section[],
  phases: readonly { readonly for?: number | undefined }[] | undefined,
  loading: Loading,
): void {
  for (const [phase, section] of sections.entries()) {
    const lasts = phases?.[phase]?.for;
    const list = part(section, "injections");
    if (lasts === undefined || !Array.isArray(list.value)) continue;
    for (const index of list.value.keys()) {
      const at = part(list, index, "starts");
      const { data: starts } = liveKeys.starts.safeParse(at.value);
      if (typeof starts === "number" && starts > lasts)
        loading.problems.at(
          at,
          `The phase lasts ${formatDuration(lasts)}, so this is never armed. Begin it sooner, or let the phase last longer.`,
        );
    }
  }
}

/** The timeline could not tell what a person did from what the plan did. */
function checkNobodyIsThePlan(section: Section, loading: Loading): void {
  for (const index of Array.isArray(section.value) ? section.value.keys() : []) {
    const at = part(section, index, "name");
    if (typeof at.value === "string" && actsAsPlan(at.value))
      loading.problems.at(
        at,
        `What the plan does by itself is put down to "${planActor}", so no person can be called so. Choose another name.`,
      );
  }
}

/** A target on another machine is touched only with the consent of two, and if its host is allowed by name. */
function approvalsOf(
  { spec, map }: TargetDefinition,
  asked: number | undefined,
  section: Section,
  loading: Loading,
): number {
  const url = "url" in spec ? URL.parse(spec.url) : null;
  if (url === null || /^(localhost|.*\.localhost|\[::1\]|127(\.\d+){3})$/.test(url.hostname)) return asked ?? 0;
  if (![url.host, url.hostname].some((host) => map.allowHosts.includes(host)))
    loading.problems.at(
      part(section, "target"),
      `The target is at ${url.host}, and only loopback may be reached. Add "${url.hostname}" to "allowHosts" in ${map.file} if it is to be.`,
    );
  if (asked !== undefined && asked < approvalsElsewhere)
    loading.problems.at(
      part(section, "approvals"),
      `The target is at ${url.host} and not on this machine: ${approvalsElsewhere} people at least must approve.`,
    );
  return asked ?? approvalsElsewhere;
}
