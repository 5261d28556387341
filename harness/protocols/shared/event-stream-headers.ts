import { decodeText, encodeText } from "../../domain/wire.ts";

/** A header's value with its type on the wire. Timestamps are milliseconds since the Unix epoch. */
export type HeaderValue =
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "byte" | "short" | "integer"; readonly value: number }
  | { readonly type: "long" | "timestamp"; readonly value: bigint }
  | { readonly type: "binary"; readonly value: Uint8Array }
  | { readonly type: "string" | "uuid"; readonly value: string };

/** A list, since the order is part of the bytes. */
export type EventHeader = readonly [name: string, value: HeaderValue];

export function encodeHeaders(headers: readonly EventHeader[]): Uint8Array {
  return Buffer.concat(
    headers.flatMap(([name, value]) => {
      const named = encodeText(name);
      return [Uint8Array.of(named.length), named, encodeValue(value)];
    }),
  );
}

function encodeValue(header: HeaderValue): Uint8Array {
  switch (header.type) {
    case "boolean":
      return Uint8Array.of(header.value ? 0 : 1);
    case "byte":
      return Uint8Array.of(2, header.value & 0xff);
    case "short":
      return fixed(3, 2, (view) => view.setInt16(1, header.value));
    case "integer":
      return fixed(4, 4, (view) => view.setInt32(1, header.value));
    case "long":
      return fixed(5, 8, (view) => view.setBigInt64(1, header.value));
    case "binary":
      return measured(6, header.value);
    case "string":
      return measured(7, encodeText(header.value));
    case "timestamp":
      return fixed(8, 8, (view) => view.setBigInt64(1, header.value));
    case "uuid":
      return Uint8Array.of(9, ...Buffer.from(header.value.replaceAll("-", ""), "hex"));
  }
}

function fixed(type: number, size: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(1 + size);
  bytes[0] = type;
  write(new DataView(bytes.buffer));
  return bytes;
}

function measured(type: number, value: Uint8Array): Uint8Array {
  const lead = fixed(type, 2, (view) => view.setUint16(1, value.length));
  return Buffer.concat([lead, value]);
}

/** @throws {RangeError} if the bytes end inside a header, or a type is unknown. */
export function decodeHeaders(bytes: Uint8Array): EventHeader[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headers: EventHeader[] = [];
  let at = 0;
  const take = (size: number): Uint8Array => {
    if (at + size > bytes.length) throw new RangeError("An event-stream header is cut off.");
    at += size;
    return bytes.subarray(at - size, at);
  };
  const read = <T>(size: number, from: (offset: number) => T): T => {
    take(size);
    return from(at - size);
  };
  const length = (): number => read(2, (offset) => view.getUint16(offset));
  const value = (): HeaderValue => {
    const type = read(1, (offset) => view.getUint8(offset));
    switch (type) {
      case 0:
      case 1:
        return { type: "boolean", value: type === 0 };
      case 2:
        return { type: "byte", value: read(1, (offset) => view.getInt8(offset)) };
      case 3:
        return { type: "short", value: read(2, (offset) => view.getInt16(offset)) };
      case 4:
        return { type: "integer", value: read(4, (offset) => view.getInt32(offset)) };
      case 5:
        return { type: "long", value: read(8, (offset) => view.getBigInt64(offset)) };
      case 6:
        return { type: "binary", value: take(length()) };
      case 7:
        return { type: "string", value: decodeText(take(length())) };
      case 8:
        return { type: "timestamp", value: read(8, (offset) => view.getBigInt64(offset)) };
      case 9:
        return { type: "uuid", value: uuid(take(16)) };
      default:
        throw new RangeError(`No event-stream header has type ${type}.`);
    }
  };
  while (at < bytes.length) {
    const name = decodeText(take(read(1, (offset) => view.getUint8(offset))));
    headers.push([name, value()]);
  }
  return headers;
}

const uuid = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
