// The example: a bookshop's help desk with a document base and one tool, as people write it first. Yours replaces it.
// It speaks Chat Completions with plain fetch and so needs no package; an agent on an SDK is tested just the same.

export interface Addresses {
  model: string;
  docs: string;
  orders: string;
  apiKey: string;
}

const system = "You are the help desk of a bookshop. When you could not look something up, say so.";
const tools = [
  tool("search_docs", "Search the shop's policies.", "query"),
  tool("get_order", "Look up an order by its number.", "order_id"),
];

export function createHelpDesk({ model, docs, orders, apiKey }: Addresses) {
  async function ask(prompt: string, signal: AbortSignal): Promise<string> {
    const messages: unknown[] = [
      { role: "system", content: system },
      { role: "user", content: prompt },
    ];
    for (let turn = 0; turn < 6; turn += 1) {
      const message = await complete(messages, signal);
      if (!message.tool_calls?.length) return message.content ?? "";
      messages.push(message);
      for (const call of message.tool_calls) {
        const content = await use(call.function.name, JSON.parse(call.function.arguments), signal);
        messages.push({ role: "tool", tool_call_id: call.id, content });
      }
    }
    return "I could not finish this. A colleague will write to you.";
  }

  /** One turn of the model. Tries four times and waits as long as it is told to. */
  async function complete(messages: unknown[], signal: AbortSignal): Promise<AssistantMessage> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(`${model}/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
        body: JSON.stringify({ model: "gpt-example", messages, tools, max_tokens: 500 }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(20_000)]),
      });
      if (response.ok) return (await response.json()).choices[0].message;
      if (attempt === 4) throw new Error(`The model answered ${response.status} four times.`);
      const seconds = Number(response.headers.get("retry-after") ?? 2 ** attempt);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }

  /** Uses a tool. What went wrong is told to the model, which can then say so. */
  async function use(name: string, input: Record<string, string>, signal: AbortSignal): Promise<string> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
    try {
      return JSON.stringify(
        name === "search_docs" ? await search(input.query, limit) : await look(input.order_id, limit),
      );
    } catch (error) {
      return JSON.stringify({ error: `${name} failed: ${error instanceof Error ? error.message : String(error)}` });
    }
  }

  async function search(query: string | undefined, signal: AbortSignal): Promise<Hit[]> {
    const response = await fetch(`${docs}/search`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, top_k: 3 }),
      signal,
    });
    if (!response.ok) throw new Error(`the document base answered ${response.status}`);
    const { results }: { results: Hit[] } = await response.json();
    return results; // results.filter(isCurrent) mends what experiments/stale-docs.yaml finds
  }

  async function look(order: string | undefined, signal: AbortSignal): Promise<unknown> {
    const response = await fetch(`${orders}/orders/${order}`, { signal });
    if (!response.ok) throw new Error(`the order service answered ${response.status}`);
    return response.json();
  }

  return { ask };
}

/** The shop reviews every policy each January; what is older has been replaced. */
export const isCurrent = (hit: Hit): boolean => hit.revised >= "2026-01-01";

interface Hit {
  text: string;
  revised: string;
}

interface AssistantMessage {
  content: string | null;
  tool_calls?: { id: string; function: { name: string; arguments: string } }[];
}

function tool(name: string, description: string, input: string) {
  const parameters = { type: "object", properties: { [input]: { type: "string" } }, required: [input] };
  return { type: "function", function: { name, description, parameters } };
}
