import type { FaultContext } from "../../domain/fault.ts";
import type { Frame } from "../../domain/wire.ts";
import { textIn } from "../shared/frame-text.ts";
import { tokenCounter } from "../shared/token-counter.ts";
import type { Position } from "./position.ts";

/** Counts what passes, up to a position. */
export interface Meter {
  /** Whether nothing of this frame may pass any more. */
  full(frame: Frame): boolean;
  /** How many of its bytes may still pass. */
  room(frame: Frame): number;
  /** Counts a frame that has passed; true if the position is reached with it. */
  count(frame: Frame): boolean;
  /** How much has passed, in the position's own unit. */
  passed(): number;
}

const wholly = (frame: Frame): number => frame.bytes.length;

/** `splits`: the fault may strike in the middle of an event. */
export function meterOf({ by, n }: Position, context: FaultContext, splits: boolean): Meter {
  if (by === "time") return timeMeter(n, context);
  if (by === "bytes") return byteMeter(n, splits);
  if (by === "tokens") return tokenMeter(n, context);
  return eventMeter(n, ({ mark }) => (by === "content" ? mark === "content" : mark !== "comment"));
}

function eventMeter(n: number, counts: (frame: Frame) => boolean): Meter {
  let passed = 0;
  return {
    full: (frame) => counts(frame) && passed >= n,
    room: wholly,
    count(frame) {
      if (!counts(frame)) return false;
      passed += 1;
      return passed >= n;
    },
    passed: () => passed,
  };
}

function byteMeter(n: number, splits: boolean): Meter {
  let passed = 0;
  return {
    full: () => passed >= n,
    room: (frame) => (splits ? Math.min(frame.bytes.length, n - passed) : frame.bytes.length),
    count(frame) {
      passed += frame.bytes.length;
      return passed >= n;
    },
    passed: () => passed,
  };
}

function tokenMeter(n: number, { protocol }: FaultContext): Meter {
  const counter = tokenCounter();
  return {
    full: ({ mark }) => mark === "content" && counter.total() >= n,
    room: wholly,
    count(frame) {
      if (frame.mark !== "content") return false;
      counter.add(protocol.textOf?.(frame) ?? textIn(frame));
      return counter.total() >= n;
    },
    passed: () => counter.total(),
  };
}

/** What is reached here is reached without a frame: an alarm rings. */
function timeMeter(n: number, { clock }: FaultContext): Meter {
  const began = clock.now();
  return {
    full: () => clock.now() - began >= n,
    room: wholly,
    count: () => false,
    passed: () => clock.now() - began,
  };
}
