import { z } from "zod";
import type { Binding } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { settingsReader } from "../shared/options.ts";
import { matchRoute, parseRoute, type Route } from "../shared/route.ts";

export const operations = ["token", "jwks", "discovery", "introspect", "revoke", "userinfo"] as const;
export type Operation = (typeof operations)[number];

const route = z
  .string()
  .refine((text) => parseRoute(text) !== undefined, 'Needs a method and a path, such as "POST /token".')
  .transform((text): Route => parseRoute(text) ?? { method: "GET", segments: [] });

/** Request lines of endpoints that are not where such servers usually have them. */
export const schema = z.strictObject({ endpoints: z.partialRecord(z.enum(operations), route).prefault({}) });

const settingsOf = settingsReader<z.output<typeof schema>>(schema);

/** The usual places: RFC 8414 and OpenID Connect Discovery, and what the common servers call the rest. */
const usual: readonly (readonly [Operation, method: RegExp, path: RegExp])[] = [
  ["discovery", /^GET$/, /\/\.well-known\/(openid-configuration|oauth-authorization-server)(\/|$)/],
  ["jwks", /^GET$/, /\/(jwks(\.json)?|jwk|keys|certs)$/],
  ["introspect", /^POST$/, /\/(introspect(ion)?|token[_-]?info)$/],
  ["revoke", /^POST$/, /\/(revoke|revocation)$/],
  ["userinfo", /^(GET|POST)$/, /\/(userinfo|me)$/],
  ["token", /^POST$/, /\/(token|access_token)$/],
];

export function operationOf(request: WireRequest, binding: Binding): Operation | undefined {
  const path = pathBelow(request, binding);
  const { endpoints } = settingsOf(binding.options);
  for (const name of operations) {
    const own = endpoints[name];
    if (own && matchRoute(own, request.method, path)) return name;
  }
  // The binding may be the endpoint itself: its whole address then tells.
  const whole = path === "/" ? (URL.parse(request.url)?.pathname ?? "/") : path;
  return usual.find(
    ([name, method, wanted]) => !endpoints[name] && method.test(request.method) && wanted.test(whole),
  )?.[0];
}
