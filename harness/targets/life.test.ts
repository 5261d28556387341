import { expect, it } from "vitest";
import { beginLife, sharedLife } from "./life.ts";

it("is begun for all trials: the one that came first may end before it is there", async () => {
  const shared = sharedLife();
  const ready = Promise.withResolvers<undefined>();
  const starts: AbortSignal[] = [];
  const start = (signal: AbortSignal) => {
    starts.push(signal);
    return beginLife(() => ready.promise, signal);
  };
  const first = new AbortController();
  const [one, other] = [shared.get(first.signal, start), shared.get(new AbortController().signal, start)];
  first.abort(new Error("deadline"));
  await expect(one).rejects.toThrow("deadline");
  expect(starts.map(({ aborted }) => aborted)).toEqual([false]);
  ready.resolve(undefined);
  expect((await other).restarts()).toBe(0);
  await shared.close();
  expect(starts[0]?.aborted).toBe(true);
});

it("is tried again after a start that failed", async () => {
  const shared = sharedLife();
  const { signal } = new AbortController();
  await expect(shared.get(signal, () => Promise.reject(new Error("no port")))).rejects.toThrow("no port");
  await expect(shared.get(signal, (open) => beginLife(async () => undefined, open))).resolves.toBeDefined();
  await shared.close();
});
