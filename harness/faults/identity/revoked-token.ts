import { defineFault } from "../../domain/fault.ts";
import { onlyIdentity } from "../shared/boundaries.ts";
import { changeValue } from "../shared/change-answer.ts";
import { isRecord } from "../shared/json.ts";
import { noParams } from "../shared/no-params.ts";

export const revokedToken = defineFault({
  name: "revoked-token",
  summary: "The issuer says at introspection that a token is not active, though it has not expired.",
  boundaries: onlyIdentity,
  params: noParams,
  describe: () => "token revoked",
  inject: (_call, forward, context) =>
    changeValue(forward, context, (value) => {
      if (!isRecord(value) || value.active !== true) return { unchanged: "the answer is of no active token" };
      // RFC 7662, section 2.2: nothing else is told of a token that is not active.
      return { to: { active: false }, note: "introspection says that the token is not active" };
    }),
});
