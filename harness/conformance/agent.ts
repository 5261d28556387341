import type { AgentFunction } from "../targets/define-target.ts";
import { drivers } from "./index.ts";
import { describeRaised, type Seen } from "./seen.ts";

/** The variable through which the agent learns where the dependency is. */
export const addressVariable = "CONFORMANCE_URL";

/** What a task of the conformance run asks for. */
export interface DriverTask {
  readonly driver: string;
  readonly timeout?: number;
  readonly abortAfter?: number;
}

/** An agent that makes one call with a real client, and says what its author would have seen. */
const conformanceAgent: AgentFunction = async (task, { env }) => {
  const given = task.input as unknown as DriverTask;
  const driver = drivers.find(({ id }) => id === given.driver);
  const baseUrl = env[addressVariable];
  if (!driver || baseUrl === undefined) throw new Error(`No driver "${given.driver}", or no address for it.`);
  const giveUp = new AbortController();
  let said = "";
  const call = driver.call({
    baseUrl,
    signal: giveUp.signal,
    ...(given.timeout === undefined ? {} : { timeout: given.timeout }),
    say: (text) => {
      said += text;
    },
  });
  const seen = await Promise.race([settled(call, () => said), givenUp(given.abortAfter, giveUp, () => said)]);
  return { text: JSON.stringify(seen), data: seen };
};
export default conformanceAgent;

async function settled(call: Promise<void>, said: () => string): Promise<Seen> {
  try {
    await call;
    return { said: said(), hung: false };
  } catch (error) {
    return { said: said(), hung: false, raised: describeRaised(error) };
  }
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
