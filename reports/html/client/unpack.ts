import type { PageIndex, PairDetail, PairTable } from "../shape.ts";

/** Reads what `packed` wrote into the page. */
async function unpacked(id: string): Promise<unknown> {
  const text = document.getElementById(id)?.textContent ?? "";
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

export const readIndex = async (): Promise<PageIndex> => (await unpacked("d-index")) as PageIndex;
export const readRows = async (): Promise<PairTable> => (await unpacked("d-rows")) as PairTable;

const blocks = new Map<number, Promise<readonly PairDetail[]>>();

/** One pair by its place; the block that it lies in is unpacked once. */
export async function readDetail(place: number, perBlock: number): Promise<PairDetail | undefined> {
  const number = Math.floor(place / perBlock);
  const known = blocks.get(number) ?? (unpacked(`d-${number}`) as Promise<readonly PairDetail[]>);
  blocks.set(number, known);
  return (await known)[place % perBlock];
}
