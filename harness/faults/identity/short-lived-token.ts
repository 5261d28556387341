import { z } from "zod";
import { formatDuration } from "../../domain/duration.ts";
import { defineFault } from "../../domain/fault.ts";
import { onlyIdentity } from "../shared/boundaries.ts";
import { changeValue } from "../shared/change-answer.ts";
import { duration } from "../shared/duration.ts";
import { isRecord } from "../shared/json.ts";

const params = z.strictObject({
  lifetime: duration()
    .prefault("1s")
    .describe("How long the token is said to live, in whole seconds; 0 = it has expired."),
});

export const shortLivedToken = defineFault({
  name: "short-lived-token",
  summary: "The issuer gives tokens that it says expire almost at once, so that they run out in the middle of a task.",
  boundaries: onlyIdentity,
  params,
  describe: ({ lifetime }) => `tokens live ${formatDuration(lifetime)}`,
  inject: (_call, forward, context, { lifetime }) =>
    changeValue(forward, context, (value) => {
      if (!isRecord(value) || value.access_token === undefined) return { unchanged: "the answer is no token" };
      const seconds = Math.floor(lifetime / 1000);
      return { to: { ...value, expires_in: seconds }, note: `expires_in = ${seconds}; the token itself is as it was` };
    }),
});
