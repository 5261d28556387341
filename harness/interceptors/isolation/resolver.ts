/** A question to a resolver, as far as it is answered here (RFC 1035, 4.1). */
export interface Question {
  /** In lower case, without the dot at the end. */
  readonly name: string;
  /** 1 = an IPv4 address. */
  readonly type: number;
}
export const addressType = 1;
const headerBytes = 12;
const noSuchName = 3;

/** The question of a query; undefined if it has none, or more than one. */
export function readQuestion(query: Buffer): Question | undefined {
  if (query.length < headerBytes || query.readUInt16BE(4) !== 1) return undefined;
  const labels: string[] = [];
  let at = headerBytes;
  for (;;) {
    const length = query[at];
    if (length === undefined || length > 63 || at + length + 1 > query.length) return undefined;
    at += 1;
    if (length === 0) break;
    labels.push(query.toString("latin1", at, at + length));
    at += length;
  }
  if (at + 4 > query.length) return undefined;
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at) };
}

/** The reply: one address, none (of this type), or `undefined` = there is no such name. */
export function answerTo(query: Buffer, { name }: Question, address: string | "none" | undefined): Buffer {
  const end = headerBytes + (name === "" ? 1 : name.length + 2) + 4;
  const reply = Buffer.from(query.subarray(0, end));
  const found = address !== undefined && address !== "none";
  // A reply that recursion was available for, to the query's own opcode and recursion bit.
  reply.writeUInt16BE(0x8080 | (query.readUInt16BE(2) & 0x7900) | (address === undefined ? noSuchName : 0), 2);
  for (const [count, at] of [
    [found ? 1 : 0, 6],
    [0, 8],
    [0, 10],
  ] as const)
    reply.writeUInt16BE(count, at);
  if (!found) return reply;
  const record = Buffer.alloc(16);
  record.writeUInt16BE(0xc000 | headerBytes, 0); // the name, where the question has it
  record.writeUInt16BE(addressType, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt16BE(4, 10);
  for (const [index, part] of address.split(".").entries()) record[12 + index] = Number(part);
  return Buffer.concat([reply, record]);
}
