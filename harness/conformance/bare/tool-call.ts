import { type BareReply, events, json } from "./deed.ts";
import type { Endpoint, Stream } from "./provider.ts";

/** A tool call as a model wrote it. */
export interface WrittenCall {
  readonly name: string;
  /** Its arguments as text. */
  readonly text: string;
  /** Its arguments where the wire has an object for them: of text that breaks off, the members that were whole. */
  readonly object: object;
  /** No object can be made of it as it is. */
  readonly unreadable?: true;
  /** The output limit was reached before it was whole. */
  readonly limited?: true;
}

/** One endpoint's way to tell of a call. */
export interface CallForms {
  whole(call: WrittenCall): string;
  stream?(call: WrittenCall): Stream;
}

const good = { name: "weigh", text: '{"parcel":"P-7","grams":1200}', object: { parcel: "P-7", grams: 1200 } };
const cut = { name: "weigh", text: '{"parcel":"P-7","', object: { parcel: "P-7" }, unreadable: true } as const;
const byCase: Readonly<Record<string, WrittenCall>> = {
  "tool-call": good,
  "tool-arguments:truncated": cut,
  "tool-arguments:output-limit": { ...cut, limited: true },
  "tool-arguments:invalid-json": {
    name: "weigh",
    text: '{"parcel":"P-7","grams":1200,}',
    object: {},
    unreadable: true,
  },
  "tool-arguments:wrong-types": {
    name: "weigh",
    text: '{"parcel":["P-7"],"grams":"about 1200"}',
    object: { parcel: ["P-7"], grams: "about 1200" },
  },
  "unknown-tool": { ...good, name: "lookup_account_details" },
};

/** The reply with a call in it; undefined = the case is about something else, or the form is not written down. */
export function callDeed({ calls }: Endpoint, id: string, stream: boolean): BareReply | undefined {
  const call = byCase[id];
  if (!call || !calls) return undefined;
  if (!stream) return json(calls.whole(call));
  const told = calls.stream?.(call);
  return told && events([...told.opening, ...told.content, ...told.closing]);
}

/** Fragments as a model's tokens are. */
export const fragments = (text: string): readonly string[] => text.match(/.{1,6}/gs) ?? [];
