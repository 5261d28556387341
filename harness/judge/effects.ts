import { isHandover } from "../domain/handover.ts";
import type { Effect } from "../domain/task.ts";

export { handoverKinds } from "../domain/handover.ts";

/** What the world committed against what the task wants. */
export interface EffectComparison {
  readonly met: readonly Effect[];
  readonly missing: readonly Effect[];
  /** The same change again. */
  readonly duplicated: readonly Effect[];
  /** The right kind with other values, and the change that was wanted. */
  readonly altered: readonly { readonly actual: Effect; readonly wanted: Effect }[];
  /** Nobody asked for it. */
  readonly forbidden: readonly Effect[];
  readonly handovers: readonly Effect[];
}

const nothing: EffectComparison = { met: [], missing: [], duplicated: [], altered: [], forbidden: [], handovers: [] };

export function compareEffects(actual: readonly Effect[], wanted: readonly Effect[]): EffectComparison {
  if (actual.length === 0) return wanted.length === 0 ? nothing : { ...nothing, missing: wanted };
  const takenBy = pairUp(actual, wanted);
  const met = wanted.filter((_, index) => takenBy.has(index));
  const taken = new Set(takenBy.values());
  const open = wanted.filter((_, index) => !takenBy.has(index));
  const duplicated: Effect[] = [];
  const altered: { actual: Effect; wanted: Effect }[] = [];
  const forbidden: Effect[] = [];
  const answered = new Set<Effect>();
  for (const [index, effect] of actual.entries()) {
    if (taken.has(index) || isHandover(effect)) continue;
    const near = open.find((want) => want.kind === effect.kind && !answered.has(want));
    if (wanted.some((want) => fits(effect, want))) duplicated.push(effect);
    else if (near) {
      answered.add(near);
      altered.push({ actual: effect, wanted: near });
    } else forbidden.push(effect);
  }
  return { met, missing: open, duplicated, altered, forbidden, handovers: actual.filter(isHandover) };
}

/** Matches as many wanted effects as can be matched at once: wanted index → actual index. */
function pairUp(actual: readonly Effect[], wanted: readonly Effect[]): ReadonlyMap<number, number> {
  const owner = new Map<number, number>();
  const place = (want: number, tried: Set<number>): boolean => {
    const wish = wanted[want];
    for (const [index, effect] of actual.entries()) {
      if (!wish || tried.has(index) || !fits(effect, wish)) continue;
      tried.add(index);
      const holder = owner.get(index);
      if (holder === undefined || place(holder, tried)) {
        owner.set(index, want);
        return true;
      }
    }
    return false;
  };
  for (const want of wanted.keys()) place(want, new Set());
  return new Map([...owner].map(([index, want]) => [want, index]));
}

/** Every listed field has the wanted value; further fields are free. */
const fits = (effect: Effect, want: Effect): boolean =>
  Object.keys(want).every((field) => same(effect[field], want[field]));

function same(a: unknown, b: unknown): boolean {
  if (typeof a === "number" || typeof b === "number") {
    const numeric = (value: unknown): boolean =>
      typeof value === "number" || (typeof value === "string" && value.trim() !== "");
    // Money that went through arithmetic: 89.5 and 89.50000000000001 are one amount, and so is "89.50".
    return numeric(a) && numeric(b) && Math.abs(Number(a) - Number(b)) < 1e-6;
  }
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (typeof a === "object" && typeof b === "object" && a !== null && b !== null) {
    const left = a as Readonly<Record<string, unknown>>;
    const right = b as Readonly<Record<string, unknown>>;
    return Object.keys(right).every((key) => same(left[key], right[key]));
  }
  return a === b;
}

/** `refund order TG-1001 amount 89.5` */
export const describeEffect = ({ kind, ...fields }: Effect): string =>
  [
    kind,
    ...Object.entries(fields).map(
      ([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
    ),
  ].join(" ");
