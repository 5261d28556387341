import { levels, quoting } from "./redact-quoting.ts";

/** Names say too little about which variable is a secret, so only these keep their values. */
const harmless = /^(?:PORT|HOST|NODE_ENV)$/i;

const forms = levels.map((level) => {
  const { quote, text, gap } = quoting(level);
  const pair = (inner: string): string =>
    `${quote}(${inner}${quote}${gap}:${gap})(?:${quote}${text}(${quote})?|[^"\\\\{}\\[\\],\\s]{1,64})`;
  const object = `(?<!\\\\)${quote}environment${quote}${gap}:${gap}\\{(?:${gap}${pair(text)}${gap},?)*`;
  return {
    object: new RegExp(object, "gi"),
    pair: new RegExp(pair(`(${text})`), "g"),
    quote: "\\".repeat(2 ** level - 1),
  };
});

/**
 * Takes the values out of every object of strings under the name `environment`, at any depth of quoting, but for those of
 * names that are surely harmless. Numbers stay. JSON stays JSON; idempotent.
 */
export function redactEnvironments(line: string, redacted: string): string {
  if (!/environment/i.test(line)) return line;
  return forms.reduce(
    (text, { object, pair, quote }) =>
      text.replace(object, (whole) => {
        const start = whole.indexOf("{") + 1;
        const hide = (written: string, head: string, name: string, closing: string | undefined): string => {
          const value = written.slice(quote.length + 1 + head.length);
          if (harmless.test(name) || !value.startsWith(`${quote}"`)) return written;
          return `${quote}"${head}${quote}"${redacted}${closing ?? ""}`;
        };
        return whole.slice(0, start) + whole.slice(start).replace(pair, hide);
      }),
    line,
  );
}
