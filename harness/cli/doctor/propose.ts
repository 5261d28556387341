import { stringify } from "yaml";
import type { Protocol } from "../../domain/protocol.ts";
import type { Dependency } from "../../domain/system-map.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { protocols } from "../../protocols/index.ts";

/** A dependency that the system map lacks, as far as its traffic tells. */
export interface Proposal {
  readonly name: string;
  readonly boundary: string;
  readonly protocol: string;
  readonly url: string;
  readonly env?: string;
  readonly options?: { readonly operations: Readonly<Record<string, string>> };
  /** `POST https://api.example.com/v1/charges` */
  readonly seen: readonly string[];
  readonly calls: number;
}

/** Fits any request: proposed only where nothing else does. */
const fallback = "http-json";
/** Fit whatever their options say, or far too much. */
const unsure: ReadonlySet<string> = new Set([fallback, "http-agent", "json-retrieval", "graphql", "oauth", "a2a"]);

/** One for each origin, in the order in which they were first called. */
export function proposalsFor(requests: readonly WireRequest[], declared: readonly Dependency[]): readonly Proposal[] {
  const names = new Set(declared.map(({ name }) => name));
  const byOrigin = Map.groupBy(requests, ({ url }) => new URL(url).origin);
  return [...byOrigin].map(([origin, some]) => {
    const whole = some.filter(({ method }) => method !== "CONNECT");
    const found = recognised(origin, whole);
    const name = nameFor(new URL(origin), names);
    names.add(name);
    const seen = [...new Set(some.map(({ method, url }) => `${method} ${url.replace(/[?#].*$/s, "")}`))];
    const common = { name, seen: seen.slice(0, 5), calls: some.length };
    if (found) {
      const { protocol, base } = found;
      return {
        ...common,
        boundary: protocol.boundary,
        protocol: protocol.name,
        url: base,
        ...(protocol.home?.env === undefined ? {} : { env: protocol.home.env }),
      };
    }
    const operations = Object.fromEntries(whole.slice(0, 20).map((request) => operationFor(request)));
    return {
      ...common,
      boundary: "tool",
      protocol: fallback,
      url: origin,
      ...(Object.keys(operations).length === 0 ? {} : { options: { operations } }),
    };
  });
}

/** The protocol that knows the most of these requests, and the base address below which it does. */
function recognised(
  origin: string,
  requests: readonly WireRequest[],
): { protocol: Protocol; base: string } | undefined {
  const { host } = new URL(origin);
  const atHome = protocols.filter(({ home }) => home?.host.test(host));
  for (const some of [atHome, protocols.filter(({ name }) => !unsure.has(name))]) {
    const fitting = some.flatMap((protocol) => {
      const usual = protocol.home?.host.test(host) ? [origin + (protocol.home.path ?? "")] : [];
      const best = [...usual, ...bases(origin, requests)].find((base) =>
        requests.every((request) => fits(protocol, request, base)),
      );
      return best === undefined ? [] : [{ protocol, base: best }];
    });
    if (fitting[0] && requests.length > 0) return fitting[0];
  }
  const [known] = atHome;
  return known && { protocol: known, base: origin + (known.home?.path ?? "") };
}

/** The origin, and each path above all requests, where versions of an API are: the longest first. */
function bases(origin: string, requests: readonly WireRequest[]): readonly string[] {
  const paths = requests.map(({ url }) => new URL(url).pathname.split("/").slice(1, -1));
  const [first = []] = paths;
  const common = first.findIndex((part, index) => !paths.every((path) => path[index] === part));
  const shared = common < 0 ? first : first.slice(0, common);
  return shared
    .map((_, index) => `${origin}/${shared.slice(0, index + 1).join("/")}`)
    .toReversed()
    .concat(origin);
}

function fits(protocol: Protocol, request: WireRequest, url: string): boolean {
  const binding = { dependency: "it", url, options: {} };
  try {
    if (protocol.recognise(request, binding) === undefined) return false;
    return protocol.decodeCall(request, binding).operation !== "";
  } catch {
    return false;
  }
}

/** `get_orders`, `GET /orders/:id`: parts of a path that look like the name of one thing are its id. */
function operationFor({ method, url }: WireRequest): readonly [string, string] {
  const parts = new URL(url).pathname.split("/").filter((part) => part !== "");
  const isId = (part: string): boolean => /\d/.test(part) && !/^v\d+$/.test(part);
  const nouns = parts
    .filter((part) => !isId(part) && !/^v\d+$/.test(part))
    .map((part) => part.replace(/[^A-Za-z0-9]+/g, "_"));
  const verb =
    { GET: "get", POST: "post", PUT: "put", PATCH: "patch", DELETE: "delete" }[method] ?? method.toLowerCase();
  const path = parts.map((part) => (isId(part) ? ":id" : part)).join("/");
  return [[verb, ...nouns].join("_") || verb, `${method} /${path}`];
}

/** `api.payments.example.com` → `payments`; `127.0.0.1:6333` → `local-6333`. */
function nameFor({ hostname, port }: URL, taken: ReadonlySet<string>): string {
  const labels = hostname
    .split(".")
    .filter((label) => !/^(?:api|www|com|org|net|io|ai|co|dev|test|local|localhost)$/.test(label));
  const isAddress = /^[\d.]+$|^\[/.test(hostname) || labels.length === 0;
  const plain = isAddress
    ? `local${port ? `-${port}` : ""}`
    : ((labels.length > 2 ? labels[0] : labels.at(labels.length > 1 ? -2 : 0)) ?? "service");
  let name = plain.replace(/[^A-Za-z0-9._-]+/g, "-");
  for (let n = 2; taken.has(name); n += 1) name = `${plain}-${n}`;
  return name;
}

/** The lines that go below `dependencies:`. */
export function yamlOf(proposals: readonly Proposal[]): string {
  const lines = proposals.map(({ name, boundary, protocol, url, env, options }) => {
    const known = { boundary, protocol, url, ...(env === undefined ? {} : { env }), ...(options ? { options } : {}) };
    const told =
      env === undefined
        ? `    # env: ${name.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}_URL  # the variable from which the agent reads this address, if it does\n`
        : "";
    return indented(stringify({ [name]: known }), 2) + told;
  });
  return `dependencies:\n${lines.join("")}`;
}

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, " ".repeat(by));
