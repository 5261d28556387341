import { gzipSync } from "node:zlib";
import { decodeText } from "../../harness/domain/wire.ts";

/** Details in one block: opening one trial unpacks as many. */
export const perBlock = 50;

/**
 * JSON, gzipped, as base64: a tenth of its size, and without any character that a page could take for its own, whatever an agent
 * has said.
 */
export const packed = (value: unknown): string => packedText(JSON.stringify(value));

const packedText = (text: string): string => gzipSync(text, { level: 6 }).toString("base64");

/** Details in blocks, each packed by itself, so that a page unpacks only what is looked at. */
export function packedBlocks(details: readonly Uint8Array[]): readonly string[] {
  const blocks: string[] = [];
  for (let from = 0; from < details.length; from += perBlock)
    blocks.push(
      packedText(
        `[${details
          .slice(from, from + perBlock)
          .map(decodeText)
          .join(",")}]`,
      ),
    );
  return blocks;
}
