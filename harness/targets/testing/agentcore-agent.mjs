// An agent in the runtime's own server, as its documentation writes it. Argument: port.
import { BedrockAgentCoreApp } from "bedrock-agentcore/runtime";

const app = new BedrockAgentCoreApp({
  config: { logging: { enabled: false } },
  invocationHandler: {
    process: async ({ prompt, input }, { sessionId }) => {
      const stream = async function* () {
        yield { data: { text: "within " } };
        if (prompt === "failing stream") throw new Error("model gone");
        yield { data: { text: "30 days" } };
      };
      switch (prompt) {
        case "text":
          return `order ${input.order}`;
        case "session":
          return { answer: sessionId };
        case "busy":
          return { answer: await app.asyncTask(async () => app.getCurrentPingStatus())() };
        case "error":
          throw new Error("model gone");
        default:
          return stream();
      }
    },
  },
});
app.run({ port: Number(process.argv[2]), host: "127.0.0.1" });
