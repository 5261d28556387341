import type { Binding } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { chat } from "./chat/index.ts";
import type { Place } from "./dialect.ts";
import type { Endpoint } from "./endpoint.ts";
import { responses } from "./responses/index.ts";

export const standardEndpoints: readonly Endpoint[] = [chat, responses];

/** By the end of the path: clients build base addresses with and without `/v1`. Endpoints that are no model call have no place. */
export const placeAmong =
  (endpoints: readonly Endpoint[]) =>
  (request: WireRequest, binding: Binding): Place | undefined => {
    if (request.method !== "POST") return undefined;
    const below = pathBelow(request, binding);
    const endpoint = endpoints.find(({ path }) => below.endsWith(path));
    return endpoint && { endpoint };
  };
