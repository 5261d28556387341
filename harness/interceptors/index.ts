import { gateway } from "./gateway.ts";
import { inProcess } from "./in-process.ts";

export { type GatewayInterception, type GatewayOptions, gateway, openGateway } from "./gateway.ts";
export { inProcess } from "./in-process.ts";
export { relay } from "./relay.ts";
export { loadWorld, type MocksContext } from "./world.ts";

/** Every place in the traffic where we can sit, by name. */
export const interceptors = { "in-process": inProcess, gateway } as const;
export type InterceptorName = keyof typeof interceptors;
