import { defineFault } from "../../domain/fault.ts";
import { onlyIdentity } from "../shared/boundaries.ts";
import { changeValue } from "../shared/change-answer.ts";
import { isRecord } from "../shared/json.ts";
import { noParams } from "../shared/no-params.ts";
import { count } from "../shared/sentence.ts";

export const rotatedKeys = defineFault({
  name: "rotated-keys",
  summary:
    "The issuer has changed its signing keys: its key set names none of those that tokens in use were signed with.",
  boundaries: onlyIdentity,
  params: noParams,
  describe: () => "signing keys rotated",
  inject: (_call, forward, context) =>
    changeValue(forward, context, (value) => {
      const keys = isRecord(value) && Array.isArray(value.keys) ? value.keys.filter(isRecord) : [];
      if (!isRecord(value) || keys.length === 0) return { unchanged: "the answer is no key set" };
      // A key without an id is tried on every token, so it gets one.
      const renamed = keys.map((key, index) => ({ ...key, kid: `rotated-${index + 1}` }));
      return { to: { ...value, keys: renamed }, note: `${count(keys.length, "key")} under new ids` };
    }),
});
