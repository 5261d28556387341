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
}

/** Asks a client as a task says, and tells what its author would have seen: of several calls, what the last one gave. */
export async function ask(
  driver: Driver,
  { timeout, abortAfter, calls = 1 }: DriverTask,
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
  const asked = async (): Promise<Seen> => {
    try {
      for (let call = 0; call < calls; call += 1) {
        said = "";
        await driver.call(context);
      }
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
