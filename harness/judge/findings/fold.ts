import type { CallRecord } from "../../domain/events.ts";
import type { Sign } from "./case.ts";

/** What one trial shows, by code. */
export type Seen = ReadonlyMap<string, readonly Sign[]>;

/** For each code all that it explains, through others too. */
export type Explanations = ReadonlyMap<string, ReadonlySet<string>>;

/** What is left of a trial when symptoms are put under their causes. */
export interface Folded {
  /** Signs that nothing else in the trial explains. */
  readonly causes: Seen;
  /** Codes that came with each of them. */
  readonly symptoms: ReadonlyMap<string, ReadonlySet<string>>;
}

/** @throws {Error} where a code explains itself, through others or not. */
export function closeOver(explains: ReadonlyMap<string, readonly string[]>): Explanations {
  const closed = new Map<string, ReadonlySet<string>>();
  const visit = (code: string, path: readonly string[]): ReadonlySet<string> => {
    if (path.includes(code)) throw new Error(`The finding ${code} explains itself: ${[...path, code].join(" → ")}.`);
    const known = closed.get(code);
    if (known) return known;
    const direct = explains.get(code) ?? [];
    const all = new Set([...direct, ...direct.flatMap((next) => [...visit(next, [...path, code])])]);
    closed.set(code, all);
    return all;
  };
  for (const code of explains.keys()) visit(code, []);
  return closed;
}

/**
 * Puts each sign under the causes of the same trial that explain its code: one without an address of its own or theirs, or
 * at the same dependency, or at a call that began after theirs in the same performance (downstream of it). A cause that is
 * itself explained hands its symptoms on to what explains it. `mayExplain`: whether a sign can be a cause of anything in this trial.
 */
export function fold(
  seen: Seen,
  explains: Explanations,
  calls: readonly CallRecord[],
  mayExplain: (code: string, sign: Sign) => boolean = () => true,
): Folded {
  if (seen.size === 1) return { causes: seen, symptoms: new Map() };
  const nodes = [...seen].flatMap(([code, signs]) => signs.map((sign) => ({ code, sign })));
  const byAddress = placesOf(calls);
  const roots = nodes.map((node) => {
    const place = node.sign.address === undefined ? undefined : byAddress.get(node.sign.address);
    return nodes.filter(
      (cause) =>
        explains.get(cause.code)?.has(node.code) &&
        mayExplain(cause.code, cause.sign) &&
        follows(place, cause.sign.address === undefined ? undefined : byAddress.get(cause.sign.address)),
    );
  });
  const causes = new Map<string, Sign[]>();
  const symptoms = new Map<string, Set<string>>();
  for (const [index, node] of nodes.entries()) {
    const above = roots[index] ?? [];
    if (above.length === 0) causes.set(node.code, [...(causes.get(node.code) ?? []), node.sign]);
    for (const code of new Set(above.flatMap((cause) => top(nodes.indexOf(cause)))))
      symptoms.set(code, (symptoms.get(code) ?? new Set()).add(node.code));
  }
  return { causes, symptoms };

  function top(index: number): readonly string[] {
    const above = roots[index] ?? [];
    const node = nodes[index];
    if (above.length === 0) return node ? [node.code] : [];
    return above.flatMap((cause) => top(nodes.indexOf(cause)));
  }
}

interface Place {
  readonly dependency: string;
  readonly performance: string;
  readonly t: number;
}

/** The same address may stand in several performances of a trial: all its places count. */
function placesOf(calls: readonly CallRecord[]): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  for (const { started } of calls) {
    const { dependency, performance, t } = started;
    const known = places.get(started.address);
    if (known) known.push({ dependency, performance, t });
    else places.set(started.address, [{ dependency, performance, t }]);
  }
  return places;
}

const follows = (symptom: readonly Place[] | undefined, cause: readonly Place[] | undefined): boolean =>
  symptom === undefined ||
  cause === undefined ||
  symptom.some((one) =>
    cause.some(
      (other) => one.dependency === other.dependency || (one.performance === other.performance && one.t >= other.t),
    ),
  );
