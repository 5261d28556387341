import Anthropic from "@anthropic-ai/sdk";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ConsecutiveBreaker, circuitBreaker, handleAll } from "cockatiel";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { at, jsonBody, right, runSmall, wait } from "../../testing/small-agents.ts";

/** Asks for an order until it is there, `tries` times. */
const asking =
  (tries: number, path = "/orders/1") =>
  () =>
  async () => {
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      const response = await fetch(at.orders + path).catch(() => undefined);
      if (response?.ok) return right;
      await wait(200 * 2 ** attempt);
    }
    return "I could not look that up.";
  };
const down = { inject: "unavailable" };

describe("bounded retry, from running agents", () => {
  it("is present where a few attempts are made", async () => {
    const { evidence } = await runSmall({ agent: asking(3), method: [down] });
    expect(evidence("E2", "orders")).toMatchObject({ conclusion: "present", figures: { attempts: { max: 3 } } });
  });

  it("is absent where a passing failure is taken for the last word", async () => {
    const { evidence } = await runSmall({ agent: asking(1), method: [{ ...down, when: { first: 1 } }] });
    expect(evidence("E2", "orders")).toMatchObject({ conclusion: "absent", figures: { amplification: { mean: 1 } } });
  });

  it("is violated by more attempts than are declared, or than is usual", async () => {
    const usual = await runSmall({ agent: asking(7), method: [down] });
    expect(usual.evidence("E2", "orders")?.reason).toBe("7 attempts at one call, more than 6");
    const declared = await runSmall({
      agent: asking(4),
      method: [down],
      claims: [{ probe: "max-attempts", atMost: 3 }],
    });
    expect(declared.conclusion("E2", "orders")).toBe("violated");
  });

  it("is violated by another attempt at what cannot succeed", async () => {
    const { evidence } = await runSmall({
      agent: asking(2),
      method: [{ inject: "http-error", with: { status: 422 } }],
    });
    expect(evidence("E2", "orders")).toMatchObject({ conclusion: "violated" });
  });

  it("cannot be told from one failure that does the task no harm, and is not looked for where nothing failed", async () => {
    const agent = () => async () => {
      const response = await fetch(`${at.orders}/orders/1`);
      return response.ok ? right : `${right}, says the backup`;
    };
    expect((await runSmall({ agent, method: [down] })).conclusion("E2", "orders")).toBe("cannot-tell");
    const slow = await runSmall({ agent, method: [{ inject: "latency", with: { delay: "1s" } }] });
    expect(slow.evidence("E2", "orders")).toBeUndefined();
  });
});

it("is not missed where tasks share a breaker that has opened", async () => {
  const { conclusion } = await runSmall({
    agent: () => {
      const policy = circuitBreaker(handleAll, { breaker: new ConsecutiveBreaker(3), halfOpenAfter: 60_000 });
      return async () => {
        for (let attempt = 1; attempt <= 3; attempt += 1) {
          const found = await policy
            .execute(async () => {
              if (!(await fetch(`${at.orders}/orders/1`)).ok) throw new Error("down");
              return true;
            })
            .catch(() => false);
          if (found) return right;
          await wait(200);
        }
        return "I could not look that up.";
      };
    },
    method: [down],
    bystanders: ["b", "c"],
  });
  expect(conclusion("E2", "orders")).toBe("cannot-tell");
});

describe("the layers that retry are told apart", () => {
  it("in the clients of two model providers: their own attempts from those of a loop around them", async () => {
    const agents = {
      openai: () => {
        const client = new OpenAI({ apiKey: "k", baseURL: at.openai });
        return () =>
          client.chat.completions.create(
            { model: "m", messages: [{ role: "user", content: "hi" }] },
            { timeout: 9000 },
          );
      },
      anthropic: () => {
        const client = new Anthropic({ apiKey: "k", baseURL: at.anthropic });
        return () =>
          client.messages.create(
            { model: "m", max_tokens: 9, messages: [{ role: "user", content: "hi" }] },
            { timeout: 9000 },
          );
      },
    };
    for (const [into, connect] of Object.entries(agents)) {
      const looping = () => {
        const ask = connect();
        return async () => {
          for (let round = 0; round < 3; round += 1) if (await ask().catch(() => undefined)) return right;
          return "I could not ask.";
        };
      };
      const { evidence, calls } = await runSmall({ agent: looping, method: [{ inject: "overloaded", into }] });
      expect(calls.map(({ client, attempt }) => [client?.attempt, attempt])).toEqual(
        [1, 2, 3, 1, 2, 3, 1, 2, 3].map((own, index) => [own, index + 1]),
      );
      expect(calls[0]?.client?.timeoutMs).toBe(9000);
      expect(evidence("E2", into)).toMatchObject({
        conclusion: "violated",
        reason: "9 attempts at one call, more than 6 (3 by the client library × 3 by what calls it)",
        figures: { amplification: { mean: 9 }, clientAmplification: { mean: 3 }, wrapperAmplification: { mean: 3 } },
      });
    }
  });

  it("in an SDK that names its invocations", async () => {
    const agent = () => {
      const client = new LambdaClient({
        region: "us-east-1",
        endpoint: at.orders,
        credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
        maxAttempts: 2,
      });
      return async () => {
        for (let round = 0; round < 2; round += 1)
          if (await client.send(new InvokeCommand({ FunctionName: "f" })).catch(() => undefined)) return right;
        return "I could not ask.";
      };
    };
    const base = await runSmall({ agent: asking(1), method: [] });
    const { target } = base.result.experiment;
    const map = {
      ...target.map,
      dependencies: target.map.dependencies.map((one) =>
        one.name === "orders" ? { ...one, protocol: "lambda" } : one,
      ),
    };
    const { evidence, calls } = await runSmall({
      agent,
      method: [down],
      experiment: { target: { ...target, map } },
    });
    expect(calls.map(({ client }) => [client?.attempt, client?.of])).toEqual([
      [1, 2],
      [2, 2],
      [1, 2],
      [2, 2],
    ]);
    expect(new Set(calls.map(({ client }) => client?.invocation)).size).toBe(2);
    expect(evidence("E2", "orders")?.figures).toMatchObject({
      amplification: { mean: 4 },
      clientAmplification: { mean: 2 },
      wrapperAmplification: { mean: 2 },
    });
  });

  it("in a model that asks for the same again after it has been told of the failure", async () => {
    const agent = () => async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        await fetch(
          `${at.openai}/chat/completions`,
          jsonBody({ model: "m", messages: [{ role: "user", content: `turn ${turn}` }] }),
        );
        for (let attempt = 0; attempt < 2; attempt += 1) if ((await fetch(`${at.orders}/orders/1`)).ok) return right;
      }
      return "I could not look that up.";
    };
    const { evidence } = await runSmall({ agent, method: [down] });
    expect(evidence("E2", "orders")?.figures).toMatchObject({
      amplification: { mean: 6 },
      wrapperAmplification: { mean: 2 },
      agentAmplification: { mean: 3 },
    });
  });
});
