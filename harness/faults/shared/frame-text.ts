import type { Frame } from "../../domain/wire.ts";
import { decodeText } from "../../domain/wire.ts";
import { isRecord, parseJson } from "./json.ts";

/** The members in which streams of models carry what was generated. */
const carriers = /^(text|content|delta|arguments|partial_json|thinking|refusal|reasoning|reasoning_content|input)$/;
/** Members that hold tool arguments as a value and not as text. */
const values = /^(args|arguments|input)$/;

/** Generated text in a frame of an unknown wire: a guess from the names of its JSON members. */
export function textIn(frame: Frame): string {
  const value = jsonIn(decodeText(frame.bytes));
  // Events that sum up repeat what was streamed before.
  if (isRecord(value) && typeof value.type === "string" && /[._](done|completed|stop)$/.test(value.type)) return "";
  return generated(value, "").join("");
}

/** The JSON of an event: of its data lines, of a line of its own, or in the middle of a binary message. */
function jsonIn(text: string): unknown {
  const lines = text.split(/\r\n|\n|\r/).flatMap((line) => (line.startsWith("data:") ? [line.slice(5)] : []));
  if (lines.length > 0) return parseJson(lines.join("\n"));
  return parseJson(text.slice(Math.max(0, text.indexOf("{")), text.lastIndexOf("}") + 1));
}

function generated(value: unknown, name: string): readonly string[] {
  if (typeof value === "string") return carriers.test(name) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => generated(item, name));
  if (!isRecord(value)) return [];
  if (values.test(name)) return Object.keys(value).length === 0 ? [] : [JSON.stringify(value)];
  return Object.entries(value).flatMap(([key, member]) => generated(member, key));
}
