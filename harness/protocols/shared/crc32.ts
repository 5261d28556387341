/**
 * CRC-32 (ISO 3309) of a part of some bytes. zlib has it too, but a call to it takes longer than the few dozen bytes of an event do
 * here, of which a stream has hundreds. `begun`: the checksum of what stands before them.
 */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length, begun = 0): number {
  let sum = ~begun;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    sum ^= byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24);
    sum = step(3, sum) ^ step(2, sum >>> 8) ^ step(1, sum >>> 16) ^ step(0, sum >>> 24);
  }
  for (; at < to; at += 1) sum = step(0, sum ^ byte(bytes, at)) ^ (sum >>> 8);
  return ~sum >>> 0;
}

const byte = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;
const step = (table: number, value: number): number => tables[table * 256 + (value & 255)] ?? 0;

/** Four tables of 256: what a byte does to the checksum with none, one, two and three bytes after it. */
const tables = new Int32Array(1024);
for (let value = 0; value < 256; value += 1) {
  let sum = value;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  tables[value] = sum;
}
for (let at = 256; at < 1024; at += 1) {
  const before = tables[at - 256] ?? 0;
  tables[at] = (before >>> 8) ^ (tables[before & 255] ?? 0);
}
