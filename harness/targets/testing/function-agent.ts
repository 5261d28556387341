import type { AgentFunction } from "../define-target.ts";

/** Does what its prompt says. */
const agent: AgentFunction = async (task, { env, signal }) => {
  switch (task.prompt) {
    case "text":
      return `hello ${env.GREETED}`;
    case "object":
      return { text: "hello", data: { input: task.input } };
    case "throw":
      throw new TypeError("no such tool", { cause: new Error("the root of it") });
    case "throw a string":
      throw "just text";
    case "junk":
      return { reply: "hello" } as never;
    case "wait":
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("noticed"))));
    case "deaf":
      return new Promise(() => {});
    case "stray rejection":
      void Promise.reject(new Error(`stray of ${task.id}`));
      return new Promise(() => {});
    case "stray exception":
      queueMicrotask(() => {
        throw new Error(`thrown by ${task.id}`);
      });
      return new Promise(() => {});
    case "late stray": {
      setTimeout(() => void Promise.reject(new Error("too late")), 20);
      return "in time";
    }
    default:
      await new Promise((resolve) => setTimeout(resolve, 40));
      return `done ${task.id}`;
  }
};
export default agent;
