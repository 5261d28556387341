import { noProxyVariables, preloadVariables } from "./child-variables.ts";
import { type GatewayOptions, openGateway, type PortInterceptor } from "./gateway.ts";

/** For Node agents whose addresses are in their code: the preload in them sends to the gateway what they would send to other machines. */
export const preloading = (options: GatewayOptions = {}): PortInterceptor => ({
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
