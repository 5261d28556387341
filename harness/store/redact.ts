import type { RunEvent } from "../domain/events.ts";
import { redactEnvironments } from "./redact-environment.ts";
import { levels, quoting } from "./redact-quoting.ts";

export const redacted = "[redacted]";

/** Names whose value is a secret wherever it stands: header, JSON member at any depth of quoting, query parameter. */
const secretName = [
  "(?:proxy-)?authorization",
  "(?:set-)?cookie",
  "(?:[a-z]+[-_])*api[-_]?key",
  "x-amz-(?:signature|security-token|credential)",
  "(?:access|refresh|id|session|auth|bearer|security|subject|actor)[-_]?token",
  "token",
  "(?:client[-_]?)?assertion",
  "code[-_]verifier",
  "device[-_]code",
  "x-(?:auth|csrf|vault)-token",
  "(?:client|app)[-_]?secret",
  "(?:aws[-_]?)?secret[-_]?access[-_]?key",
  "private[-_]?key",
  "(?:x-hub-)?signature(?:-256)?",
  "pass(?:word|wd)",
].join("|");

const secretHeader = "(?:proxy-)?authorization|(?:set-)?cookie|(?:[a-z]+-)?(?:[a-z]+-)?api-key|x-amz-security-token";

/** A grade in the journal has the type of its assertion under a name that elsewhere holds proof of an identity. */
const grade = '(?!"assertion":"(?:[^"\\\\]|\\\\.)*","(?:pass|reason)":)';

/** A member `"name": "value"` or `"name": ["value", …]` in JSON that is quoted `level` times. */
function member(level: number): string {
  const { quote, text } = quoting(level);
  const value = `(?:${quote}${text}(?:${quote})?|\\[(?:\\s{0,4}${quote}${text}${quote},?){0,64}\\s{0,4}\\])`;
  const named = `${level === 0 ? grade : ""}(?<!\\\\)${quote}(?:${secretName})${quote}\\s{0,4}:\\s{0,4}${value}`;
  // A header list has pairs: ["cookie","a=b"].
  const pair = `(?<=\\[)${quote}(?:${secretHeader})${quote},${quote}${text}${quote}(?=\\])`;
  return `${named}|${pair}`;
}

/** Start of a word, where what is left of an escape such as \n or %20 does not count as part of it. */
const start = "(?<=^|[^a-z0-9]|\\\\[nrtbf]|%[0-9a-f]{2})";
/** No class below holds a quote or a backslash, so a match never crosses the end of a JSON string or splits an escape. */
const inText = [
  // The user and password of a URL; in some JSON its slashes are escaped.
  `(?<=:\\\\{0,8}/\\\\{0,8}/)[^\\s"\\\\/?#@:]{0,256}:[^\\s"\\\\/?#]{0,1024}(?=@)`,
  `${start}sk-[a-z0-9_-]{8,}`,
  `${start}(?:AKIA|ASIA)[0-9A-Z]{16}`,
  `${start}AIza[0-9a-z_-]{30,}`,
  `${start}AQ\\.[0-9a-z_-]{20,}`,
  `${start}ABSK[0-9a-z+/=]{40,}`,
  `${start}(?:pcsk|hf|gsk)_[0-9a-z_]{20,}`,
  `${start}gh[pousr]_[0-9a-z]{20,}`,
  `${start}xox[abeprs]-[0-9a-z-]{10,}`,
  `${start}eyJ[0-9a-z_-]{8,}\\.[0-9a-z_-]{8,}(?:\\.[0-9a-z_-]*)?`,
  // "a bearer document" is prose; a token has a digit in it or is long.
  `${start}(?:bearer|basic)\\s{1,4}(?:(?=[a-z._~+/=-]{0,200}[0-9])[a-z0-9._~+/=-]{8,}|[a-z0-9._~+/=-]{24,})`,
  `${start}signature=[0-9a-f%]{16,}`,
  // A header line or a query parameter inside a text.
  `${start}(?:(?:proxy-)?authorization|(?:set-)?cookie|x-[a-z-]{0,20}(?:key|token|signature|credential))\\s{0,2}:\\s{0,2}[^"\\\\\\s][^"\\\\]{0,4096}`,
  `(?<=[?&;])(?:${secretName}|key|sig)=[^"\\\\&\\s#]{1,4096}`,
  // A form, and the XML of a token service.
  `(?<=["\\s])(?:${secretName})=[^"\\\\&\\s#]{8,4096}`,
  '(?<=<(?:secretaccesskey|sessiontoken)>)[^<"\\\\]{1,4096}',
];

const secrets = new RegExp([...levels.map(member), ...inText].join("|"), "gi");

/** What follows a name whose value may be a secret: the quote that ends it, `=`, the colon of a header, or the end of a tag. */
const valued = '(?:\\\\*"|=|\\s{0,2}:|>)';
/**
 * Every secret has one of these at its beginning or before it, so a line without them needs no second look, which takes twenty times as long as
 * this one: agents speak of tokens, keys and signatures without telling any. By first letters, which is how they are looked for.
 */
const hint = new RegExp(
  [
    `a(?:q\\.|bsk|kia|sia|iza|(?:uthoriza|sser)tion${valued})`,
    "b(?:earer|asic)\\s{1,4}[a-z0-9._~+/=-]{8}",
    `c(?:ookie|redential)${valued}`,
    `device.code${valued}`,
    `e(?:yj|nvironment${valued})`,
    "g(?:h[pousr]_|sk_)",
    "hf_",
    `key${valued}`,
    `p(?:ass(?:word|wd)${valued}|csk_)`,
    `s(?:k-|ig=|ecret${valued}|ignature(?:-256)?${valued})`,
    `token${valued}`,
    `verifier${valued}`,
    "xox",
  ].join("|"),
  "gi",
);
/** Or is the user and the password of a URL. */
const login = /:\\*\/\\*\/[^\s"\\/?#@:]*:[^\s"\\/?#]*@/;
/** @param from what is before it holds none, and ends with a quote: no hint goes beyond one. */
function mayHoldSecret(line: string, from = 0): boolean {
  hint.lastIndex = from;
  return hint.test(line) || (line.includes("@") && login.test(line));
}

/**
 * Takes secrets out of one serialised event (law 9). The result is JSON whenever the argument was, and lines without
 * secrets come back as they were. Idempotent.
 */
export const redact = (line: string): string => (mayHoldSecret(line) ? without(line) : line);

const without = (line: string): string => redactEnvironments(line, redacted).replace(secrets, mask);

/** Keeps what tells a reader which secret stood here, and takes the rest. */
function mask(match: string): string {
  const quoted = /^(\\*")([^"\\]*)\1(\s*[:,]\s*)/.exec(match);
  if (quoted) {
    const quote = quoted[1] ?? '"';
    const rest = match.slice(quoted[0].length);
    const closed = rest.startsWith("[") || (rest.length > quote.length && rest.endsWith(quote));
    return `${quoted[0]}${quote}${redacted}${closed ? quote : ""}`;
  }
  const named = /^([a-z-]+(?:_[a-z_]+)?\s*[:=]\s*)/i.exec(match);
  if (named) return `${named[1]}${redacted}`;
  return redacted;
}

/** One journal line without its newline. */
export function serialise(event: RunEvent): string {
  const line = JSON.stringify(event);
  return mayHoldSecret(line, "performance" in event ? afterNames(line, event) : 0) ? without(line) : line;
}

/** Trials that run at the same time. */
const mostNames = 64;
const clean = new Map<string, string>();

/** Each event of a performance begins with the same long names: they are looked at once. */
function afterNames(line: string, { type, trial, performance }: Extract<RunEvent, { performance?: string }>): number {
  if (performance === undefined) return 0;
  const from = type.length + begins;
  const known = clean.get(performance);
  if (known !== undefined && line.startsWith(known, from)) return from + known.length;
  const names = `"trial":${JSON.stringify(trial)},"performance":${JSON.stringify(performance)}`;
  if (!line.startsWith(names, from) || mayHoldSecret(names)) return 0;
  if (clean.size >= mostNames) clean.clear();
  clean.set(performance, names);
  return from + names.length;
}
const begins = '{"type":"",'.length;
