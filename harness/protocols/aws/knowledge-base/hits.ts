import type { Hit } from "../../../domain/retrieval.ts";
import { isObject } from "../../shared/json-body.ts";
import type { Settings } from "./settings.ts";

type Keys = Settings["metadata"];
type Json = Readonly<Record<string, unknown>>;

/** Where each kind of source keeps its address. */
const addresses = {
  s3Location: "uri",
  webLocation: "url",
  confluenceLocation: "url",
  salesforceLocation: "url",
  sharePointLocation: "url",
  customDocumentLocation: "id",
  kendraDocumentLocation: "uri",
  oneDriveLocation: "url",
  googleDriveLocation: "url",
} as const;

const objectAt = (value: Json, name: string): Json => {
  const found = value[name];
  return isObject(found) ? found : {};
};

/** Numbers are versions too; anything else is no text. */
const text = (value: unknown): string | undefined =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;

function addressOf(wire: Json): string | undefined {
  const location = objectAt(wire, "location");
  return Object.entries(addresses)
    .map(([kind, name]) => text(objectAt(location, kind)[name]))
    .find((address) => address !== undefined);
}

/** A retrieval result, or a retrieved reference, which has no score. */
export function readHit(wire: Json, keys: Keys): Hit {
  const metadata = objectAt(wire, "metadata");
  const title = text(metadata[keys.title]);
  const date = text(metadata[keys.date]);
  const version = text(metadata[keys.version]);
  const { score } = wire;
  return {
    id: text(metadata[keys.id]) ?? addressOf(wire) ?? "",
    text: text(objectAt(wire, "content")["text"]) ?? "",
    ...(title === undefined ? {} : { title }),
    ...(typeof score === "number" ? { score } : {}),
    ...(date === undefined ? {} : { date }),
    ...(version === undefined ? {} : { version }),
    fields: wire,
  };
}

/** What writing needs to know besides the hit. */
export interface Place {
  readonly keys: Keys;
  readonly knowledgeBase: string;
  /** Retrieved references have none. */
  readonly scored: boolean;
}

/** Members that the wire has are kept; a canonical field that was changed, added or removed is written where it belongs. */
export function writeHit(hit: Hit, { keys, knowledgeBase, scored }: Place): Json {
  const wire = isObject(hit.fields["content"]) ? hit.fields : newChunk(hit, knowledgeBase);
  const before = readHit(wire, keys);
  const changes = (["id", "title", "date", "version"] as const).flatMap((name) =>
    hit[name] === before[name] ? [] : [[keys[name], hit[name]] as const],
  );
  const content = objectAt(wire, "content");
  return {
    ...wire,
    ...(hit.text === before.text ? {} : { content: { ...content, text: hit.text } }),
    ...(hit.score === before.score || !scored ? {} : { score: hit.score }),
    ...(changes.length === 0 ? {} : { metadata: { ...objectAt(wire, "metadata"), ...Object.fromEntries(changes) } }),
  };
}

/** A document that never was on a wire, as one chunk of a file of its own. Its further fields are attributes of the file. */
function newChunk({ id, fields }: Hit, knowledgeBase: string): Json {
  const uri = `s3://kb-${knowledgeBase.toLowerCase() || "documents"}/${encodeURI(id.toWellFormed())}.txt`;
  return {
    content: { text: "", type: "TEXT" },
    location: { s3Location: { uri }, type: "S3" },
    metadata: {
      "x-amz-bedrock-kb-source-uri": uri,
      "x-amz-bedrock-kb-source-file-modality": "TEXT",
      "x-amz-bedrock-kb-chunk-id": id,
      "x-amz-bedrock-kb-data-source-id": "BROWNOUT01",
      ...fields,
    },
  };
}
