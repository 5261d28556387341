import type { Driver } from "../driver.ts";
import { at, base, read, sendRest, sendRpc, streamRest, streamRpc, unopened } from "./a2a.ts";
import { cancel, look, rejoin } from "./a2a-client.ts";
import { alike, type Rows } from "./rows.ts";

/** States by their numbers: cancelled, failed. A task may be without any member: one without an answer is a task about which nothing is known. */
const canceling: Rows = {
  healthy: read({ said: "state 5" }),
  "hollow:failed": read({ said: "state 4" }),
  "hollow:no-answer": read({ said: "state undefined" }),
};
const looking: Rows = alike("hollow:", ["failed", "no-answer"], read({}));
/** Without an envelope an error under a 200 is such a task too. */
const blank = (rows: Rows): Rows =>
  Object.fromEntries(
    ["hollow:error-in-200", "empty-object"].flatMap((id) => {
      const entry = rows["hollow:no-answer"];
      return entry ? [[id, entry]] : [];
    }),
  );

const on = (binding: "rpc" | "rest") => ({ ...base, dependency: at(binding) }) as const;

const asked = (id: string, mode: Driver["mode"], binding: "rpc" | "rest", call: Driver["call"], expected: Rows) => ({
  id: `a2a ${binding === "rpc" ? "json-rpc" : "rest"} ${id}`,
  ...on(binding),
  mode,
  call,
  expected,
});

/** Tasks that go on after the question: looked at, cancelled, and listened to again. */
export const a2aTaskDrivers: readonly Driver[] = [
  asked("get task", "whole", "rpc", look("JSONRPC"), { ...sendRpc, ...looking }),
  asked("cancel task", "whole", "rpc", cancel("JSONRPC"), { ...sendRpc, ...canceling }),
  asked("resubscribe", "stream", "rpc", rejoin("JSONRPC"), { ...streamRpc, ...unopened("SubscribeToTask") }),
  asked("get task", "whole", "rest", look("HTTP+JSON"), { ...sendRest, ...looking, ...blank(looking) }),
  asked("cancel task", "whole", "rest", cancel("HTTP+JSON"), { ...sendRest, ...canceling, ...blank(canceling) }),
  asked("resubscribe", "stream", "rest", rejoin("HTTP+JSON"), streamRest),
];
