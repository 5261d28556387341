import { join } from "node:path";
import { createRemoteJWKSet, jwtVerify } from "jose";
import type { Driver, Expected } from "../driver.ts";
import { token } from "../mocks/signed-token.ts";
import { alike, from } from "./rows.ts";

const read = from("read: jose/dist/webapi/jwks/remote.js");
const kinds = [
  "throttled",
  "overloaded",
  "server-error",
  "bad-gateway",
  "unavailable",
  "gateway-timeout",
  "credentials-expired",
  "access-denied",
  "not-found",
  "invalid-request",
];
const generic: Expected = read({ raises: "JOSEError", code: "ERR_JOSE_GENERIC" });
const broken = (cause: string, message = "fetch failed"): Expected => read({ raises: "TypeError", cause, message });

export const joseDrivers: readonly Driver[] = [
  {
    id: "jose remote key set",
    package: "jose",
    protocol: "oauth",
    mode: "whole",
    transport: "h1",
    dependency: { boundary: "identity", url: "https://id.example.com" },
    mocks: join(import.meta.dirname, "..", "mocks", "tools.mocks.ts"),
    async call({ baseUrl, timeout, say }) {
      const options = timeout === undefined ? {} : { timeoutDuration: timeout };
      const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(`${baseUrl}/jwks.json`), options));
      say(String(payload.sub));
    },
    expected: {
      healthy: read({ said: "answer" }),
      // Whatever the status: the key set is not there, and nobody asks again.
      ...alike("failure:", kinds, generic),
      "throttled with a wait": generic,
      "hollow:no-answer": read({ raises: "JWKSNoMatchingKey‹JOSEError", code: "ERR_JWKS_NO_MATCHING_KEY" }),
      ...alike(
        "",
        ["hollow:error-in-200", "empty-object"],
        read({ raises: "JWKSInvalid‹JOSEError", code: "ERR_JWKS_INVALID" }),
      ),
      ...alike("", ["invalid-json", "empty-body", "html-200"], generic),
      reset: broken("ECONNRESET"),
      refused: broken("ECONNREFUSED"),
      dns: broken("ENOTFOUND"),
      hang: read({ raises: "JWKSTimeout‹JOSEError", code: "ERR_JWKS_TIMEOUT" }),
      "body cut:reset": generic,
    },
  },
];
