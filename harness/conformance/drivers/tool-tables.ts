import type { Source } from "../driver.ts";
import { once, type Table } from "./expect.ts";
import { measured } from "./stainless.ts";

const cases = {
  "tool-call": 'weigh({"parcel":"P-7","grams":1200})',
  "tool-arguments:truncated": 'weigh({"parcel":"P-7",")',
  "tool-arguments:output-limit": 'weigh({"parcel":"P-7",")',
  "tool-arguments:invalid-json": 'weigh({"parcel":"P-7","grams":1200,})',
  "tool-arguments:wrong-types": 'weigh({"parcel":["P-7"],"grams":"about 1200"})',
  "unknown-tool": 'lookup_account_details({"parcel":"P-7","grams":1200})',
};
/** What is told of the call, by case. */
type Calls = Partial<Readonly<Record<keyof typeof cases, string>>>;

const said = (calls: Calls, source: Source): Table =>
  Object.fromEntries(
    Object.entries({ ...cases, ...calls }).map(([id, call]) => [id, once(call === "" ? {} : { said: call }, source)]),
  );

const whole: Calls = {
  "tool-arguments:truncated": 'weigh({"parcel":"P-7"})',
  "tool-arguments:output-limit": 'weigh({"parcel":"P-7"})',
  "tool-arguments:invalid-json": "weigh({})",
};
const noCall: Calls = {
  "tool-arguments:truncated": "",
  "tool-arguments:output-limit": "",
  "tool-arguments:invalid-json": "",
};

/** Arguments are text, and the agent is given it as the model wrote it. */
export const asWritten = (source: Source = measured): Table => said({}, source);

/** Arguments are an object on this wire: what breaks off comes with the members that were whole, and nobody says that some are missing. */
export const asMembers = (source: Source = measured): Table => said(whole, source);

/** The service keeps a call that it cannot read to itself: the answer is empty, and only its finish reason tells. */
export const withheld = (source: Source = measured): Table => said(noCall, source);

/** `ai`: a call is checked against the schema of its tool, and comes with its error; nothing is raised. */
export function checkedByAi(table: Table): Table {
  const flawed = Object.entries(table).map(([id, entry]): [string, Table[string]] => {
    if (id === "tool-call" || !("said" in entry)) return [id, entry];
    return [
      id,
      { ...entry, said: `${entry.said} ${id === "unknown-tool" ? "AI_NoSuchToolError" : "AI_InvalidToolInputError"}` },
    ];
  });
  return Object.fromEntries(flawed);
}

/** LangChain: what does not parse stands in a list of its own. */
export const setApart = (source: Source = measured): Table =>
  said(
    Object.fromEntries(
      (["truncated", "output-limit", "invalid-json"] as const).map((how) => {
        const id = `tool-arguments:${how}` as const;
        return [id, `invalid: ${cases[id]}`];
      }),
    ),
    source,
  );

/** LangChain over fragments: what breaks off is completed to an object, and is a call like any other. */
export const mended = (source: Source = measured): Table =>
  said({ ...whole, "tool-arguments:invalid-json": `invalid: ${cases["tool-arguments:invalid-json"]}` }, source);
