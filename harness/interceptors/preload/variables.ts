/** How a started program is told about the gateway, for the preload in it. */
export const variables = {
  /** The gateway's port on 127.0.0.1. */
  port: "BROWNOUT_GATEWAY_PORT",
  /** To whom its calls belong: `trial[;p=performance]`, each percent-encoded. */
  scope: "BROWNOUT_SCOPE",
  /** `host:port,…` on loopback that are dependencies too. */
  routed: "BROWNOUT_ROUTED",
} as const;
