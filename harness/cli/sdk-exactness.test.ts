import { beforeAll, describe, expect, it } from "vitest";
import { cases, type Expected, raised, retried } from "../testing/sdk-cases.ts";
import { type SdkOutcome, sdkTrial } from "../testing/sdk-trial.ts";

/** Whether the gaps are as expected, `late` ms more at the most. */
function checkGaps({ gaps, attempts }: SdkOutcome, expected: Expected, early: number, late: number): void {
  expect(gaps).toHaveLength(attempts - 1);
  const each = expected.each ?? 0;
  for (const [i, gap] of gaps.entries()) {
    const [from, to] =
      typeof expected.gaps === "number" ? [expected.gaps, expected.gaps] : i === 0 ? [375, 500] : [750, 1000];
    expect(gap).toBeGreaterThanOrEqual(each + from - early);
    expect(gap).toBeLessThanOrEqual(each + to + late);
  }
}

describe("the real clients, in process and through the gateway", () => {
  const real = new Map<string, SdkOutcome>();
  // Real time, so many at once; nothing else in this process may fake the clock meanwhile.
  beforeAll(async () => {
    const left = [...cases];
    const worker = async (): Promise<void> => {
      for (let one = left.shift(); one; one = left.shift()) real.set(one.name, await sdkTrial(one.given, "gateway"));
    };
    await Promise.all(Array.from({ length: 10 }, worker));
  }, 60_000);

  it.each(cases)("raise and retry as they do — $name", async ({ name, given, expected }) => {
    const virtual = await sdkTrial(given, "in-process");
    expect({ raised: virtual.raised, attempts: virtual.attempts }).toEqual({
      raised: expected.raised,
      attempts: expected.attempts,
    });
    checkGaps(virtual, expected, 0, 0);

    const gateway = real.get(name);
    expect(gateway).toMatchObject({ raised: virtual.raised, attempts: virtual.attempts, digest: virtual.digest });
    if (gateway) checkGaps(gateway, expected, 250, 700);
  });

  it("wait as long as a delay says: exactly on virtual time, at least so on real time", async () => {
    for (const sdk of ["openai", "anthropic"] as const) {
      for (const name of ["a slow first token", "a slow reply"]) {
        const given = cases.find((one) => one.name === `${sdk}: ${name}`)?.given;
        if (!given) throw new Error(`no case ${name}`);
        expect((await sdkTrial(given, "in-process")).took).toBe(400);
        expect(real.get(`${sdk}: ${name}`)?.took).toBeGreaterThanOrEqual(395);
      }
    }
  });

  it("spend no real time on virtual waits, however long, and keep Retry-After to the millisecond", async () => {
    const began = performance.now();
    const throttled = await sdkTrial(
      { sdk: "openai", stream: false, fault: "throttled", with: { retryAfter: "45s" } },
      "in-process",
    );
    expect(throttled.gaps).toEqual([45_000, 45_000]);
    const late = await sdkTrial(
      { sdk: "anthropic", stream: false, fault: "throttled", with: { retryAfter: "200s" } },
      "in-process",
    );
    expect(late.gaps).toEqual([200_000, 200_000]);
    const stalled = await sdkTrial(
      {
        sdk: "openai",
        stream: true,
        fault: "stalled-stream",
        with: { afterContent: 2, behind: "keep-alives", every: "10s" },
        timeout: 5000,
        abortAfter: 300_000,
      },
      "in-process",
    );
    expect(stalled).toMatchObject({ took: 300_000, raised: { text: "one two" } });
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it("ignore a Retry-After of over a minute where they do so: openai backs off by itself instead", async () => {
    const outcome = await sdkTrial(
      { sdk: "openai", stream: false, fault: "throttled", with: { retryAfter: "90s" } },
      "in-process",
    );
    checkGaps(outcome, retried(raised("RateLimitError")), 0, 0);
  });
});
