import { join } from "node:path";
import type { Driver, DriverContext } from "../driver.ts";
import { lost, posted, refusedBy, standard, unreachable, unreadable, usualStatuses, waited } from "./fetching.ts";
import { alike, half, type Rows } from "./rows.ts";

/** Wires without a client package, or whose package is not among the dependencies here: the client is fetch. */
const common = { package: "node", transport: "h1" } as const;
const before: Rows = { ...refusedBy(usualStatuses), ...unreachable };

const ids = (found: readonly { readonly id?: unknown; readonly _id?: unknown }[]): string =>
  found.map(({ id, _id }) => id ?? _id).join();

async function searchElastic(context: DriverContext): Promise<void> {
  const response = await posted(context, "/policies/_search", { size: 2, query: { match: { text: "returns" } } });
  const { hits } = (await response.json()) as { hits: { hits: { _id: string }[] } };
  context.say(ids(hits.hits));
}

async function searchJson(context: DriverContext): Promise<void> {
  const response = await posted(context, "/search", { query: "returns", top_k: 2 });
  const { results = [] } = (await response.json()) as { results?: { id: string }[] };
  context.say(ids(results));
}

const said = (value: unknown): string => String((value as { readonly said?: unknown }).said);

const askWhole =
  (path: string) =>
  async (context: DriverContext): Promise<void> => {
    context.say(said(await (await posted(context, path, { prompt: "hello" })).json()));
  };

/** The text of the events, of which each is complete with its blank line; what has no JSON in it is an error. */
const askStream =
  (path: string) =>
  async (context: DriverContext): Promise<void> => {
    const { body } = await posted(context, path, { prompt: "hello" }, "text/event-stream");
    let held = "";
    for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const events = (held + text).split("\n\n");
      held = events.pop() ?? "";
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) context.say(said(JSON.parse(data)));
      }
    }
  };

const mocks = join(import.meta.dirname, "..", "mocks", "agents.mocks.ts");
const agent = (protocol: string, path: string) =>
  ({ ...common, protocol, mocks, dependency: { boundary: "agent", url: `https://${path}.example.com` } }) as const;
const wholeAgent: Rows = {
  healthy: standard({ said: "answer" }),
  ...unreachable,
  ...unreadable,
  "empty-object": standard({ said: "undefined" }),
};
const said2 = standard({ said: half });
const streamedAgent: Rows = {
  healthy: standard({ said: "answer" }),
  ...unreachable,
  "in-stream:server-error": standard({ said: `${half}undefined` }),
  ...alike("", ["cut:end", "garbage:partial-frame"], said2),
  "cut:reset": { ...lost("ECONNRESET", "terminated"), said: half },
  trickle: standard({ said: "answer" }),
  ...alike(
    "",
    ["stall:silence", "stall:keep-alives", "trickle:endless"],
    standard({ raises: "DOMException", name: "TimeoutError", said: half }),
  ),
  ...alike("garbage:", ["truncated", "noise"], standard({ raises: "SyntaxError", said: half })),
  // The body breaks off half-way, behind the third event.
  "invalid-json": standard({ said: "one two three" }),
  ...alike("", ["empty-body", "empty-object", "html-200"], standard({})),
};

export const withoutSdkDrivers: readonly Driver[] = [
  {
    ...common,
    id: "elasticsearch with fetch",
    protocol: "elasticsearch",
    mode: "whole",
    dependency: { boundary: "retrieval", url: "https://policies.es.eu-central-1.aws.found.io" },
    call: searchElastic,
    expected: {
      healthy: standard({ said: "returns,returns-sale" }),
      ...before,
      ...refusedBy({ overloaded: 429 }),
      ...unreadable,
      "empty-object": standard({ raises: "TypeError" }),
    },
  },
  {
    ...common,
    id: "json-retrieval with fetch",
    protocol: "json-retrieval",
    mode: "whole",
    dependency: { boundary: "retrieval", url: "https://search.example.com" },
    call: searchJson,
    expected: {
      healthy: standard({ said: "returns,returns-sale" }),
      ...before,
      ...waited,
      ...unreadable,
      "empty-object": standard({}),
    },
  },
  {
    ...agent("http-agent", "chat"),
    id: "http-agent with fetch",
    mode: "whole",
    call: askWhole("/ask"),
    expected: { ...wholeAgent, ...before, ...waited },
  },
  {
    ...agent("http-agent", "chat"),
    id: "http-agent with fetch, streamed",
    mode: "stream",
    call: askStream("/ask"),
    expected: { ...streamedAgent, ...before, ...waited },
  },
  {
    ...agent("agentcore-container", "container"),
    id: "agentcore container with fetch",
    mode: "whole",
    call: askWhole("/invocations"),
    expected: { ...wholeAgent, ...refusedBy({ "server-error": 500, "invalid-request": 400 }) },
  },
  {
    ...agent("agentcore-container", "container"),
    id: "agentcore container with fetch, streamed",
    mode: "stream",
    call: askStream("/invocations"),
    expected: { ...streamedAgent, ...refusedBy({ "server-error": 500, "invalid-request": 400 }) },
  },
];
