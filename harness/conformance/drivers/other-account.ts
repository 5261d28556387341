import { Mistral } from "@mistralai/mistralai";
import { Ollama } from "ollama";
import type { Driver } from "../driver.ts";
import { accountOf, accounts, byAgent, longPrompt } from "./account.ts";
import { expecting } from "./expect.ts";

const complete: Driver["call"] = async (context) => {
  const { model } = await new Mistral({ apiKey: "brownout", serverURL: context.baseUrl }).chat.complete(
    {
      model: "mistral-small-latest",
      messages: [
        { role: "system", content: longPrompt(context) },
        { role: "user", content: "hello" },
      ],
    },
    { fetchOptions: { signal: context.signal } },
  );
  context.say(accountOf({ model }));
};

const chat: Driver["call"] = async (context) => {
  const { model } = await new Ollama({ host: context.baseUrl }).chat({
    model: "llama3.2",
    messages: [
      { role: "system", content: longPrompt(context) },
      { role: "user", content: "hello" },
    ],
    stream: false,
  });
  context.say(accountOf({ model }));
};

const common = { transport: "h1", mode: "whole", asks: "account" } as const;

export const otherAccountDrivers: readonly Driver[] = [
  expecting(
    {
      ...common,
      id: "mistral chat.complete, account",
      package: "@mistralai/mistralai",
      protocol: "mistral",
      dependency: { boundary: "model", url: "https://api.mistral.ai" },
      call: complete,
    },
    accounts({
      source: "docs: Chat Completion, model",
      model: "mistral-small-latest",
      waits: byAgent(1000),
      retries: "read: @mistralai/mistralai/src/lib/sdks.ts",
    }),
  ),
  expecting(
    {
      ...common,
      id: "ollama chat, account",
      package: "ollama",
      protocol: "ollama",
      dependency: { boundary: "model", url: "http://127.0.0.1:11434" },
      call: chat,
    },
    accounts({
      source: "docs: Generate a chat completion, model",
      model: "llama3.2",
      waits: byAgent(5000),
      retries: "read: ollama/dist/browser.mjs",
    }),
  ),
];
