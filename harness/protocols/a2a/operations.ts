/** Operations by the names of A2A 1.0 (specification, method mapping), with their JSON-RPC names of 0.3 and their REST forms. */
interface Operation {
  readonly name: string;
  readonly former?: string;
  /** Methods and paths below the base address; `*` = a task, `:` begins the verb, `/v1` = in 0.3 only. */
  readonly rest?: readonly string[];
  readonly streams?: true;
  /** Changes something, so that asking again is not a mere repetition. */
  readonly acts?: true;
}

const operations: readonly Operation[] = [
  { name: "SendMessage", former: "message/send", rest: ["POST /message:send"], acts: true },
  { name: "SendStreamingMessage", former: "message/stream", rest: ["POST /message:stream"], streams: true, acts: true },
  { name: "GetTask", former: "tasks/get", rest: ["GET /tasks/*"] },
  { name: "ListTasks", former: "tasks/list", rest: ["GET /tasks"] },
  { name: "CancelTask", former: "tasks/cancel", rest: ["POST /tasks/*:cancel"], acts: true },
  {
    name: "SubscribeToTask",
    former: "tasks/resubscribe",
    rest: ["GET /tasks/*:subscribe", "POST /tasks/*:subscribe"],
    streams: true,
  },
  {
    name: "CreateTaskPushNotificationConfig",
    former: "tasks/pushNotificationConfig/set",
    rest: ["POST /tasks/*/pushNotificationConfigs"],
    acts: true,
  },
  {
    name: "GetTaskPushNotificationConfig",
    former: "tasks/pushNotificationConfig/get",
    rest: ["GET /tasks/*/pushNotificationConfigs/*"],
  },
  {
    name: "ListTaskPushNotificationConfigs",
    former: "tasks/pushNotificationConfig/list",
    rest: ["GET /tasks/*/pushNotificationConfigs"],
  },
  {
    name: "DeleteTaskPushNotificationConfig",
    former: "tasks/pushNotificationConfig/delete",
    rest: ["DELETE /tasks/*/pushNotificationConfigs/*"],
    acts: true,
  },
  {
    name: "GetExtendedAgentCard",
    former: "agent/getAuthenticatedExtendedCard",
    rest: ["GET /extendedAgentCard", "GET /v1/card"],
  },
];

export const specified: readonly string[] = operations.map(({ name }) => name);

/** The operation of a JSON-RPC method, under its name of 1.0 whichever version was spoken; others go by their own name. */
export function operationOf(method: string): Operation & { readonly version: "1.0" | "0.3" } {
  const known = operations.find(({ name }) => name === method);
  if (known) return { ...known, version: "1.0" };
  const former = operations.find((one) => one.former === method);
  return { ...(former ?? { name: method }), version: former ? "0.3" : "1.0" };
}

const patterns = operations.flatMap((operation) =>
  (operation.rest ?? []).map((form) => {
    const [method = "", path = ""] = form.split(" ");
    const text = path.replaceAll("*", "([^/:]+)");
    // A tenant may stand before the path (1.0). In 0.3 a version does, by which it is known wherever the agent's base is.
    const before = text.startsWith("/v1/") ? ".*/(v1)" : "(?:.*/(v1)|/[^/]+)?";
    return { operation, method, pattern: new RegExp(`^${before}${text.replace(/^\/v1/, "")}$`) };
  }),
);

/** The operation of a REST request by its path below the base address, with the names in it. */
export function restOperation(
  method: string,
  path: string,
): (Operation & { readonly version: "1.0" | "0.3"; readonly names: readonly string[] }) | undefined {
  for (const { operation, method: wanted, pattern } of patterns) {
    const match = wanted === method ? pattern.exec(path) : null;
    if (!match) continue;
    const [, version, ...names] = match;
    return {
      ...operation,
      version: version === undefined ? "1.0" : "0.3",
      names: names.filter((name) => name !== undefined),
    };
  }
  return undefined;
}
