import { createRequire } from "node:module";
import type * as Encoding from "gpt-tokenizer/encoding/o200k_base";

/** By `require` and at the first use: the tables take a quarter of a second, and a wait for files would let a virtual clock run on. */
const load = createRequire(import.meta.url);
let encoding: typeof Encoding | undefined;

function tokensOf(text: string): number {
  if (text === "") return 0;
  encoding ??= load("gpt-tokenizer/encoding/o200k_base") as typeof Encoding;
  return encoding.countTokens(text, { disallowedSpecial: new Set() });
}

/** Counts the tokens of a text that comes in pieces which end anywhere. */
export function tokenCounter(): { add(text: string): void; total(): number } {
  let settled = 0;
  // No token of this encoding reaches over the beginning of a word's white space, so what lies before it is settled.
  let open = "";
  let total = 0;
  return {
    add(text) {
      open += text;
      const word = open.search(/\s+\S*$/);
      if (word > 0) {
        settled += tokensOf(open.slice(0, word));
        open = open.slice(word);
      }
      total = settled + tokensOf(open);
    },
    total: () => total,
  };
}
