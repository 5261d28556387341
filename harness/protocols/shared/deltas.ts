/** Text as a model streams it: word by word, long words in parts, whole code points only. The parts joined are the text. */
export const wordDeltas = (text: string): string[] => text.match(/\s*\S{1,24}|\s+/gu) ?? [];

/** Tool arguments as a model streams them: a few characters at a time. The parts joined are the text. */
export const argumentDeltas = (text: string): string[] => text.match(/[\s\S]{1,16}/gu) ?? [];
