import type { PbfReader } from "pbf";

/** `opentelemetry/proto/common/v1/common.proto` of opentelemetry-proto 1.x: AnyValue, KeyValue. */

interface Holder {
  value: unknown;
}

function anyValueField(tag: number, into: Holder, pbf: PbfReader): void {
  switch (tag) {
    case 1:
      into.value = pbf.readString();
      break;
    case 2:
      into.value = pbf.readBoolean();
      break;
    case 3:
      into.value = pbf.readVarint(true);
      break;
    case 4:
      into.value = pbf.readDouble();
      break;
    case 5: {
      const list: unknown[] = [];
      pbf.readMessage((inner, all, reader) => {
        if (inner === 1) all.push(readAnyValue(reader));
      }, list);
      into.value = list;
      break;
    }
    case 6: {
      const members: Record<string, unknown> = {};
      pbf.readMessage((inner, all, reader) => {
        if (inner === 1) readKeyValue(reader, all);
      }, members);
      into.value = members;
      break;
    }
    case 7:
      into.value = `${pbf.readBytes().length} bytes`;
      break;
  }
}

export const readAnyValue = (pbf: PbfReader): unknown =>
  pbf.readMessage<Holder>(anyValueField, { value: undefined }).value;

/** One `KeyValue`: key 1, value 2. */
export function readKeyValue(pbf: PbfReader, into: Record<string, unknown>): void {
  const pair: Holder & { key: string } = { key: "", value: undefined };
  pbf.readMessage((tag, one, reader) => {
    if (tag === 1) one.key = reader.readString();
    else if (tag === 2) one.value = readAnyValue(reader);
  }, pair);
  // Defined and not assigned: an attribute may have any name, `__proto__` too.
  Object.defineProperty(into, pair.key, { value: pair.value, enumerable: true, configurable: true, writable: true });
}

/** Nanoseconds since the Unix epoch as milliseconds; a double holds them to a quarter of a microsecond. */
export const readTime = (pbf: PbfReader): number => pbf.readFixed64() / 1e6;

export const readHex = (pbf: PbfReader): string => Buffer.from(pbf.readBytes()).toString("hex");
