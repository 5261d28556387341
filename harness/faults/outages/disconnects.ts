import { disconnecting } from "./disconnecting.ts";

export const refused = disconnecting(
  "refused",
  "refused",
  "Nothing listens at the dependency's address: the connection is refused.",
);
export const dnsFailure = disconnecting("dns-failure", "dns", "The dependency's host name cannot be resolved.");
export const connectionReset = disconnecting(
  "connection-reset",
  "reset",
  "The connection is reset before any byte of a reply.",
);
export const connectTimeout = disconnecting("connect-timeout", "timeout", "The connection attempt itself times out.");
export const hang = disconnecting(
  "hang",
  "hang",
  "The dependency accepts the call, then never answers and never hangs up.",
);
