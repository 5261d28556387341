import { z } from "zod";

/** For faults that have nothing to set. */
export const noParams = z.strictObject({});
