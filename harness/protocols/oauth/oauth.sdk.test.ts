import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Armed, type FaultyRelay, faultyRelay } from "../../testing/faulty-relay.ts";
import { bindingOf, requestOf } from "../testing/calls.ts";
import { oauth } from "./index.ts";

const kid = "key-1";
let token = "";
let relay: FaultyRelay;
const issuer = createServer();

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" }] };
  token = await new SignJWT({ sub: "ada" })
    .setProtectedHeader({ alg: "RS256", kid })
    .setExpirationTime("1h")
    .sign(privateKey);
  await new Promise<void>((ready) => issuer.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
  const documents: Readonly<Record<string, unknown>> = {
    "/keys": jwks,
    "/token": { access_token: token, token_type: "Bearer", expires_in: 3600 },
    "/introspect": { active: true, sub: "ada", exp: 1_900_000_000 },
    "/.well-known/openid-configuration": {
      issuer: origin,
      token_endpoint: `${origin}/token`,
      jwks_uri: `${origin}/keys`,
    },
  };
  issuer.on("request", (request, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(documents[request.url ?? ""] ?? {}));
  });
  relay = await faultyRelay(oauth, origin);
});
afterAll(async () => {
  await relay[Symbol.asyncDispose]();
  issuer.closeAllConnections();
  issuer.close();
});

const form = (path: string, given: Record<string, string>) =>
  fetch(relay.url + path, { method: "POST", body: new URLSearchParams(given) });
async function tokenUnder(armed: Armed | undefined, grant = "client_credentials") {
  relay.arm(armed);
  const response = await form("/token", { grant_type: grant, client_id: "agent", client_secret: "s3cret" });
  return { status: response.status, headers: response.headers, body: await response.text() };
}
async function verify(armed?: Armed): Promise<string> {
  relay.arm(armed);
  const keys = createRemoteJWKSet(new URL(`${relay.url}/keys`), { timeoutDuration: 300, cooldownDuration: 0 });
  try {
    return String((await jwtVerify(token, keys)).payload.sub);
  } catch (error) {
    return error instanceof Error ? `${error.constructor.name} ${Reflect.get(error, "code") ?? ""}`.trim() : "?";
  }
}

describe("the token endpoint", () => {
  it("is read without its secrets", async () => {
    expect(JSON.parse((await tokenUnder(undefined)).body)).toMatchObject({ expires_in: 3600 });
    const call = relay.calls.at(-1);
    expect(call?.operation).toBe("token");
    expect(call?.payload).toMatchObject({
      request: { arguments: { grant_type: "client_credentials", client_id: "agent" } },
    });
    expect(JSON.stringify(call)).not.toContain("s3cret");
  });

  it.each([
    ["throttled", "client_credentials", 429, "too_many_requests"],
    ["unavailable", "client_credentials", 503, "temporarily_unavailable"],
    ["server-error", "client_credentials", 500, "server_error"],
    ["credentials-expired", "client_credentials", 401, "invalid_client"],
    ["credentials-expired", "refresh_token", 400, "invalid_grant"],
    ["access-denied", "client_credentials", 400, "unauthorized_client"],
    ["invalid-request", "authorization_code", 400, "invalid_request"],
  ])("%s of %s is %i %s", async (kind, grant, status, error) => {
    const reply = await tokenUnder({ fault: "failure", with: { kind } }, grant);
    expect([reply.status, JSON.parse(reply.body).error]).toEqual([status, error]);
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(reply.headers.has("www-authenticate")).toBe(error === "invalid_client");
  });

  it("refuses what names no grant, as the standard says", async () => {
    expect(() =>
      oauth.decodeCall(
        requestOf("POST", "https://id.test/token", "a=b", { "content-type": "application/x-www-form-urlencoded" }),
        bindingOf("https://id.test"),
      ),
    ).toThrow(/grant_type/);
  });

  it("gives tokens that end before they begin", async () => {
    const { body } = await tokenUnder({ fault: "impossible-values", with: { values: ["durations"] } });
    expect(JSON.parse(body)).toMatchObject({ expires_in: -3600, access_token: token });
  });
});

describe("keys", () => {
  it("verify a token through the relay", async () => {
    expect(await verify()).toBe("ada");
    expect(relay.calls.at(-1)?.operation).toBe("jwks");
  });

  it.each([
    [{ fault: "failure", with: { kind: "unavailable" } }, "JOSEError ERR_JOSE_GENERIC"],
    [{ fault: "hang" }, "JWKSTimeout ERR_JWKS_TIMEOUT"],
    [{ fault: "html-error-page" }, "JOSEError ERR_JOSE_GENERIC"],
    [{ fault: "missing-fields", with: { fields: ["keys"] } }, "JWKSInvalid ERR_JWKS_INVALID"],
    [{ fault: "rotated-keys" }, "JWKSNoMatchingKey ERR_JWKS_NO_MATCHING_KEY"],
  ])("under %j raise %s", async (armed, raised) => {
    expect(await verify(armed)).toBe(raised);
  });
});

it("a discovery document leads back to the relay, and introspection may say that a token was revoked", async () => {
  relay.arm();
  const document = await (await fetch(`${relay.url}/.well-known/openid-configuration`)).json();
  expect(document).toEqual({ issuer: relay.url, token_endpoint: `${relay.url}/token`, jwks_uri: `${relay.url}/keys` });
  relay.arm({ fault: "revoked-token" });
  expect(await (await form("/introspect", { token })).json()).toEqual({ active: false });
  relay.arm({ fault: "short-lived-token", with: { lifetime: "1s" } });
  expect((await (await form("/token", { grant_type: "client_credentials" })).json()).expires_in).toBe(1);
});
