import { z } from "zod";

export const noParams = z.strictObject({});
