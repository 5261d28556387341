export const chat = ["model", "shop-llm", "chat"] as const;
export const search = ["retrieval", "policies", "search"] as const;
export const asks = {
  model: "gpt-4.1",
  tools: 5,
  messages: 1,
  new: [{ role: "user", text: "I bought a tent five weeks ago and never opened it. Can I still send it back?" }],
};
export const callsSearch = {
  text: "",
  toolCalls: [{ id: "call_1", name: "search_policies", arguments: '{"query":"return window unopened tent"}' }],
  stopReason: "tool-calls",
};
export const says = (text: string) => ({ text, toolCalls: [], stopReason: "stop" });
export const hits = (date: string) => ({
  hits: [
    { id: "returns", title: "Returns policy", text: "…", score: 0.93, date },
    { id: "refunds", title: "Refund times", text: "…", score: 0.71, date },
  ],
});
