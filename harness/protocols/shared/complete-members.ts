import { isObject } from "./json-body.ts";

/**
 * Tool arguments as the object that an unstreamed message must hold. Text that was cut gives the members that were
 * complete, which is what the provider sends after `max_tokens`; garbage, which it never sends unstreamed, gives `{}`.
 */
export function completeMembers(text: string): Record<string, unknown> {
  const whole = objectOf(text);
  if (whole) return whole;
  const { upTo, open } = lastCompleteValue(text);
  return objectOf(text.slice(0, upTo) + open.toReversed().join("")) ?? {};
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Where the text can be cut so that only closing brackets are missing, and which. */
function lastCompleteValue(text: string): { upTo: number; open: readonly string[] } {
  const open: string[] = [];
  let best: { upTo: number; open: readonly string[] } = { upTo: 0, open: [] };
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === "\\") at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === ",") best = { upTo: at, open: [...open] };
    else if (char === "{" || char === "[") {
      open.push(char === "{" ? "}" : "]");
      best = { upTo: at + 1, open: [...open] };
    } else if (char === "}" || char === "]") {
      if (open.pop() !== char) return best;
      best = { upTo: at + 1, open: [...open] };
    }
  }
  return best;
}
