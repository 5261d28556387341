import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Call, Reply } from "../domain/call.ts";
import type { Fault } from "../domain/fault.ts";
import { defineFault } from "../domain/fault.ts";
import { boundaries } from "../domain/vocabulary.ts";
import type { Piece } from "../domain/wire.ts";
import { faultCatalogue } from "./catalogue.ts";
import { faults, findFault } from "./index.ts";
import { noParams } from "./shared/no-params.ts";
import {
  fakeContext,
  flow,
  gather,
  hitsReply,
  LeapingClock,
  modelCall,
  readable,
  retrievalCall,
  StandingClock,
  streamOf,
  toolCall,
  turnReply,
  valueReply,
} from "./testing/fakes.ts";

/** What a fault is tried with where its defaults are not enough to run it to its end. */
const needed: Readonly<Record<string, unknown>> = {
  failure: { kind: "unavailable" },
  "stalled-stream": { behind: "keep-alives", for: "2m" },
  "hollow-success": { kind: "invalid-json" },
  quota: { requestsPerMinute: 100, tokensPerMinute: 1_000_000 },
};
const paramsOf = (fault: Fault): unknown => fault.params.parse(needed[fault.name] ?? {});

const folder = new URL(".", import.meta.url);
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("testing/"))
  .map((file) => ({ file, text: readFileSync(new URL(file, folder), "utf8") }));

const isFault = (value: unknown): value is Fault =>
  typeof value === "object" && value !== null && "name" in value && "summary" in value && "boundaries" in value;

const samples: readonly { readonly call: Call; readonly reply: Reply }[] = [
  {
    call: modelCall({ system: "Help.", tools: [{ name: "get_order" }] }),
    reply: turnReply({
      text: "The refund period is 30 days.",
      toolCalls: [{ id: "c1", name: "get_order", arguments: '{"order_id":"TG-1","qty":2}' }],
      usage: { inputTokens: 12, outputTokens: 9 },
    }),
  },
  {
    call: retrievalCall("refund period", 3),
    reply: hitsReply([
      {
        id: "a",
        title: "Refunds",
        text: "You may return goods within 30 days.",
        score: 0.9,
        date: "2025-03-01",
        fields: {},
      },
      {
        id: "b",
        title: "Shipping",
        text: "Shipping costs €4.95 and takes 3 days.",
        score: 0.8,
        date: "2025-02-01",
        fields: {},
      },
    ]),
  },
  {
    call: toolCall({ method: "GET", path: "/orders/TG-1" }),
    reply: valueReply({ id: "TG-1", total: 89.5, quantity: 2, ordered: "2025-03-01", delivered: "2025-03-04" }),
  },
  {
    call: toolCall({}, { boundary: "identity", operation: "token" }),
    reply: valueReply({ access_token: "t", expires_in: 3600, active: true, keys: [{ kid: "a" }] }),
  },
];
const samplesFor = (fault: Fault) => samples.filter(({ call }) => fault.boundaries.includes(call.boundary));

/** Everything that an agent can see of one call under a fault. */
async function observe(fault: Fault, call: Call, reply: Reply, seed: string, twice?: Fault): Promise<unknown> {
  const context = fakeContext({ seed, clock: new LeapingClock(1000) });
  const given = paramsOf(fault);
  const inner = async (): Promise<Reply> => twice?.inject?.(call, async () => reply, context, {}) ?? reply;
  const back = (await fault.inject?.(call, inner, context, given)) ?? (await inner());
  const body: readonly Piece[] = streamOf("one", "two", "three", "four", "five");
  const passed = twice?.transmit?.(flow(body), call, context, {}) ?? flow(body);
  const pieces = await gather(take(fault.transmit?.(passed, call, context, given) ?? passed, 50));
  return JSON.parse(
    JSON.stringify({
      back,
      pieces: readable(pieces),
      notes: context.notes,
      idles: context.idles,
      now: context.clock.now(),
    }),
  );
}

/** A stream that stalls for good has no end of its own. */
async function* take(pieces: AsyncIterable<Piece>, most: number): AsyncGenerator<Piece> {
  let left = most;
  for await (const piece of pieces) {
    yield piece;
    left -= 1;
    if (left === 0) return;
  }
}

describe("the list of faults", () => {
  it("has each name once, and finds each by its name", () => {
    const names = faults.map((fault) => fault.name);
    expect(new Set(names).size).toBe(names.length);
    for (const fault of faults) expect(findFault(fault.name)).toBe(fault);
    expect(findFault("latancy")).toBeUndefined();
    expect(findFault("toString")).toBeUndefined();
  });

  it("has every fault that a file of this folder exports", async () => {
    const found: string[] = [];
    for (const { file } of sources) {
      const exported: Record<string, unknown> = await import(new URL(file, folder).href);
      for (const value of Object.values(exported).filter(isFault)) {
        found.push(value.name);
        expect(findFault(value.name), `${file} exports ${value.name}`).toBe(value);
      }
    }
    expect(found.sort()).toEqual(faults.map((fault) => fault.name).sort());
  });

  it("reads neither clock nor chance but those it is given", () => {
    const ambient = /Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|setImmediate|performance\.now/;
    expect(sources.filter(({ text }) => ambient.test(text)).map(({ file }) => file)).toEqual([]);
    expect(sources.length).toBeGreaterThan(40);
  });

  it("is in the catalogue, each with its parameters", () => {
    const text = faultCatalogue();
    for (const fault of faults) expect(text).toContain(`| \`${fault.name}\` |`);
    expect(text).toContain("`retryAfter`: The wait that Retry-After announces");
    expect(text).toContain('`delay` = `"2s"`');
    expect(text).toContain("`kind` (required)");
    for (const row of text.split("\n").slice(2, -1)) expect(row.split(/(?<!\\)\|/)).toHaveLength(6);
  });
});

describe.each(faults.map((fault) => [fault.name, fault] as const))("%s", (_name, fault) => {
  it("describes itself", () => {
    expect(fault.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(fault.summary).toMatch(/^[A-Z][^\n]*[^.]\.$/);
    expect(fault.summary.slice(0, -1)).not.toMatch(/\. [A-Z]/);
    expect(fault.boundaries.length).toBeGreaterThan(0);
    for (const boundary of fault.boundaries) expect(boundaries).toContain(boundary);
    const given = paramsOf(fault);
    expect(fault.describe(given)).not.toBe("");
    expect(fault.describe(given)).not.toMatch(/undefined|NaN|\[object/);
    for (const feature of fault.requires?.(given) ?? []) expect(feature).toMatch(/^[a-z-]+(:[a-z0-9-]+)?$/);
    expect(fault.inject ?? fault.transmit).toBeTypeOf("function");
  });

  it("has defaults, or says which parameter it needs, and refuses unknown ones", () => {
    const plain = fault.params.safeParse({});
    if (plain.success) expect(fault.describe(plain.data)).not.toBe("");
    else expect(plain.error.issues.every((issue) => issue.path.length > 0 && issue.message.length > 0)).toBe(true);
    const strange = fault.params.safeParse({ ...(needed[fault.name] ?? {}), unheardOf: 1 });
    expect(strange.error?.issues.map((issue) => issue.code)).toEqual(["unrecognized_keys"]);
  });

  it("says what it did, or why it did nothing", async () => {
    for (const { call, reply } of samplesFor(fault)) {
      const seen = (await observe(fault, call, reply, "1")) as { notes: string[]; idles: string[] };
      const said = [...seen.notes, ...seen.idles];
      expect(said.length).toBeGreaterThan(0);
      for (const text of said) expect(text).not.toMatch(/^nothing|undefined|NaN(?!")|\[object/i);
    }
  });

  it("does the same with the same chance", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 4 }), async (seed) => {
        for (const { call, reply } of samplesFor(fault)) {
          expect(await observe(fault, call, reply, seed)).toEqual(await observe(fault, call, reply, seed));
        }
      }),
      { numRuns: 10 },
    );
  });

  it("composes with a fault that changes nothing", async () => {
    const identity = defineFault({
      name: "identity",
      summary: "Nothing happens.",
      boundaries,
      params: noParams,
      describe: () => "nothing",
      inject: (_call, forward) => forward(),
      transmit: (pieces) => pieces,
    });
    for (const { call, reply } of samplesFor(fault)) {
      expect(await observe(fault, call, reply, "1", identity)).toEqual(await observe(fault, call, reply, "1"));
    }
  });

  it("stops every wait when the client is gone", async () => {
    let slept = 0;
    for (const { call, reply } of samplesFor(fault)) {
      const gone = new AbortController();
      const clock = new StandingClock();
      const context = fakeContext({ clock, signal: gone.signal });
      const given = paramsOf(fault);
      const injected = fault.inject?.(call, async () => reply, context, given);
      const sent = fault.transmit && gather(fault.transmit(flow(streamOf("a", "b", "c", "d")), call, context, given));
      const ends = Promise.allSettled([injected, sent]);
      for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
      gone.abort(new Error("client gone"));
      const reasons = (await ends).flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
      expect(reasons).toEqual(clock.sleepers > 0 ? [gone.signal.reason] : []);
      slept += clock.sleepers;
    }
    expect(slept > 0).toBe(/^(latency|slow-.*|trickle|stalled-stream)$/.test(fault.name));
  });
});
