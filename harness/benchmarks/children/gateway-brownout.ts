import { createRouter } from "../../execute/router.ts";
import { TelemetryInbox } from "../../execute/telemetry-inbox.ts";
import { openGateway } from "../../interceptors/index.ts";
import { readExport } from "../../telemetry/index.ts";
import { serveParent } from "../child.ts";
import { armedTrials } from "./armed-trial.ts";

/** The gateway of a run: its router, the OpenAI protocol, an injection that is armed and never due, the journal on the disk. */
export async function start(): Promise<void> {
  const router = createRouter(new TelemetryInbox(readExport));
  const gateway = await openGateway(router);
  const trials = await armedTrials(router, "gateway");
  serveParent({
    /** Each burst is a trial of its own. */
    address: (kind) => {
      const variables = gateway.environment({ trial: trials.next().trial }, trials.dependencies);
      const { port, pathname } = new URL(variables[kind === "binary" ? "BINARY_BASE_URL" : "OPENAI_BASE_URL"] ?? "");
      return { port: Number(port), base: pathname };
    },
    stop: async () => {
      trials[Symbol.dispose]();
      await gateway[Symbol.asyncDispose]();
      return null;
    },
  });
}
