import { preload } from "./interceptors/preload/index.ts";

/** `node --import brownout/preload agent.js`: everything that it needs to know is in the environment. */
preload(process.env);
