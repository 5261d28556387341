import type { WireRequest } from "../../../domain/wire.ts";
import { decoded } from "../../shared/route.ts";
import { pathOf } from "../path.ts";

const byPath = {
  converse: "converse",
  "converse-stream": "converse-stream",
  invoke: "invoke",
  "invoke-with-response-stream": "invoke-stream",
} as const;
export type Operation = (typeof byPath)[keyof typeof byPath];

export const operations: readonly Operation[] = Object.values(byPath);

export const isOperation = (name: string): name is Operation => operations.some((one) => one === name);
export const streams = (operation: string): boolean => operation.endsWith("-stream");

/**
 * Model and operation of `POST /model/{id}/{operation}`. The id is a model's, an inference profile's or the ARN of either;
 * clients encode its colons and slashes, and proxies may have decoded them.
 */
export function targetOf(
  request: Pick<WireRequest, "method" | "url">,
): { readonly model: string; readonly operation: Operation } | undefined {
  if (request.method !== "POST") return undefined;
  const found = /(?:^|\/)model\/(.+)\/([a-z-]+)$/.exec(pathOf(request));
  const [, id, name] = found ?? [];
  if (id === undefined || name === undefined || !Object.hasOwn(byPath, name)) return undefined;
  return { model: decoded(id), operation: byPath[name as keyof typeof byPath] };
}
