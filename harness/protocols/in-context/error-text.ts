import type { Failure } from "../../domain/call.ts";
import { type WireReply, wholeReply } from "../../domain/wire.ts";
import { httpFailures, httpForms } from "../shared/http-failures.ts";
import { extraHeaders } from "../shared/retry-after.ts";

/**
 * What the model reads where a tool failed. The status says that the result is an error, and is not part of it.
 * @throws {Error} for a kind that plain HTTP does not have.
 */
export function errorText(failure: Failure, template: string): WireReply {
  const { kind, message, status } = failure;
  const form = httpForms[kind];
  if (!form) throw new Error(`Cannot say "${kind}" in a tool's result: use one of ${httpFailures.join(", ")}.`);
  const words: Readonly<Record<string, string>> = {
    message: message ?? form.message,
    code: form.code,
    status: String(status ?? form.status),
  };
  const isJson = /^\s*[[{"]/.test(template);
  const text = template.replace(/\{(message|code|status)\}/g, (all, name: string) =>
    quoted(words[name] ?? all, isJson),
  );
  return wholeReply(
    status ?? form.status,
    { "content-type": "text/plain; charset=utf-8", ...extraHeaders(failure) },
    text,
  );
}

/** Inside JSON the words stand in a string. */
const quoted = (words: string, isJson: boolean): string => (isJson ? JSON.stringify(words).slice(1, -1) : words);
