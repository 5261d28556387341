import { z } from "zod";
import type { Call, CallDraft } from "../../domain/call.ts";
import { BadRequest, type Binding } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow, queryOf } from "../shared/address.ts";
import { isObject, parseJson } from "../shared/json-body.ts";
import { rpcRequest } from "../shared/json-rpc.ts";
import { operationOf, restOperation, specified } from "./operations.ts";

const askedSchema = z.object({
  form: z.enum(["json-rpc", "rest", "card"]),
  id: z.union([z.string(), z.number(), z.null()]),
  version: z.enum(["1.0", "0.3"]),
});
/** What is remembered of a request to answer it. */
export type Asked = z.output<typeof askedSchema>;

export const askedOf = (call: Pick<Call, "echo">): Asked | undefined => askedSchema.safeParse(call.echo).data;

const cardOperation = "agent-card";
const card = /\/\.well-known\/agent(-card)?\.json$/;

/** Those of the specification. Methods of an extension, such as `example/do`, go by their own names. */
export const operationNames: readonly string[] = [cardOperation, ...specified];

/** The operation that a request asks for and how, before its body is judged; undefined if it is none of the protocol's. */
function addressed(request: WireRequest, binding: Binding) {
  const path = pathBelow(request, binding);
  if (request.method === "GET" && card.test(path)) {
    return {
      name: cardOperation,
      form: "card",
      version: "1.0",
      streams: undefined,
      acts: undefined,
      names: [],
    } as const;
  }
  const rest = restOperation(request.method, path);
  if (rest) return { ...rest, form: "rest" } as const;
  const rpc = request.method === "POST" ? rpcRequest(parseJson(request.body)) : undefined;
  return rpc && ({ ...operationOf(rpc.method), form: "json-rpc", rpc, names: [] } as const);
}

export const operationNamed = (request: WireRequest, binding: Binding): string | undefined =>
  addressed(request, binding)?.name;

/** @throws {BadRequest} for a REST body that is no JSON object. */
export function draftOf(request: WireRequest, binding: Binding): CallDraft {
  const asked = addressed(request, binding);
  if (asked === undefined) throw new BadRequest("Invalid JSON payload.");
  const body = "rpc" in asked ? asked.rpc.params : restBody(request);
  const { message, ...others } = body;
  const told = isObject(message) ? message : undefined;
  const messageId = told?.["messageId"];
  const { messageId: _, ...content } = told ?? {};
  const [task, config] = asked.names;
  return {
    operation: asked.name,
    payload: {
      kind: "tool",
      request: {
        // A client that asks again makes a new message id: it is the same question all the same.
        arguments: {
          ...others,
          ...(told ? { message: content } : message === undefined ? {} : { message }),
          ...("rpc" in asked ? {} : queryOf(request)),
          ...(task === undefined ? {} : { id: task }),
          ...(config === undefined ? {} : { configId: config }),
        },
        method: asked.acts ? "POST" : "GET",
        ...(typeof messageId === "string" ? { idempotencyKey: messageId } : {}),
      },
    },
    stream: asked.streams ?? false,
    echo: {
      form: asked.form,
      id: "rpc" in asked ? (asked.rpc.id ?? null) : null,
      version: asked.version,
    } satisfies Asked,
  };
}

function restBody({ body }: WireRequest): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  const value = parseJson(body);
  if (!isObject(value)) throw new BadRequest("Invalid JSON payload.");
  return value;
}
