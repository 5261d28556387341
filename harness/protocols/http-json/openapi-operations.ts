import { isObject } from "../shared/json-body.ts";
import { decoded } from "../shared/route.ts";
import { methods, type OpenApi, resolve } from "./openapi.ts";

interface DeclaredOperation {
  readonly name: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly parameters: readonly string[];
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Declared {
  /** The most literal path first: `/orders/late` before `/orders/{id}`. */
  readonly operations: readonly DeclaredOperation[];
  /** Paths of the servers, which may or may not be part of the dependency's address. */
  readonly bases: readonly string[];
}

const known = new WeakMap<OpenApi, Declared>();

function declaredIn(document: OpenApi): Declared {
  const before = known.get(document);
  if (before) return before;
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method): DeclaredOperation[] => {
      const operation = item[method];
      if (!isObject(operation)) return [];
      const id = operation["operationId"];
      const responses = isObject(operation["responses"]) ? operation["responses"] : {};
      const name = typeof id === "string" && id !== "" ? id : `${method.toUpperCase()} ${path}`;
      return [{ name, method: method.toUpperCase(), responses, ...patternOf(path) }];
    }),
  );
  const bases = (document.servers ?? []).flatMap(({ url }) => {
    const path = (URL.parse(url, "http://server.invalid")?.pathname ?? "").replace(/\/+$/, "");
    return path === "" ? [] : [path];
  });
  const declared = { operations: operations.toSorted((a, b) => a.parameters.length - b.parameters.length), bases };
  known.set(document, declared);
  return declared;
}

export const operationNames = (document: OpenApi): readonly string[] =>
  declaredIn(document).operations.map(({ name }) => name);

/** `/files/{name}.json` → a pattern with its names; a parameter is one segment or a part of one. */
function patternOf(path: string): Pick<DeclaredOperation, "pattern" | "parameters"> {
  const parts = path.replace(/(?<=.)\/+$/, "").split(/\{([^{}]*)\}/);
  const source = parts.map((part, at) => (at % 2 === 1 ? "([^/]+)" : part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  return { pattern: new RegExp(`^${source.join("")}$`), parameters: parts.filter((_, at) => at % 2 === 1) };
}

/** The declared operation that a request is, with its path parameters. `whole` = the path from the host on. */
export function declaredOperation(document: OpenApi, method: string, path: string, whole: string) {
  const { operations, bases } = declaredIn(document);
  const below = bases.flatMap((base) =>
    [path, whole].flatMap((one) => (one.startsWith(`${base}/`) ? [one.slice(base.length)] : [])),
  );
  for (const candidate of [path, ...below]) {
    for (const operation of operations) {
      const match = operation.method === method.toUpperCase() ? operation.pattern.exec(candidate) : null;
      if (!match) continue;
      const values = operation.parameters.map((name, at) => [name, decoded(match[at + 1] ?? "")]);
      return { name: operation.name, parameters: Object.fromEntries(values) as Record<string, string> };
    }
  }
  return undefined;
}

/** The schema of an operation's JSON reply with that status, its references resolved; undefined if none is declared. */
export function declaredSchema(document: OpenApi, name: string, status: number): unknown {
  const operation = declaredIn(document).operations.find((one) => one.name === name);
  if (!operation) return undefined;
  const { responses } = operation;
  const found = responses[status] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses["default"];
  const response = expand(document, found, []);
  const content = isObject(response) && isObject(response["content"]) ? response["content"] : {};
  const json = Object.entries(content).find(([type]) => /^application\/(\S+\+)?json\b|^\*\/\*$/i.test(type))?.[1];
  return isObject(json) ? json["schema"] : undefined;
}

/** A copy without references. Where a schema contains itself, anything goes from there on. */
function expand(document: unknown, value: unknown, within: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => expand(document, item, within));
  if (!isObject(value)) return value;
  const reference = value["$ref"];
  if (typeof reference === "string") {
    if (within.includes(reference)) return {};
    const target = resolve(document, reference);
    return target === undefined ? {} : expand(document, target, [...within, reference]);
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, expand(document, member, within)]));
}
