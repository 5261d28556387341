/** The value of a JSON text; undefined if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A leaf of a JSON value with the member names that lead to it; array positions are `*`. */
export interface Leaf {
  readonly path: string;
  /** The words of the nearest member name: `unitPrice` → `unit price`. */
  readonly key: string;
  readonly value: unknown;
}

const normal = (key: string): string =>
  key
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, " ")
    .trim();

/** A copy of a JSON value with every leaf put through `change`, in document order. */
export function mapLeaves(value: unknown, change: (leaf: Leaf) => unknown, path = "", key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, change, `${path}[*]`, key));
  if (!isRecord(value)) return change({ path: path === "" ? "(value)" : path, key: normal(key), value });
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      mapLeaves(member, change, path === "" ? name : `${path}.${name}`, name),
    ]),
  );
}

/** Every leaf, in document order. */
export function leavesOf(value: unknown): readonly Leaf[] {
  const leaves: Leaf[] = [];
  mapLeaves(value, (leaf) => {
    leaves.push(leaf);
    return leaf.value;
  });
  return leaves;
}

/** JSON with members in alphabetical order: equal values give equal texts. */
export function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(",")}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? "null";
  const members = Object.keys(value)
    .sort()
    .filter((name) => value[name] !== undefined)
    .map((name) => `${JSON.stringify(name)}:${stableJson(value[name])}`);
  return `{${members.join(",")}}`;
}
