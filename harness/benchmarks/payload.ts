/** One exchange that every side of a comparison serves: what an agent's model call looks like, and a fixed answer to it. */

const tool = (name: string, description: string, argument: string) => ({
  type: "function" as const,
  function: {
    name,
    description,
    parameters: { type: "object", properties: { [argument]: { type: "string" } }, required: [argument] },
  },
});

export const requestPath = "/chat/completions";
export const modelUrl = "https://api.openai.com/v1";
export const binaryUrl = "https://bedrock-runtime.us-east-1.amazonaws.com";

/** How the answer comes: whole, as server-sent events, or as a binary event stream. */
export const kinds = ["json", "sse", "binary"] as const;
export type Kind = (typeof kinds)[number];

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

/** The same for the model whose streams are binary. */
const binaryRequestBody = () => {
  const { messages, tools } = requestBody(true);
  return {
    system: messages.filter(({ role }) => role === "system").map(({ content }) => ({ text: content })),
    messages: messages
      .filter(({ role }) => role === "user")
      .map(({ role, content }) => ({ role, content: [{ text: content }] })),
    toolConfig: {
      tools: tools.map(({ function: { name, description, parameters } }) => ({
        toolSpec: { name, description, inputSchema: { json: parameters } },
      })),
    },
  };
};

/** Where a request has a number of its own, if no two are to be alike: as many digits. */
export const numberPlace = "00000000";
/** A body of the same length with a place for a number in what the user asks. */
export const numbered = (body: string): string => body.replace("send it back?", `return no ${numberPlace}`);

/** What is sent for an answer of this kind: path below the base address, and body. */
export const requestFor = (kind: Kind): { readonly path: string; readonly body: string } =>
  kind === "binary"
    ? { path: "/model/amazon.nova-lite-v1%3A0/converse-stream", body: JSON.stringify(binaryRequestBody()) }
    : { path: requestPath, body: JSON.stringify(requestBody(kind === "sse")) };

/** All that the answer's pieces say, whichever way it came. */
export const textIn = (reply: string): string =>
  [...reply.matchAll(/"(?:content|text)":("(?:[^"\\]|\\.)*")/g)]
    .map(([, text]) => String(JSON.parse(text ?? '""')))
    .join("");

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
