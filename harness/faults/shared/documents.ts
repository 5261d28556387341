import type { Corpus, DocumentVersion, Hit, KnowledgeDocument } from "../../domain/retrieval.ts";

/** The document that a hit is from: by its id, by the id before a chunk mark, or by a field that names the document. */
export function documentOf(corpus: Corpus | undefined, hit: Hit): KnowledgeDocument | undefined {
  if (corpus === undefined) return undefined;
  const named = ["document_id", "documentId", "doc_id", "docId", "source"].map((name) => hit.fields[name]);
  for (const id of [hit.id, hit.id.split(/#|::/)[0], ...named]) {
    const found = typeof id === "string" ? corpus.get(id) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const words = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/\p{L}+/gu) ?? []);

/** Share of words in common, 0 to 1. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((word) => b.has(word)).length;
  return common / Math.max(1, a.size + b.size - common);
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, " ").trim();

const paragraphsOf = (text: string): readonly string[] => text.split(/\n\s*\n/).filter((part) => part.trim() !== "");

/** What a retriever would have shown of another version where it shows `shown` of the version in force: the same part of it. */
export function counterpart(shown: string, inForce: DocumentVersion, other: DocumentVersion): string {
  const paragraphs = paragraphsOf(other.text);
  const size = paragraphsOf(shown).length;
  if (shown.trim().length >= inForce.text.trim().length * 0.8 || paragraphs.length <= size) return other.text;
  const wanted = words(shown);
  const parts = paragraphs
    .slice(0, paragraphs.length - size + 1)
    .map((_, from) => paragraphs.slice(from, from + size).join("\n\n"));
  const scored = parts.map((part) => ({ part, score: likeness(words(part), wanted) }));
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).part;
}

/** From this share of its words in common on, a text is taken for a part of a document, or for a wording of it. */
const alike = 0.7;

/** Whether a text is, contains, is a part of or strongly resembles what any version of a document says. */
export function resembles(document: KnowledgeDocument, text: string): boolean {
  const shown = plain(text);
  if (shown === "") return false;
  const wanted = words(text);
  return document.versions.some((version) => {
    const whole = plain(version.text);
    if (whole !== "" && (whole.includes(shown) || shown.includes(whole))) return true;
    const known = words(version.text);
    const shared = [...wanted].filter((word) => known.has(word)).length;
    if (wanted.size > 0 && shared / wanted.size >= alike) return true;
    return paragraphsOf(version.text).some((part) => likeness(words(part), wanted) >= alike);
  });
}
