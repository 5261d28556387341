// Brownout starts your agent through this module and hands it one task at a time.
// (.mts: an ES module whatever the "type" in your package.json.)
import { defineTarget } from "brownout";
import { createHelpDesk } from "./example-agent.mts"; // ← your agent here

export default defineTarget({
  // `env`: the process's variables, with the addresses of system-map.yaml over them. Called once for each trial.
  boot(env) {
    const helpDesk = createHelpDesk({
      model: env.OPENAI_BASE_URL ?? "https://api.openai.com/v1",
      docs: env.DOCS_URL ?? "http://docs.bookshop.test",
      orders: env.ORDERS_URL ?? "http://orders.bookshop.test",
      apiKey: env.OPENAI_API_KEY ?? "any",
    });
    return {
      // `task`: { id, prompt, input } from tasks.yaml. `signal` aborts at the deadline. The answer: { text, data? }.
      perform: async (task, signal) => ({ text: await helpDesk.ask(task.prompt, signal) }),
    };
  },
});
