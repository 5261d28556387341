import { gateway } from "./gateway.ts";
import { inProcess } from "./in-process.ts";
import { preloading } from "./preloading.ts";
import { proxy } from "./proxy.ts";

export { type GatewayInterception, type GatewayOptions, gateway, openGateway } from "./gateway.ts";
export { guarded } from "./guarded.ts";
export { inProcess } from "./in-process.ts";
export { isolating } from "./isolation/index.ts";
export { namespacePool } from "./isolation/pool.ts";
export { relay } from "./relay.ts";
export { loadWorld } from "./world.ts";

/** Every place in the traffic where we can sit, by name. */
export const interceptors = { "in-process": inProcess, gateway, preload: preloading, proxy } as const;
export type InterceptorName = keyof typeof interceptors;
