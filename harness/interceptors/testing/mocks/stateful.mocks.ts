import { HttpResponse, http } from "msw";
import type { MocksContext } from "../../world.ts";

/** The full shape: a function, called for each trial. */
export default (context: MocksContext) => {
  let refunds = 0;
  return {
    handlers: [
      http.post("https://orders.example/refunds", async ({ request }) => {
        refunds += 1;
        const { order } = (await request.json()) as { order: string };
        context.effect({ kind: "refund", order });
        return HttpResponse.json({
          refunds,
          trial: context.trial,
          by: context.performance(),
          at: context.now(),
          task: context.task.id,
        });
      }),
    ],
  };
};
