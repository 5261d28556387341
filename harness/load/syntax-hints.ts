import type { YAMLError } from "yaml";

type Hint = (line: string) => string;
const fixed =
  (hint: string): Hint =>
  () =>
    hint;

const quotes = "Put a text that holds such signs in quotes.";
const spaces = "Indent with spaces: two for each level.";

const belowBar = 'After "|" or ">" the text begins on the next line.';

/** By what the parser says, what was probably forgotten. The first that fits counts. */
const hints: readonly (readonly [RegExp, Hint])[] = [
  [/^Nested mappings are not allowed/, nested],
  [
    /block sequence may not be used as an implicit map key/,
    fixed("A list belongs below its key, on lines of its own."),
  ],
  [/^Tabs are not allowed/, fixed(spaces)],
  [/must start at the same column/, fixed(`Give this line the indentation of those beside it. ${spaces}`)],
  [/^Flow map.*must be/, fixed('Close what "{" opened with "}", and indent its further lines more than its key.')],
  [/^Flow sequence.*must be/, fixed('Close what "[" opened with "]", and indent its further lines more than its key.')],
  [
    /^Block collections are not allowed/,
    fixed('Put a comma between the entries, and quotes around a text that holds ": ".'),
  ],
  [/^Not a YAML token/, (line) => (/[|>]/.test(line) ? belowBar : `${quotes} ${spaces}`)],
  [/expected to end with \}|end with a \}/, fixed('Is a "}" missing, or a quote not closed?')],
  [/expected to end with \]|end with a \]/, fixed('Is a "]" missing, or a quote not closed?')],
  [
    /^Implicit map keys need to be followed by map values/,
    fixed(
      'Is it a key? Then write "key: value", with a colon and a space. Is it the rest of a text? Then put the whole text in quotes.',
    ),
  ],
  [
    /^Implicit keys need to be on a single line/,
    fixed('Is a ":" missing after a key, or a quote not closed in the lines before?'),
  ],
  [
    /^Missing closing ["']/,
    fixed("Close the quote at the end of the text. A text that holds an apostrophe goes in double quotes."),
  ],
  [/^Missing , /, fixed('Put a comma between the entries; a text that holds ":" or "," needs quotes.')],
  [/^Missing space after :/, fixed('Write "key: value", with a space after the colon.')],
  [/^Missing directives-end/, fixed('A line that begins with "%" needs quotes.')],
  [/^Sequence item without - indicator/, fixed('Begin each entry of the list with "- ".')],
  [/^Plain value cannot start with/, fixed("Put the text in quotes.")],
  [
    /^Invalid escape sequence/,
    fixed("In double quotes a backslash is written twice; in single quotes it stands for itself."),
  ],
  [/^Unresolved tag/, fixed('A text that begins with "!" needs quotes.')],
  [/^(Alias|Anchor) /, fixed('A text that begins with "*" or "&" needs quotes.')],
  [/^Comments must be separated/, fixed('A comment needs a space before its "#"; a text that holds "#" needs quotes.')],
  [
    /^Unexpected (scalar|\S*-scalar) /,
    fixed(
      "Nothing may follow a closing quote or bracket: put the whole text in quotes. In single quotes an apostrophe is written twice.",
    ),
  ],
  [
    /^Unexpected flow-(map|seq)-end|^Unexpected [\]}]/,
    fixed("There is one bracket more than was opened, or a quote is not closed."),
  ],
  [/^Block scalar header includes extra characters/, fixed(belowBar)],
  [/^Block scalars with more-indented leading empty lines/, fixed(spaces)],
  [/resource exhaustion/, fixed("Write out what the aliases stand for.")],
];

/** The next step after a mistake in YAML or JSON itself, with a blank before it. @param line the one that it stands on */
export function syntaxHint({ message }: Pick<YAMLError, "message">, line: string, format: "YAML" | "JSON"): string {
  if (format === "JSON")
    return " JSON wants double quotes around keys and texts, commas between entries and none after the last, and every bracket closed.";
  const hint = hints.find(([says]) => says.test(message))?.[1] ?? fixed(`${quotes} ${spaces}`);
  return ` ${hint(line)}`;
}

/** `title: Refunds: who pays?`: the text after the first colon has another. */
function nested(line: string): string {
  const [, key = "", text = ""] = /^\s*(?:- +)*([^\s:#'"{[]+):\s+(.*?)\s*$/.exec(line) ?? [];
  if (text !== "" && !/:(\s|$)/.test(text))
    return `"${key}" has a value already: give the lines below it the same indentation, or take the value away.`;
  const told = 'A text that holds ": " needs quotes';
  if (text === "" || /^["'[{&*!|>]/.test(text) || text.length > 60) return `${told} around the whole of it.`;
  const written = text.includes('"') ? `'${text.replaceAll("'", "''")}'` : `"${text.replaceAll("\\", "\\\\")}"`;
  return `${told}: ${key}: ${written}. A mapping within a mapping begins on a line of its own.`;
}
