import { z } from "zod";
import { createRouter } from "../../execute/router.ts";
import { openGateway } from "../../interceptors/index.ts";
import { serveParent } from "../child.ts";
import { armedTrials } from "./armed-trial.ts";

/** The gateway of a run that relays: the model is really asked, with an injection armed at it that is never due. */
export async function start(): Promise<void> {
  const router = createRouter();
  const gateway = await openGateway(router);
  let peak = 0;
  const note = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  serveParent({
    /** Arms a trial whose model is at this address; gives the gateway's own for it. */
    relay: async (live) => {
      const trials = await armedTrials(router, "gateway", z.string().parse(live));
      return gateway.environment({ trial: trials.next().trial }, trials.dependencies).OPENAI_BASE_URL ?? "";
    },
    /** Collects garbage and watches resident memory from here on; gives what it is now, in bytes. */
    watch: () => {
      globalThis.gc?.();
      peak = 0;
      note();
      setInterval(note, 2).unref();
      return peak;
    },
    /** The most it has been since. */
    peak: () => peak,
  });
}
