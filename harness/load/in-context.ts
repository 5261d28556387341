import type { Fault } from "../domain/fault.ts";
import type { Dependency, SystemMap } from "../domain/system-map.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";

/** A dependency inside the agent has no address. It gets one that nobody can call, so that it is told apart like any other. */
const nowhere = "http://in-context.invalid";

/** Boundaries whose results a model reads, each with the protocol of its results. */
const protocolOf = (boundary: unknown): string | undefined =>
  boundary === "model" || boundary === "embedding"
    ? undefined
    : boundary === "retrieval"
      ? "context-retrieval"
      : "context-tool";

/** A map's section with what a dependency that lives in the agent need not say: its protocol and its address. */
export function completed(section: Section): Section {
  const { value } = section;
  if (!isRecord(value) || !isRecord(value.dependencies)) return section;
  const dependencies = Object.entries(value.dependencies).map(([name, given]) => {
    if (!isRecord(given) || given.via !== "context") return [name, given] as const;
    const usual = {
      protocol: protocolOf(given.boundary) ?? "context-tool",
      url: `${nowhere}/${encodeURIComponent(name)}`,
    };
    return [name, { ...usual, ...given }] as const;
  });
  return { ...section, value: { ...value, dependencies: Object.fromEntries(dependencies) } };
}

/** Says what of a dependency does not fit with where it lives. `at` is the dependency as written. */
export function checkPlace(name: string, at: Section, loading: Loading): void {
  if (!isRecord(at.value)) return;
  const { boundary, protocol } = at.value;
  const reads = loading.registry.protocols.find((one) => one.name === protocol)?.inContext === true;
  if (at.value.via !== "context") {
    if (reads)
      loading.problems.at(
        part(at, "protocol"),
        `The protocol "${String(protocol)}" reads results in a conversation. Write "via: context" at "${name}" and leave out its url.`,
      );
    return;
  }
  if (protocolOf(boundary) === undefined)
    loading.problems.at(
      part(at, "via"),
      `"${name}" is a ${String(boundary)} dependency, and nothing of what such a one answers stands in a conversation as a tool's result.`,
    );
  if (protocol !== undefined && !reads && loading.registry.protocols.some((one) => one.name === protocol))
    loading.problems.at(
      part(at, "protocol"),
      `"${name}" has no wire, and "${String(protocol)}" is the protocol of one. Leave it out, or leave out "via: context".`,
    );
  for (const key of ["url", "alsoAt", "env", "latency"].filter(
    (one) => at.value !== undefined && one in Object(at.value),
  ))
    loading.problems.at(
      part(at, key),
      `"${name}" lives in the agent's own process: it has no "${key}". Leave it out.`,
      "key",
    );
}

/** Says which dependencies of an injection that reaches results in the conversation are not there. `section` is the injection. */
export function checkVia(dependencies: readonly Dependency[], section: Section, loading: Loading): void {
  for (const { name } of dependencies.filter(({ via }) => via !== "context"))
    loading.problems.at(
      part(section, "via"),
      `Cannot reach "${name}" through the conversation: the system map says where its wire is. Leave out "via", or declare "${name}" there with "via: context" and the tools by which the model calls it.`,
    );
}

/** Says why a fault cannot be done to results in a conversation. Gives back the dependencies that it can be done to. */
export function checkContext(
  fault: Fault,
  params: unknown,
  dependencies: readonly Dependency[],
  map: SystemMap,
  section: Section,
  loading: Loading,
): readonly Dependency[] {
  const inside = dependencies.filter(({ via }) => via === "context");
  const asksModel = map.dependencies.some(
    ({ protocol }) => loading.registry.protocols.find(({ name }) => name === protocol)?.withToolResults !== undefined,
  );
  const beyond = fault.beyondContext?.(params) ?? (fault.inject ? undefined : onTheWay);
  for (const { name } of inside) {
    if (beyond !== undefined)
      loading.problems.at(
        part(section, "inject"),
        `Cannot arm "${fault.name}" at "${name}" through the conversation. ${beyond}`,
      );
    if (!asksModel)
      loading.problems.at(
        part(section, "into"),
        `Cannot reach "${name}" through the conversation: ${map.file} has no model dependency in whose requests its results could be seen.`,
      );
  }
  return beyond === undefined ? dependencies : dependencies.filter(({ via }) => via !== "context");
}

const onTheWay =
  'It changes a reply on its way, and a result in a conversation has arrived whole. Nearest is a result that breaks off: "hollow-success" with kind: invalid-json, or "truncated-results".';
