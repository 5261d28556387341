import { setTimeout as sleep } from "node:timers/promises";
import type { Driver } from "./driver.ts";
import { describeRaised, type Seen } from "./seen.ts";

/** The variable through which the agent learns where the dependency is. */
export const addressVariable = "CONFORMANCE_URL";

/** What a task of the conformance run asks for. */
export interface DriverTask {
  readonly driver: string;
  readonly timeout?: number;
  readonly abortAfter?: number;
  /** How often the client is asked, one call after the other; absent = once. */
  readonly calls?: number;
  /** Where a call fails, so many ms are waited, and it is asked once more; absent = a failure is the end. */
  readonly againAfter?: number;
}

/** Asks a client as a task says, and tells what its author would have seen: of several calls, what the last one gave. */
export async function ask(
  driver: Driver,
  { timeout, abortAfter, calls = 1, againAfter }: DriverTask,
  baseUrl: string,
): Promise<Seen> {
  const giveUp = new AbortController();
  let said = "";
  const context = {
    baseUrl,
    signal: giveUp.signal,
    ...(timeout === undefined ? {} : { timeout }),
    say: (text: string) => {
      said += text;
    },
  };
  const once = (): Promise<void> => {
    said = "";
    return driver.call(context);
  };
  const called = async (): Promise<void> => {
    if (againAfter === undefined) return once();
    try {
      await once();
    } catch {
      await sleep(againAfter);
      await once();
    }
  };
  const asked = async (): Promise<Seen> => {
    try {
      for (let call = 0; call < calls; call += 1) await called();
      return { said, hung: false };
    } catch (error) {
      return { said, hung: false, raised: describeRaised(error) };
    }
  };
  return Promise.race([asked(), givenUp(abortAfter, giveUp, () => said)]);
}

function givenUp(after: number | undefined, giveUp: AbortController, said: () => string): Promise<Seen> {
  if (after === undefined) return new Promise(() => {});
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve({ said: said(), hung: true });
      giveUp.abort(new Error("given up"));
    }, after);
  });
}
