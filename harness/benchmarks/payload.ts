/** One exchange that every side of a comparison serves: what an agent's model call looks like, and a fixed answer to it. */

const tool = (name: string, description: string, argument: string): unknown => ({
  type: "function",
  function: {
    name,
    description,
    parameters: { type: "object", properties: { [argument]: { type: "string" } }, required: [argument] },
  },
});

export const requestPath = "/chat/completions";
export const modelUrl = "https://api.openai.com/v1";

export const requestBody = (stream: boolean) => ({
  model: "gpt-4.1-mini",
  stream,
  messages: [
    {
      role: "system" as const,
      content:
        "You work at the support desk of a shop for outdoor gear. Answer from the policy base and the order system alone, say what you could not find out, and never promise what the policy in force does not.",
    },
    { role: "user" as const, content: "I bought a tent five weeks ago and never used it. Can I still send it back?" },
  ],
  tools: [
    tool("search_knowledge", "Searches the policies and product pages.", "query"),
    tool("get_order", "Looks up one order.", "order_id"),
  ],
});

export const answerText =
  "Unused tents can be returned within sixty days of delivery, so five weeks is well inside the limit. " +
  "Please keep the tags on, pack it in its own bag, and use the label that came with the order; " +
  "the refund goes to the card that you paid with, usually within three working days of its arrival at our warehouse. " +
  "If anything is missing from the bag, tell us first, and we will find out together what can be done about it.";

/** As a model streams it: about a word at a time. */
export const answerParts: readonly string[] = answerText.match(/\s*\S+/g) ?? [];

export const usage = { inputTokens: 140, outputTokens: 92 } as const;

const common = { id: "chatcmpl-bench", created: 1_790_000_000, model: "gpt-4.1-mini" } as const;
const wireUsage = {
  prompt_tokens: usage.inputTokens,
  completion_tokens: usage.outputTokens,
  total_tokens: usage.inputTokens + usage.outputTokens,
};

/** What a mock that is told its bytes answers to an unstreamed call. */
export const wholeAnswer = () => ({
  ...common,
  object: "chat.completion",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: answerText, refusal: null },
      logprobs: null,
      finish_reason: "stop",
    },
  ],
  usage: wireUsage,
});

/** The same as server-sent events, each with its blank line. */
export function streamedAnswer(): string[] {
  const chunk = (delta: unknown, finish: string | null): string =>
    `data: ${JSON.stringify({
      ...common,
      object: "chat.completion.chunk",
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    })}\n\n`;
  return [
    chunk({ role: "assistant", content: "" }, null),
    ...answerParts.map((content) => chunk({ content }, null)),
    chunk({}, "stop"),
    "data: [DONE]\n\n",
  ];
}
