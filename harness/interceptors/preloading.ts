import type { Interceptor } from "../domain/ports.ts";
import { noProxyVariables, preloadVariables } from "./child-variables.ts";
import { type GatewayOptions, openGateway } from "./gateway.ts";

/** For Node agents whose addresses are in their code: the preload in them sends to the gateway what they would send to other machines. */
export const preloading = (options: GatewayOptions = {}): Interceptor => ({
  async open(router) {
    const inner = await openGateway(router, options);
    return {
      ...inner,
      environment: (scope, dependencies) => ({
        ...noProxyVariables(),
        ...preloadVariables(inner.port, scope, dependencies),
      }),
      [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
    };
  },
});
