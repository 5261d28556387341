/**
 * Whether one of these ids is the value of a field of a record in a list that was answered: whoever reads the list looks at the record.
 * A list of bare ids tells nothing of what they name. Texts that hold JSON (a tool's result in MCP) are read too.
 */
export function standsInList(reply: unknown, ids: readonly string[], depth = 0): boolean {
  // Nobody's list is deeper, and what a target answers must not fill the stack.
  if (depth > deepest) return false;
  const value = typeof reply === "string" ? parsed(reply) : reply;
  if (Array.isArray(value)) return value.some((item) => isAbout(item, ids) || standsInList(item, ids, depth + 1));
  return isRecord(value) && Object.values(value).some((inner) => standsInList(inner, ids, depth + 1));
}

const deepest = 100;

const isAbout = (item: unknown, ids: readonly string[]): boolean =>
  isRecord(item) &&
  Object.keys(item).length > 1 &&
  Object.values(item).some(
    (value) => (typeof value === "string" || typeof value === "number") && ids.includes(String(value)),
  );

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
