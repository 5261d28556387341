import { createRouter } from "../../execute/router.ts";
import { inProcess } from "../../interceptors/index.ts";
import { serveParent } from "../child.ts";
import { armedTrials } from "./armed-trial.ts";
import { callLoop } from "./call-loop.ts";

/** In process as in a run: patched fetch, router, an injection that is armed and never due, the journal on the disk. */
export async function start(): Promise<void> {
  const router = createRouter();
  const interception = await inProcess().open(router);
  const trials = await armedTrials(router, "in-process");
  const loop = callLoop();
  serveParent({
    calls: (input) => interception.run(trials.next(), () => loop(input)),
    stop: async () => {
      trials[Symbol.dispose]();
      await interception[Symbol.asyncDispose]();
      return null;
    },
  });
}
