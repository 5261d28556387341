import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { Loading } from "./loading.ts";
import { isRecord } from "./problems.ts";
import type { Source } from "./source.ts";
import { messageOf, parseText, placeless } from "./source.ts";

export const isData = (path: string): boolean => /\.(ya?ml|json)$/.test(path);
export const isLines = (path: string): boolean => /\.jsonl$/.test(path);
export const isModule = (path: string): boolean => /\.[cm]?[jt]s$/.test(path) && !/\.d\.[cm]?ts$/.test(path);

/** The content of a YAML or JSON file; undefined if it cannot be read, which is then said. */
export const openData = (absolute: string, loading: Loading): Promise<Source | undefined> =>
  loading.once(`data ${absolute}`, async () => {
    const file = loading.show(absolute);
    const text = await readText(absolute, loading);
    if (text === undefined) return undefined;
    const source = parseText(text, file, absolute, loading.problems.add);
    if (source !== undefined && (source.value === null || source.value === undefined)) {
      loading.problems.inFile(file, "The file is empty.");
      return undefined;
    }
    return source;
  });

/** One source for each line of a JSONL file that is not blank; undefined if one of them cannot be read, which is then said. */
export async function openLines(absolute: string, loading: Loading): Promise<readonly Source[] | undefined> {
  const file = loading.show(absolute);
  const text = await readText(absolute, loading);
  if (text === undefined) return undefined;
  const lines = text.split("\n").map((line, index) => ({ line, number: index + 1 }));
  const sources = lines
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, number }) => openLine(line, number, file, absolute, loading));
  const readable = sources.filter((source) => source !== undefined);
  return readable.length === sources.length ? readable : undefined;
}

/** A line is parsed with places only when somebody asks for one: corpora have many lines and few mistakes. */
function openLine(line: string, number: number, file: string, absolute: string, loading: Loading): Source | undefined {
  const withPlaces = (): Source | undefined => parseText(line, file, absolute, () => {}, number);
  try {
    const value: unknown = JSON.parse(line);
    return { file, absolute, value, where: (path, of) => withPlaces()?.where(path, of) ?? { line: number, column: 1 } };
  } catch (error) {
    loading.problems.add({
      file,
      line: number,
      column: 1,
      message: `Cannot read this line as JSON: ${messageOf(error)}.`,
    });
    return undefined;
  }
}

/** The experiments that a TypeScript or JavaScript module exports: its default export, one or a list. */
export async function openModule(absolute: string, loading: Loading): Promise<Source | undefined> {
  const file = loading.show(absolute);
  try {
    const module: unknown = await import(pathToFileURL(absolute).href);
    const value = isRecord(module) ? module.default : undefined;
    if (value !== undefined) return placeless(file, absolute, value);
    loading.problems.inFile(
      file,
      "The module has no default export. Write: export default defineExperiment({ … }), or a list of them.",
    );
  } catch (error) {
    loading.problems.inFile(file, `Cannot load the module: ${messageOf(error)}.`);
  }
  return undefined;
}

async function readText(absolute: string, loading: Loading): Promise<string | undefined> {
  try {
    return await readFile(absolute, "utf8");
  } catch (error) {
    const code = isRecord(error) || error instanceof Error ? Reflect.get(error, "code") : undefined;
    const reason = code === "EISDIR" ? "it is a folder" : code === "ENOENT" ? "no such file" : messageOf(error);
    loading.problems.inFile(loading.show(absolute), `Cannot read the file: ${reason}.`);
    return undefined;
  }
}
