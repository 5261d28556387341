import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "../domain/events.ts";
import { redact, serialise } from "./redact.ts";

const secret = "Zq7Zq7Zq7Zq7Zq7Zq7Zq";
const header = fc.constantFrom(
  "authorization",
  "Authorization",
  "cookie",
  "Set-Cookie",
  "x-api-key",
  "api_key",
  "OPENAI_API_KEY",
  "client_secret",
  "access_token",
  "X-Amz-Security-Token",
  "password",
  "proxy-authorization",
);

describe("a journal line", () => {
  const word = fc.oneof(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.constantFrom(
      "device",
      "token",
      "ey",
      "bearer ",
      `sk-${secret}`,
      "api_key",
      "xo",
      'a"token',
      "refund/1/control~refund",
    ),
  );
  const call = fc.record({
    type: fc.constantFrom("call-started" as const, "call-ended" as const, "fault-idle" as const),
    trial: word,
    performance: word,
    t: fc.nat(),
    address: word,
    reply: fc.oneof(word, fc.record({ code: word, token: word, text: word })),
  });

  test("is what the whole of it is without its secrets, whatever the names in it are and however often they come", () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 6 }), (calls) => {
        for (const event of [...calls, ...calls]) {
          expect(serialise(event as unknown as RunEvent)).toBe(redact(JSON.stringify(event)));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("redaction", () => {
  test.each([
    ["header", { headers: { authorization: `Basic ${secret}` } }],
    ["numberless key", { "x-api-key": "abcdefgh" }],
    ["list of cookies", { "set-cookie": [`a=${secret}`, "b=2"] }],
    ["list of pairs", { headers: [["cookie", `s=${secret}`]] }],
    ["bearer in a text", { error: `refused: Bearer ${secret}` }],
    ["bearer with letters only", { error: "refused: bearer abcdefghijklmnopqrstuvwxyzabcd" }],
    ["openai key after an escaped space in a path", { path: `/search?q=my%20key%20is%20sk-${secret}` }],
    ["token after an escaped quote in a path", { path: `/search?q=%22ghp_${secret}%22` }],
    ["openai key after a line end", { error: `bad key\nsk-${secret}` }],
    ["anthropic key", { error: `key sk-ant-api03-${secret} is wrong` }],
    ["aws key", { error: "AKIAIOSFODNN7EXAMPLE is unknown" }],
    ["signature", { error: "AWS4-HMAC-SHA256 Credential=a, Signature=0123456789abcdef0123" }],
    ["query", { url: `https://h/p?x=1&api_key=${secret}&y=2` }],
    ["signed url", { url: `https://h/p?X-Amz-Signature=${secret}` }],
    ["header line in a text", { text: `GET / HTTP/1.1\r\nCookie: a=${secret}; b=1\r\nHost: h` }],
    ["header line with a gap", { text: `POST / HTTP/1.1\r\nX-Vault-Token : ${secret}` }],
    ["signature of a hook", { headers: { "X-Hub-Signature-256": secret } }],
    ["indented JSON in a string", { body: JSON.stringify({ id_token: secret }, null, 2) }],
    ["credentials of a signed url", { url: `https://h/p?X-Amz-Credential=${secret}` }],
    ["token of a service", { text: "xoxb-1234567890-abc and ghp_abcdefghijklmnopqrstuvwx" }],
    ["web token", { text: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${secret}` }],
    ["JSON in a string", { body: JSON.stringify({ api_key: `${secret}"\\`, q: "v" }) }],
    ["JSON in JSON in a string", { body: JSON.stringify({ inner: JSON.stringify({ password: `a"${secret}` }) }) }],
    ["environment", { target: { environment: { GITHUB: secret, N: "a" } } }],
    ["environment in a string", { body: JSON.stringify({ environment: { A: `x"\\${secret}`, B: secret } }) }],
    ["indented environment in a string", { body: JSON.stringify({ environment: { A: "", B: secret } }, null, 2) }],
    ["environment that was shortened", { body: JSON.stringify({ environment: { A: secret } }).slice(0, 30) }],
    ["password in a URL", { text: `at postgres://app:${secret}@db/x` }],
    ["password with an at in a URL", { text: `postgres://app:a@${secret}@db/x` }],
    ["user and password in a URL", { text: `https://${secret}:@api/x and https://sk-${secret}:${secret}@h` }],
    ["password in a URL with escaped slashes", { text: JSON.stringify(`redis:\\/\\/u:${secret}@h`) }],
    ["key of Gemini in a URL", { error: `GET https://g/v1beta/models?key=${secret}&alt=sse failed` }],
    ["header list", { headers: [["x-goog-api-key", secret]] }],
    ["key of a provider", { error: `bad keys: AQ.${secret}, ABSK${secret}${secret}, pcsk_${secret}` }],
    ["key of a provider, and nothing else", { error: `refused: pcsk_${secret}` }],
    ["another", { error: `refused: gsk_${secret}` }],
    ["form", { body: `access_token=${secret}&scope=a` }],
    ["form after a word", { error: `sent client_secret=${secret}` }],
    ["XML of a token service", { body: `<SecretAccessKey>${secret}</SecretAccessKey><SessionToken>${secret}` }],
    ["token of a reply", { value: { token: secret, expires: 1 } }],
    ["assertion", { arguments: { client_assertion: secret, assertion: secret, code_verifier: secret } }],
    ["JSON that was shortened", { body: JSON.stringify({ api_key: secret }).slice(0, 25) }],
  ])("%s", (_, value) => {
    const line = redact(JSON.stringify(value));
    expect(line).toContain("[redacted]");
    for (const bad of [secret, secret.slice(0, 10), "abcdefgh", "AKIAIOS", "0123456789abcdef", "xoxb-1", "ghp_a"])
      expect(line).not.toContain(bad);
    expect(typeof JSON.parse(line)).toBe("object");
  });

  test.each([
    "A bearer of good news, with basic equipment and a key to the hut.",
    "task-force-something and risk-management-policy",
    "The signature of the courier is on file; the password was never asked for.",
    "tokens: 12, cookies are sweet, authorised dealers",
    "max_tokens=12 and a token = nothing; the assertion=false was made in hf_a",
  ])("leaves prose alone: %s", (text) => {
    const line = JSON.stringify({
      type: "x",
      text,
      required: ["api_key", "query"],
      usage: { inputTokens: 3 },
      fingerprint: "0123456789abcdef0123",
    });
    expect(redact(line)).toBe(line);
  });

  test("a grade keeps the name of its assertion", () => {
    const grades = [
      { assertion: "contains", pass: false, score: 0, reason: "Expected output" },
      { assertion: 'says "when"', pass: true, score: 1, reason: "Assertion passed" },
      { assertion: "llm-rubric", reason: "llm-rubric needs a judge" },
    ];
    const line = JSON.stringify({ type: "answer-graded", grades });
    expect(redact(line)).toBe(line);
    const leaky = JSON.stringify({ grades: [{ assertion: `sk-${secret}`, pass: true, reason: "" }] });
    expect(redact(leaky)).not.toContain(secret);
    expect(redact(JSON.stringify({ assertion: secret, grant_type: "x" }))).not.toContain(secret);
  });

  test("an environment keeps its names, and the values of those that are surely harmless", () => {
    const environment = {
      PORT: "1",
      MY_KEY: "k",
      HOST: "h",
      NODE_ENV: "test",
      DATABASE_URL: "postgres://u:p@h/d",
      X: "",
    };
    const hidden = { ...environment, MY_KEY: "[redacted]", DATABASE_URL: "[redacted]", X: "[redacted]" };
    expect(JSON.parse(redact(JSON.stringify({ start: { environment, cwd: "a" }, environment: "b" })))).toEqual({
      start: { environment: hidden, cwd: "a" },
      environment: "b",
    });
    const mixed = { environment: { A: 1, B: "s", C: true, D: "t" }, E: "u" };
    expect(JSON.parse(redact(JSON.stringify(mixed)))).toEqual({
      environment: { A: 1, B: "[redacted]", C: true, D: "[redacted]" },
      E: "u",
    });
    expect(redact('{"u":"http://localhost:4000/t/a@b mail me@h.org"}')).toBe(
      '{"u":"http://localhost:4000/t/a@b mail me@h.org"}',
    );
  });

  test("every value of an environment goes, at any depth of quoting", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.string({ unit: "binary" })), { minKeys: 1 }),
        fc.jsonValue(),
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom(0, 2),
        (environment, other, depth, indent) => {
          let value: unknown = { environment, other };
          for (let level = 0; level < depth; level += 1) value = { body: JSON.stringify(value, null, indent) };
          const line = redact(JSON.stringify(value));
          let inner: unknown = JSON.parse(line);
          for (let level = 0; level < depth; level += 1) inner = JSON.parse((inner as { body: string }).body);
          const { environment: left } = inner as { environment: Record<string, string> };
          expect(Object.keys(left)).toEqual(Object.keys(environment));
          const open = Object.entries(left).filter(([, text]) => text !== "[redacted]");
          expect(open.every(([name]) => /^(port|host|node_env)$/i.test(name))).toBe(true);
          expect(redact(line)).toBe(line);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("whatever stands around a secret, it goes, the rest stays JSON, and a second pass changes nothing", () => {
    const around = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom('"', "\\", '\\"', "\n", "\u2028", "{", "Bearer ", "sk-"),
    );
    fc.assert(
      fc.property(
        header,
        around,
        around,
        fc.jsonValue(),
        fc.integer({ min: 0, max: 3 }),
        (name, before, after, other, depth) => {
          let value: unknown = { before, [name]: `${secret}${after}`, other, after };
          for (let level = 0; level < depth; level += 1) value = { body: JSON.stringify(value), before };
          const line = redact(JSON.stringify(value));
          expect(line).not.toContain(secret);
          let inner: unknown = JSON.parse(line);
          for (let level = 0; level < depth; level += 1) inner = JSON.parse((inner as { body: string }).body);
          expect(Object.keys(inner as object)).toContain(name);
          expect(redact(line)).toBe(line);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("any JSON stays JSON", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.array(
          fc.constantFrom(
            '{"cookie":"',
            "authorization: ",
            "?api_key=",
            "\\",
            '"',
            "eyJaaaaaaaaa.bbbbbbbbb",
            "bearer 1aaaaaaaa",
            '\\"password\\":\\"',
            '{"environment":{"A":"b","C":"',
            '\\"environment\\":{\\"A\\":\\"',
            "http://u:p@h",
            ":p@",
          ),
        ),
        (value, pieces) => {
          const line = JSON.stringify({ value, text: pieces.join("") });
          expect(() => JSON.parse(redact(line))).not.toThrow();
        },
      ),
      { numRuns: 500 },
    );
  });
});
