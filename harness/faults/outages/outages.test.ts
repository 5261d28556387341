import { describe, expect, it } from "vitest";
import type { Reply } from "../../domain/call.ts";
import { collectBody, decodeText } from "../../domain/wire.ts";
import { failure } from "../failures/failure.ts";
import { httpError } from "../failures/http-error.ts";
import { overloaded } from "../failures/named.ts";
import { throttled } from "../failures/throttled.ts";
import { inject } from "../testing/drive.ts";
import { fakeContext, modelCall, toolCall, valueReply } from "../testing/fakes.ts";
import { dnsFailure, hang, refused } from "./disconnects.ts";
import { htmlErrorPage } from "./html-error-page.ts";
import { timeoutAfterCommit } from "./timeout-after-commit.ts";

const text = async (reply: Reply): Promise<string> => {
  if (reply.kind !== "raw") throw new Error(`expected bytes, got ${reply.kind}`);
  return decodeText((await collectBody(reply.wire.body)).bytes);
};

describe("failures", () => {
  it("leave the dependency alone and say what the provider says", async () => {
    const { reply, forwards, notes } = await inject(throttled, modelCall(), valueReply(1), {
      retryAfter: "2s",
      limit: "tokens",
    });
    expect(reply).toEqual({ kind: "failure", failure: { kind: "throttled", limit: "tokens", retryAfterMs: 2000 } });
    expect(forwards).toBe(0);
    expect(notes).toEqual(["throttled (tokens), Retry-After 2s"]);
  });

  it("announce no wait unless told to", async () => {
    const { reply } = await inject(throttled, modelCall(), valueReply(1));
    expect(reply).toEqual({ kind: "failure", failure: { kind: "throttled", limit: "requests" } });
    expect((await inject(overloaded, modelCall(), valueReply(1))).reply).toEqual({
      kind: "failure",
      failure: { kind: "overloaded" },
    });
  });

  it("need a protocol that has them", () => {
    expect(failure.requires?.(failure.params.parse({ kind: "region-down" }))).toEqual(["failure:region-down"]);
    expect(failure.params.safeParse({ kind: "sick" }).success).toBe(false);
  });

  it("show any HTTP status, with the usual body or with another", async () => {
    const usual = await inject(httpError, toolCall(), valueReply(1), { status: 418 });
    expect(usual.reply).toEqual({ kind: "failure", failure: { kind: "invalid-request", status: 418 } });
    const own = await inject(httpError, toolCall(), valueReply(1), { status: 503, body: "down" });
    expect(own.reply).toMatchObject({ kind: "raw", wire: { status: 503, headers: { "content-length": "4" } } });
    expect(await text(own.reply)).toBe("down");
  });
});

describe("outages", () => {
  it("say so where the connection stands already and can only break", async () => {
    const { notes } = await inject(refused, toolCall(), valueReply(1), {}, { ...fakeContext(), connected: true });
    expect(notes).toEqual(["connection refused; through the gateway the client sees a reset"]);
    expect((await inject(refused, toolCall(), valueReply(1))).notes).toEqual(["connection refused"]);
  });

  it.each([
    [refused, "refused"],
    [dnsFailure, "dns"],
    [hang, "hang"],
  ] as const)("fail the connection and leave the dependency alone: %#", async (fault, code) => {
    const { reply, forwards } = await inject(fault, toolCall(), valueReply(1));
    expect(reply).toEqual({ kind: "disconnect", code });
    expect(forwards).toBe(0);
  });

  it.each([
    ["hang", { kind: "disconnect", code: "hang" }],
    ["reset", { kind: "disconnect", code: "reset" }],
    ["gateway-timeout", { kind: "failure", failure: { kind: "gateway-timeout" } }],
  ])("lose the reply after the work was done: %s", async (as, expected) => {
    const { reply, forwards, notes } = await inject(timeoutAfterCommit, toolCall(), valueReply(1), { as });
    expect(forwards).toBe(1);
    expect(reply).toEqual(expected);
    expect(notes).toEqual([`the dependency did the work; reply lost: ${as}`]);
  });

  it("do not claim that work was done which failed", async () => {
    const failed: Reply = { kind: "failure", failure: { kind: "server-error" } };
    const { notes } = await inject(timeoutAfterCommit, toolCall(), failed);
    expect(notes).toEqual(["reply lost: hang; the dependency failed: server-error"]);
  });

  it("answer with a page of HTML whose title is escaped", async () => {
    const { reply, forwards } = await inject(htmlErrorPage, toolCall(), valueReply(1), { title: "<Down & out>" });
    expect(reply).toMatchObject({
      kind: "raw",
      wire: { status: 200, headers: { "content-type": "text/html; charset=utf-8" } },
    });
    expect(await text(reply)).toContain("<title>&lt;Down &amp; out&gt;</title>");
    expect(forwards).toBe(0);
  });
});
