import type { EmbeddingRequest, ToolRequest } from "../domain/call.ts";
import type { Conversation } from "../domain/conversation.ts";
import type { RetrievalQuery } from "../domain/retrieval.ts";
import type { Loading } from "./loading.ts";
import { isRecord, part, type Section } from "./problems.ts";
import { didYouMean } from "./suggest.ts";

type Keys<T> = Readonly<Record<keyof T, true>>;

const conversation: Keys<Conversation> = {
  model: true,
  system: true,
  messages: true,
  tools: true,
  maxOutputTokens: true,
  stream: true,
  streamUsage: true,
  cacheMarks: true,
  tier: true,
};
const query: Keys<RetrievalQuery> = {
  query: true,
  topK: true,
  filter: true,
  vector: true,
  collection: true,
  generate: true,
  others: true,
};
const request: Keys<ToolRequest & EmbeddingRequest> = {
  arguments: true,
  method: true,
  path: true,
  idempotencyKey: true,
  model: true,
  inputs: true,
  dimensions: true,
};

/** What a call of any kind holds, two levels deep; what lies below is the client's own. */
const known: Readonly<Record<string, readonly string[]>> = {
  kind: [],
  conversation: Object.keys(conversation),
  query: Object.keys(query),
  request: Object.keys(request),
};

/** Says which paths of a `where` no call has: they would match nothing, and the fault would never fire. */
export function checkWhere(section: Section, loading: Loading): void {
  if (!isRecord(section.value)) return;
  for (const path of Object.keys(section.value)) {
    const [root = "", key, ...below] = path.split(".");
    const keys = Object.hasOwn(known, root) ? known[root] : undefined;
    if (keys?.length === 0 || (key !== undefined && keys?.includes(key))) continue;
    const pairs = Object.entries(known).flatMap(([one, under]) => under.map((each) => `${one}.${each}`));
    // A root without a key selects by a whole payload, which nobody can write; a key without a root has a likely one.
    const bare = pairs.filter((pair) => pair.endsWith(`.${root}`));
    const [only] = bare;
    const rest = (key === undefined ? [] : [key]).concat(below);
    const near =
      keys === undefined && only !== undefined
        ? ` Did you mean "${[only, ...rest].join(".")}"?`
        : keys === undefined || key === undefined
          ? didYouMean(key === undefined ? root : `${root}.${key}`, pairs)
          : didYouMean(
              `${root}.${key}`,
              keys.map((each) => `${root}.${each}`),
            ).replace(/"\?$/, `${["", ...below].join(".")}"?`);
    loading.problems.at(
      part(section, path),
      `No call has "${path}", so that this would match none.${near || hint}`,
      "key",
    );
  }
}

const hint =
  ' Paths begin with "conversation." (model), "query." (retrieval) or "request." (tool), such as "request.arguments.id".';
