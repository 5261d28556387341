import { describe, expect, it } from "vitest";
import { type Desk, fakeRun, only, toolUrl, treated } from "../testing/fake-run.ts";

const endOf = async (agent: (desk: Desk) => Promise<string>, more: Partial<Parameters<typeof fakeRun>[0]> = {}) => {
  const { events } = await fakeRun({ agent, ...more });
  return {
    events,
    ended: only(treated(events), "performance-ended")[0],
    failed: only(treated(events), "trial-failed")[0],
  };
};

describe("hosts outside the system map", () => {
  it("are blocked and named, once for each call", async () => {
    const { events, ended } = await endOf(async ({ ask }) => {
      const blocked = await ask("https://telemetry.example.com/v1/events");
      return `${blocked.ending}: ${blocked.text}`;
    });
    expect(ended?.answer).toMatch(/^blocked: .*no dependency at telemetry\.example\.com.*"allowHosts"/);
    expect(only(treated(events), "call-escaped")).toMatchObject([
      { host: "telemetry.example.com", method: "POST", t: 0, performance: "e/one/1/treatment~one" },
    ]);
  });

  it.each([
    "https://allowed.test/x",
    "http://127.0.0.1:9/x",
    "http://[::1]:9/",
    "http://localhost/",
    "http://db.localhost:1/",
  ])("pass when they are loopback or allowed by name: %s", async (url) => {
    const { events, ended } = await endOf(async ({ ask }) => (await ask(url)).ending);
    expect(ended?.answer).toBe("pass");
    expect(only(events, "call-escaped")).toEqual([]);
  });

  it.each([
    "https://allowed.test.evil.com/",
    "http://127.0.0.1.evil.com/",
    "http://notlocalhost/",
    "https://orders.test/get",
    "http://orders.test:8080/get",
  ])("are not let through for looking alike: %s", async (url) => {
    const { ended } = await endOf(async ({ ask }) => (await ask(url)).ending);
    expect(ended?.answer).toBe("blocked");
  });
});

describe("an agent that its trial has left behind", () => {
  it("gets nothing any more, and nothing of it is journalled", async () => {
    const late: string[] = [];
    const { events } = await fakeRun({
      experiment: { deadline: 1000, repeats: 2 },
      agent: async ({ ask, scope }) => {
        for (;;) {
          await new Promise((resolve) => setTimeout(resolve, 300));
          const answer = ask(`${toolUrl}/get`).then(
            () => "answered",
            () => "broken",
          );
          const heard = await Promise.race([
            answer,
            new Promise((resolve) => setTimeout(() => resolve("nothing"), 100)),
          ]);
          late.push(`${scope.trial} ${heard}`);
        }
      },
    });
    for (const trial of ["e/one/1/control", "e/one/1/treatment", "e/one/2/control"]) {
      const heard = late.filter((line) => line.startsWith(trial)).map((line) => line.split(" ")[1]);
      expect(heard.slice(0, 3)).toEqual(["answered", "answered", "answered"]);
      expect(new Set(heard.slice(3))).toEqual(new Set(["nothing"]));
      const last = events.findLastIndex((event) => "trial" in event && event.trial === trial);
      expect(events[last]?.type).toBe("trial-ended");
    }
  });
});
