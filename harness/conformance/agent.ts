import type { AgentFunction } from "../targets/define-target.ts";
import { addressVariable, ask, type DriverTask } from "./ask.ts";
import { drivers } from "./index.ts";

/** An agent that asks a real client, and says what its author would have seen. */
const conformanceAgent: AgentFunction = async (task, { env }) => {
  const given = task.input as unknown as DriverTask;
  const driver = drivers.find(({ id }) => id === given.driver);
  const baseUrl = env[addressVariable];
  if (!driver || baseUrl === undefined) throw new Error(`No driver "${given.driver}", or no address for it.`);
  const seen = await ask(driver, given, baseUrl);
  return { text: JSON.stringify(seen), data: seen };
};
export default conformanceAgent;
