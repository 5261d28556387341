/** A conversation in which results have the name of their tool and no id. */
export const named = [
  { role: "user", content: "Where is it?" },
  { role: "assistant", tool_calls: [{ function: { name: "find", arguments: { id: "1" } } }] },
  { role: "tool", tool_name: "find", content: "here" },
];
