import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PageSpec } from "../../domain/experiment.ts";
import type { Sight, Steering, Traffic } from "../../domain/page.ts";
import { smallPage } from "../testing/small-page.ts";
import { browserPool, browserTarget } from "./index.ts";
import { findBrowser } from "./launch.ts";

const roles: PageSpec = {
  input: "role=textbox",
  send: "role=button[name=/send/i]",
  answer: "role=log >> role=article[name=/agent/i]",
  question: "role=log >> role=article[name=/^you/i]",
  error: "role=alert",
  busy: "role=progressbar",
  retry: "role=button[name=/try again/i]",
  retries: 1,
  settle: 300,
  patience: 1500,
};
const found = await findBrowser(process.env);
const pool = browserPool();
afterAll(() => pool.close());

const targetAt = (url: string, page: Partial<PageSpec> = {}) =>
  browserTarget(
    {
      ...{ kind: "browser", url, cwd: ".", environment: {}, ready: "/", readyWithin: 5000, propagates: true },
      page: { ...roles, ...page },
    },
    "target.yaml",
    pool,
  );

/** Asks once, and tells what was seen. */
async function visit(
  url: string,
  options: { readonly page?: Partial<PageSpec>; readonly traffic?: Traffic; readonly leavesAt?: Sight["what"] } = {},
) {
  const began = performance.now();
  const sights: Sight[] = [];
  const pictures: Uint8Array[] = [];
  const over = new AbortController();
  const scope = { trial: "t", performance: "t~task" };
  const witness = {
    now: () => performance.now() - began,
    saw: (sight: Sight) => {
      sights.push(sight);
      if (sight.what === options.leavesAt)
        void session.lastLook?.(scope).then(() => over.abort(new Error("time is up")));
    },
    keep: (png: Uint8Array) => `screens/${pictures.push(png)}.png`,
  };
  const target = targetAt(url, options.page);
  const signal = new AbortController().signal;
  const { traffic } = options;
  const session = await target.boot({}, signal, traffic ? { traffic } : {});
  const answering = session.perform({ id: "task", prompt: "How long?", input: {} }, over.signal, scope, witness);
  try {
    const answer = await answering.then(
      ({ text }) => text,
      (error: Error) => error,
    );
    const left = sights.find((sight) => sight.what === "left");
    return { answer, what: sights.map(({ what }) => what), left, pictures };
  } finally {
    await session.close();
  }
}

const wait = (ms: number): string => `await new Promise((resolve) => setTimeout(resolve, ${ms}));`;

/** What the page of `smallPage` says when it remembers what it was asked. */
const remembering = `say("Agent", asked + ": " + [...log.querySelectorAll("[aria-label=You]")].map((one) => one.textContent).join(", ")); if (question === "boom") fail("gone"); await fetch("/heard?" + question);`;

/** Asks several questions, each for a performance and in a conversation. */
async function talk(
  url: string,
  questions: readonly (readonly [prompt: string, performance: string, session?: string])[],
) {
  const target = targetAt(url);
  const signal = new AbortController().signal;
  const session = await target.boot({}, signal);
  try {
    const said: string[] = [];
    for (const [prompt, performance, conversation] of questions) {
      if (prompt === "forget") session.forget?.(conversation ?? "");
      if (prompt === "forget") continue;
      const task = { id: "task", prompt, input: {}, ...(conversation === undefined ? {} : { session: conversation }) };
      said.push((await session.perform(task, signal, { trial: "t", performance })).text);
    }
    return said;
  } finally {
    await session.close();
  }
}

// Never skipped where tests decide: there a browser is installed.
describe.skipIf(found === undefined && !process.env["CI"])("a chat page", { timeout: 180_000 }, () => {
  beforeAll(() => pool.get([]), 180_000);

  it("goes on in one page for one conversation, whatever task asks, and is a new one for another", async () => {
    await using page = await smallPage(remembering);
    expect(
      await talk(page.url, [
        ["one", "t~a", "talk"],
        ["two", "t~a", "talk"],
        ["other", "t~b"],
        ["boom", "t~c", "talk"],
        ["four", "t~d", "talk"],
        ["forget", "", "talk"],
        ["five", "t~e", "talk"],
      ]),
    ).toEqual(["1: one", "2: one, two", "1: other", "3: one, two, boom\n\ngone", "4: one, two, boom, four", "1: five"]);
    // Each request says for whom it was made.
    expect(
      page.heard.map(({ url, headers }) => [url?.slice(7), String(headers["baggage"]).match(/t~\w|t%7E\w/)?.[0]]),
    ).toEqual([
      ["one", "t~a"],
      ["two", "t~a"],
      ["other", "t~b"],
      ["boom", "t~c"],
      ["four", "t~d"],
      ["five", "t~e"],
    ]);
  });

  it("is asked by its roles; the answer is what a person reads when nothing more comes", async () => {
    await using page = await smallPage(
      `busy.hidden = false; ${wait(200)} const one = say("Agent", "30"); ${wait(200)} one.textContent = "30 days"; busy.hidden = true;`,
    );
    const { answer, what, left, pictures } = await visit(page.url);
    expect(answer).toBe("30 days");
    expect(what).toEqual(["asked", "busy", "text", "idle", "left"]);
    expect(left).toMatchObject({
      view: { answers: ["30 days"], errors: [], questions: 1, busy: false },
      screenshot: "screens/1.png",
    });
    expect(
      Buffer.from(pictures[0] ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
  });

  it("is left blank where nothing ever comes, and an error is an answer of a kind", async () => {
    await using blank = await smallPage("");
    expect(await visit(blank.url)).toMatchObject({
      answer: "",
      left: { view: { answers: [], errors: [], busy: false } },
    });
    await using told = await smallPage(`fail("Sorry, that did not work.");`);
    expect(await visit(told.url)).toMatchObject({
      answer: "Sorry, that did not work.",
      what: ["asked", "error", "left"],
    });
  });

  it("is taken up on its offer to try again, as often as the visitor would", async () => {
    await using page = await smallPage(
      `trouble.hidden = true; retry.hidden = true; if (asked === 1) { fail("Sorry."); retry.hidden = false; retry.onclick = () => ask(question); } else say("Agent", "30 days");`,
    );
    const { answer, what } = await visit(page.url);
    expect([answer, what]).toEqual(["30 days", ["asked", "error", "retried", "text", "left"]]);
    expect(await visit(page.url, { page: { retries: 0 } })).toMatchObject({ answer: "Sorry." });
  });

  it("that turns for ever is looked at once more when the time is up", async () => {
    await using page = await smallPage("busy.hidden = false;");
    const { answer, left } = await visit(page.url, { leavesAt: "busy" });
    expect(answer).toBeInstanceOf(Error);
    expect(left).toMatchObject({ view: { answers: [], busy: true }, screenshot: "screens/1.png" });
  });

  it("that turns on behind its answer is believed after a while", async () => {
    await using page = await smallPage(`busy.hidden = false; say("Agent", "30 days");`);
    expect(await visit(page.url)).toMatchObject({ answer: "30 days", left: { view: { busy: true } } });
  });

  it("is asked again by somebody in a hurry, if it lets them", async () => {
    await using open = await smallPage(`if (asked === 2) for (const _ of "12") say("Agent", "30 days");`);
    const hurried = { page: { asksAgainAfter: 400 } };
    expect(await visit(open.url, hurried)).toMatchObject({
      left: { view: { questions: 2, answers: ["30 days", "30 days"] } },
    });
    await using shut = await smallPage(
      `form.querySelector("button").disabled = true; ${wait(1500)} say("Agent", "30 days");`,
    );
    expect(await visit(shut.url, hurried)).toMatchObject({ left: { view: { questions: 1, answers: ["30 days"] } } });
  });

  it("has its requests steered: to where the faults are, on to its server with whose they are, or nowhere", async () => {
    await using gateway = await smallPage("", (_request, response) => response.end("from the gateway"));
    await using page = await smallPage(
      `const get = (url) => fetch(url).then((one) => one.text(), () => "blocked");
       say("Agent", [await get("/api/chat"), await get("/own"), await get("https://analytics.example/t")].join(", "));`,
      (_request, response) => response.end("from the server"),
    );
    const seen: string[] = [];
    const traffic: Traffic = {
      allowHosts: [],
      async steer({ method, url }): Promise<Steering> {
        seen.push(`${method} ${url.replace(page.url, "/")}`);
        if (url.includes("analytics")) return { kind: "blocked", message: "no such dependency" };
        return url.endsWith("/api/chat")
          ? { kind: "steered", url: `${gateway.url}t/x/chat-api/chat` }
          : { kind: "pass" };
      },
    };
    const { answer } = await visit(page.url, { traffic });
    expect(answer).toBe("from the gateway, from the server, blocked");
    expect(seen).toEqual(["GET /", "GET /api/chat", "GET /own", "GET https://analytics.example/t"]);
    expect(gateway.heard.map(({ url }) => url)).toEqual(["/t/x/chat-api/chat"]);
    expect(page.heard.map(({ url, headers }) => [url, headers["baggage"]])).toEqual([
      ["/own", "brownout.trial=t,brownout.performance=t~task"],
    ]);
  });

  it("cannot reach what nobody declared even if nobody steers", async () => {
    await using page = await smallPage(
      `say("Agent", await fetch("http://example.com/").then(() => "reached", () => "out of reach"));`,
    );
    expect(await visit(page.url)).toMatchObject({ answer: "out of reach" });
  });

  it("without a box for the question is a mistake of the set-up that says what to write", async () => {
    await using page = await smallPage("");
    const { answer } = await visit(page.url, { page: { input: "#nowhere" } });
    expect(answer).toMatchObject({
      name: "TargetFailure",
      message: expect.stringMatching(/"#nowhere".*"page\.input"/),
    });
  });
});

it("without a browser it names the command that installs one", async () => {
  expect(
    await findBrowser({ PATH: "/nowhere" }).then((path) => path === undefined || path.includes("playwright")),
  ).toBe(true);
});
