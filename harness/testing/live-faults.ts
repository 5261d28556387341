import { encodeText, isBreak } from "../domain/wire.ts";
import { fault } from "./fake-run.ts";

/** Faults that hold calls in every way that there is, for an hour. */
const failing = fault("failing", { inject: async () => ({ kind: "failure", failure: { kind: "server-error" } }) });
const late = fault("late", {
  inject: async (_call, forward, { clock, signal, note }) => {
    note("waits");
    await clock.sleep(3_600_000, signal);
    return forward();
  },
});
const tooLate = fault("too-late", {
  inject: async (_call, forward, { clock, signal }) => {
    const reply = await forward();
    await clock.sleep(3_600_000, signal);
    return reply;
  },
});
const hanging = fault("hanging", { inject: async () => ({ kind: "disconnect", code: "hang" }) });
const lost = fault("lost", {
  inject: async (_call, forward) => {
    await forward();
    return { kind: "disconnect", code: "hang" };
  },
});
const unreachable = fault("unreachable", { inject: async () => ({ kind: "disconnect", code: "timeout" }) });
const stuck = fault("stuck", {
  transmit: async function* (pieces, _call, { clock, signal, note }) {
    note("stuck");
    for await (const piece of pieces) {
      yield piece;
      await clock.sleep(3_600_000, signal);
    }
  },
});
const changing = fault("changing", {
  transmit: async function* (pieces, _call, { clock, signal, note }) {
    note("changed");
    for await (const piece of pieces) {
      yield isBreak(piece) ? piece : { ...piece, bytes: encodeText("other ") };
      await clock.sleep(3_600_000, signal);
    }
  },
});
const silent = fault("silent", {
  transmit: async function* (pieces) {
    for await (const piece of pieces) {
      yield piece;
      yield { ending: "silence" };
    }
  },
});
export const holdingFaults = [failing, late, tooLate, hanging, lost, unreachable, stuck, changing, silent];
