/** Whether programs were started where they reach nothing but their interception and loopback, and why not. */
export type Isolated = { readonly kind: "network" } | { readonly kind: "none"; readonly reason: string };

/** Where the programs of an experiment were started: where they reach nothing undeclared, or like any other program, and why. */
export type IsolationTold = { readonly type: "isolation"; readonly experiment: string } & Isolated;
