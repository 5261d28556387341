/** Whether programs were started where they reach nothing but their interception and loopback, and why not. */
export type Isolated = { readonly kind: "network" } | { readonly kind: "none"; readonly reason: string };
