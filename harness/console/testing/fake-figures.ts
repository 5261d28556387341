import type { ArmedNow, GamedayState, LiveWindow } from "../../domain/gameday.ts";

/** Wavers around 1, the same at the same time. */
const waver = (t: number, of: number): number =>
  1 + 0.12 * Math.sin(t / 7000 + of) + 0.05 * Math.sin(t / 1900 + of * 3);

function windowOf(
  t: number,
  of: number,
  rate: number,
  ms: number,
  tokens: number,
  armed: ArmedNow | undefined,
): LiveWindow {
  const n = Math.round(rate * 10 * waver(t, of));
  const struck = armed ? armed.radius.share : 0;
  const failing = armed && armed.fault === "throttled" ? struck : 0;
  const slow = armed && armed.fault === "latency" ? 1 + struck * 8 : 1;
  const errors = Math.round(n * failing * waver(t, of + 1));
  return {
    perSecond: n / 10,
    n,
    errors,
    retries: Math.round(errors * 0.8),
    tokens: Math.round(n * tokens),
    p50: ms * slow * waver(t, of),
    p95: ms * slow * 2.4 * waver(t, of + 2),
    p99: ms * slow * 3.9 * waver(t, of + 4),
  };
}

/** What the agent and its dependencies show at `t`, ms of the day, while `armed`. */
export function fakeFigures(
  t: number,
  armed: readonly ArmedNow[],
): Pick<GamedayState, "agent" | "dependencies" | "bounds"> {
  const on = (name: string): ArmedNow | undefined => armed.find(({ dependencies }) => dependencies.includes(name));
  const claude = windowOf(t, 1, 8, 620, 900, on("claude"));
  const agent = { ...windowOf(t, 4, 4, 1900, 1800, on("claude")), open: 3 + armed.length * 4 };
  const failed = agent.n > 0 ? (agent.errors / agent.n) * 0.4 : 0;
  const wrong = on("policies-kb") ? 0.08 : 0;
  return {
    agent: {
      ...agent,
      outcomes: {
        correct: Math.round(agent.n * (1 - failed)),
        ...(wrong > 0 ? { wrong: Math.round(agent.n * wrong) } : {}),
      },
    },
    dependencies: {
      claude: { ...claude, open: 2 },
      "policies-kb": { ...windowOf(t, 2, 5, 80, 0, on("policies-kb")), open: 0 },
      "orders-api": { ...windowOf(t, 3, 3, 140, 0, on("orders-api")), open: 1 },
    },
    bounds: [
      {
        name: "error-rate at most 0.05 over 30s",
        kind: "steady-state",
        value: failed,
        n: agent.n,
        atMost: 0.05,
        ok: failed <= 0.05,
      },
      {
        name: "latency-p95 at most 8s over 30s",
        kind: "steady-state",
        value: agent.p95 ?? 0,
        n: agent.n,
        atMost: 8000,
        ok: (agent.p95 ?? 0) <= 8000,
      },
      {
        name: "wrong-answer-rate at most 0.02 over 1m",
        kind: "steady-state",
        value: wrong,
        n: agent.n,
        atMost: 0.02,
        ok: wrong <= 0.02,
      },
      { name: "retry-rate of claude at most 0.2 over 30s", kind: "steady-state", n: 3, atMost: 0.2 },
      {
        name: "error-rate at most 0.5 over 30s",
        kind: "abort",
        value: failed,
        n: agent.n,
        atMost: 0.5,
        ok: failed <= 0.5,
      },
    ],
  };
}
