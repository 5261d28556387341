import type { Fault } from "../../domain/fault.ts";
import { defineFault } from "../../domain/fault.ts";
import type { DisconnectCode } from "../../domain/vocabulary.ts";
import { everywhere } from "../shared/boundaries.ts";
import { noParams } from "../shared/no-params.ts";

const what: Readonly<Record<DisconnectCode | "hang", string>> = {
  refused: "connection refused",
  reset: "connection reset before any reply",
  timeout: "connection attempt timed out",
  dns: "host name not found",
  hang: "no reply, connection left open",
};

/** What cannot happen any more to a connection that stands. */
const beforehand = new Set<DisconnectCode | "hang">(["refused", "timeout", "dns"]);

/** A fault that fails the connection instead of calling the dependency. */
export const disconnecting = (name: string, code: DisconnectCode | "hang", summary: string): Fault =>
  defineFault({
    name,
    summary,
    boundaries: everywhere,
    params: noParams,
    beyondContext: () =>
      `A result in a conversation has no connection that could fail. Nearest is the error that the tool would have shown: "failure" with kind: ${code === "hang" || code === "timeout" ? "gateway-timeout" : "unavailable"}, and its message.`,
    describe: () => what[code],
    async inject(_call, _forward, context) {
      const shown = context.connected && beforehand.has(code) ? "; through the gateway the client sees a reset" : "";
      context.note(what[code] + shown);
      return { kind: "disconnect", code };
    },
  });
