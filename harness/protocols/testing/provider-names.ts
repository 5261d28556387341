import { readdirSync } from "node:fs";
import { join } from "node:path";

const room = join(import.meta.dirname, "..");

/** The folders of the room: one for each provider or standard. */
export const protocolFolders: readonly string[] = readdirSync(room, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["shared", "testing"].includes(entry.name))
  .map(({ name }) => name);

/** Folders of open standards: their names may stand anywhere. */
const standards = ["http-json", "json-retrieval", "mcp", "a2a", "graphql", "oauth", "in-context", "http-agent"];
/** Further names of the provider that a folder is of. */
const brands: Readonly<Record<string, readonly string[]>> = {
  openai: ["azure", "vllm", "litellm"],
  aws: ["bedrock", "sagemaker"],
  google: ["gemini", "vertex"],
  opensearch: ["elastic", "elasticsearch"],
};
/** In whose network a service is hosted, whose types a standard borrows, where documents lie, whose browser it is: that names nobody's protocol. */
const elsewhere =
  /\bvia: "[^"]*"|\bcloud: "[^"]*"|googleapis\.com|google\.rpc|\bgoogleDriveLocation\b|\bgoogle-chrome\b/g;

/** Three letters are found in the middle of ordinary words ("laws"). */
const naming = (name: string): RegExp => new RegExp(name.length < 4 ? `\\b${name}` : name, "i");
const names = (folder: string): readonly string[] => [folder, ...(brands[folder] ?? [])];

/** The providers that a source names, but for those whose folder it lies in. */
export function providersNamed(source: string, ownFolder?: string): readonly string[] {
  const text = source.replace(elsewhere, "");
  return protocolFolders
    .filter((folder) => folder !== ownFolder && !standards.includes(folder))
    .flatMap(names)
    .filter((name) => naming(name).test(text));
}
