import { join } from "node:path";
import { refreshAuthorization } from "@modelcontextprotocol/sdk/client/auth.js";
import type { Driver, DriverContext } from "../driver.ts";
import { unreachable, unreadable, within } from "./fetching.ts";
import { alike, from, type Rows } from "./rows.ts";

const read = from("read: @modelcontextprotocol/sdk/dist/esm/client/auth.js, parseErrorResponse");
/** Errors go by the code of the body, whatever the status; a code that it does not know, or no code at all, is a fault of the server. */
const coded = (name: string) => read({ raises: `${name}Error‹OAuthError` });
const unread = read({ raises: "ZodError" });
const rows: Rows = {
  healthy: read({ said: "answer" }),
  "failure:throttled": coded("TooManyRequests"),
  "throttled with a wait": coded("TooManyRequests"),
  ...alike("failure:", ["overloaded", "unavailable"], coded("TemporarilyUnavailable")),
  ...alike("failure:", ["server-error", "bad-gateway", "gateway-timeout", "not-found"], coded("Server")),
  "failure:credentials-expired": coded("InvalidGrant"),
  "failure:access-denied": coded("UnauthorizedClient"),
  "failure:invalid-request": coded("InvalidRequest"),
  ...alike("", ["hollow:no-answer", "hollow:error-in-200", "empty-object"], unread),
  ...unreachable,
  ...unreadable,
};

async function renew(context: DriverContext): Promise<void> {
  const { access_token } = await refreshAuthorization("https://id.example.com", {
    metadata: {
      issuer: "https://id.example.com",
      authorization_endpoint: `${context.baseUrl}/authorize`,
      token_endpoint: `${context.baseUrl}/token`,
      response_types_supported: ["code"],
    },
    clientInformation: { client_id: "agent" },
    refreshToken: "refresh-1",
    // The client has no timeout of its own; its fetch may be given one.
    fetchFn: (url, init) => fetch(url, { ...init, signal: within(context) }),
  });
  context.say(access_token);
}

export const mcpOauthDrivers: readonly Driver[] = [
  {
    id: "mcp oauth, refresh of a token",
    package: "@modelcontextprotocol/sdk",
    protocol: "oauth",
    mode: "whole",
    transport: "h1",
    dependency: { boundary: "identity", url: "https://id.example.com" },
    mocks: join(import.meta.dirname, "..", "mocks", "tools.mocks.ts"),
    call: renew,
    expected: rows,
  },
];
