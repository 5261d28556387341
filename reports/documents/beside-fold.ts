import type { Step } from "../../harness/domain/align.ts";

/** A step that is shown, or several that are left out. */
export type BesidePiece =
  /** `before`: the last step that was made in this arm; what only control made may stand between. */
  | { readonly kind: "step"; readonly step: Step; readonly before: Step | undefined }
  /** `alike`: all of them as in control, with no fault. */
  | { readonly kind: "cut"; readonly count: number; readonly alike: boolean };

/** Steps shown before and after something to look at. */
const around = 1;
/** Of a long series with something to look at in each. */
const kept = { head: 12, tail: 8 } as const;

const plain = ({ change, here }: Step): boolean => change === "same" && (here?.faults.length ?? 0) === 0;

/** Leaves out what is as in control and far from anything else, and the middle of what is too long to read. Marked steps stay. */
export function foldSteps(steps: readonly Step[], isMarked: (step: Step) => boolean): readonly BesidePiece[] {
  const told = steps.map((step) => !plain(step) || isMarked(step));
  const near = steps.map((_, index) => told.slice(Math.max(0, index - around), index + around + 1).some(Boolean));
  const rank = near.map((one, index) => (one ? near.slice(0, index).filter(Boolean).length : -1));
  const total = near.filter(Boolean).length;
  const middle = (index: number): boolean =>
    total > kept.head + kept.tail + 1 && (rank[index] ?? 0) >= kept.head && (rank[index] ?? 0) < total - kept.tail;
  const madeBefore = (index: number): Step | undefined => steps.slice(0, index).findLast(({ here }) => here);
  const pieces: BesidePiece[] = [];
  for (const [index, step] of steps.entries()) {
    if (near[index] && (!middle(index) || isMarked(step))) {
      pieces.push({ kind: "step", step, before: madeBefore(index) });
      continue;
    }
    const last = pieces.at(-1);
    const alike = plain(step);
    if (last?.kind === "cut" && last.alike === alike)
      pieces.splice(-1, 1, { kind: "cut", count: last.count + 1, alike });
    else pieces.push({ kind: "cut", count: 1, alike });
  }
  // A cut that stands for one line saves nothing.
  return pieces.flatMap((piece, index): readonly BesidePiece[] => {
    if (piece.kind !== "cut" || piece.count > 1) return [piece];
    const at = pieces.slice(0, index).reduce((sum, one) => sum + (one.kind === "cut" ? one.count : 1), 0);
    const step = steps[at];
    return step ? [{ kind: "step", step, before: madeBefore(at) }] : [];
  });
}
