import type { Corpus, KnowledgeDocument } from "../domain/retrieval.ts";
import { compact } from "./compact.ts";
import { createCorpus } from "./corpus-index.ts";
import { entriesOf } from "./entries.ts";
import { kindOf, matching } from "./find-files.ts";
import type { Loading } from "./loading.ts";
import { isData, isLines } from "./open.ts";
import type { Section } from "./problems.ts";
import { part } from "./problems.ts";
import { read } from "./read.ts";
import { documentSchema } from "./schema/corpus.ts";
import { sayDuplicates } from "./tasks.ts";

/** The documents of a YAML, JSON or JSONL file, or of a folder of them; undefined if they are not valid. */
export const corpusOf = (absolute: string, loading: Loading): Promise<Corpus | undefined> =>
  loading.once(`corpus ${absolute}`, async () => {
    const before = loading.problems.count;
    const folder = (await kindOf(absolute)) === "folder";
    const files = folder ? await matching(absolute, absolute, (path) => isData(path) || isLines(path)) : [absolute];
    const sections: Section[] = [];
    let readable = true;
    for (const file of files) {
      const found = await entriesOf(file, "documents", loading);
      readable &&= found !== undefined;
      sections.push(...(found ?? []));
    }
    const documents = sections.flatMap((section) => documentOf(section, loading) ?? []);
    sayDuplicates(sections, "document", loading);
    if (!readable || loading.problems.count > before) return undefined;
    if (documents.length > 0) return createCorpus(documents);
    loading.problems.inFile(loading.show(absolute), "There are no documents here.");
    return undefined;
  });

function documentOf(section: Section, loading: Loading): KnowledgeDocument | undefined {
  const written = read(documentSchema, section, loading.problems);
  if (written === undefined) return undefined;
  const { versions } = written;
  const names = new Set<string>();
  for (const [index, version] of versions.entries()) {
    const previous = versions[index - 1];
    const at = part(section, "versions", index);
    if (previous !== undefined && Date.parse(previous.date) > Date.parse(version.date)) {
      loading.problems.at(
        part(at, "date"),
        `Versions must stand oldest first: ${version.date} comes after ${previous.date}.`,
      );
    }
    if (names.has(version.version)) {
      loading.problems.at(part(at, "version"), `Document "${written.id}" has another version "${version.version}".`);
    }
    names.add(version.version);
  }
  return compact({ ...written, versions: versions.map((version) => compact(version)) });
}
