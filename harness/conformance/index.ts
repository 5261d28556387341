import type { Driver } from "./driver.ts";

/** Every way of using a real client that the conformance table has. */
export const drivers: readonly Driver[] = [];
