import { cleanLine } from "./clean.ts";
import { clip } from "./width.ts";

/** A sentence that may quote an agent: cleaned, on one line, and never a page long. */
export const brief = (text: string, columns = 500): string => clip(cleanLine(text), columns);
