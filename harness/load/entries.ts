import { z } from "zod";
import type { Loading } from "./loading.ts";
import { isLines, openData, openLines } from "./open.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";
import { read } from "./read.ts";
import { schemaReference } from "./schema/common.ts";

/** The entries of a file that holds a list: lines of JSONL, a top-level list, or a list under the key. Undefined if it holds none. */
export async function entriesOf(
  absolute: string,
  key: string,
  loading: Loading,
): Promise<readonly Section[] | undefined> {
  if (isLines(absolute)) {
    const sources = await openLines(absolute, loading);
    return sources?.map((source) => ({ source, path: [], value: source.value }));
  }
  const source = await openData(absolute, loading);
  if (source === undefined) return undefined;
  const whole: Section = { source, path: [], value: source.value };
  const head = z.strictObject({ $schema: schemaReference, [key]: z.array(z.unknown()).min(1) });
  const list = Array.isArray(source.value) ? whole : part(whole, key);
  if (isRecord(source.value) || list !== whole) read(head, whole, loading.problems);
  return Array.isArray(list.value) ? list.value.map((_, index) => part(list, index)) : undefined;
}
