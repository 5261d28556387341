/** Every side of every comparison, each run in a process of its own. */
export const children = {
  "load-generator": () => import("./load-generator.ts"),
  "gateway-brownout": () => import("./gateway-brownout.ts"),
  "gateway-aimock": () => import("./gateway-aimock.ts"),
  "gateway-mockttp": () => import("./gateway-mockttp.ts"),
  "gateway-relay": () => import("./gateway-relay.ts"),
  "gateway-live": () => import("./gateway-live.ts"),
  "relay-ends": () => import("./relay-ends.ts"),
  "gateway-bare": () => import("./gateway-bare.ts"),
  "calls-brownout": () => import("./calls-brownout.ts"),
  "calls-msw": () => import("./calls-msw.ts"),
  "calls-stub": () => import("./calls-stub.ts"),
  "virtual-trials": () => import("./virtual-trials.ts"),
  journal: () => import("./journal.ts"),
  "judge-journal": () => import("./judge-journal.ts"),
  judge: () => import("./judge.ts"),
  report: () => import("./report.ts"),
} as const satisfies Readonly<Record<string, () => Promise<{ start(): void | Promise<void> }>>>;

export type ChildName = keyof typeof children;
export const isChild = (name: string): name is ChildName => Object.hasOwn(children, name);
