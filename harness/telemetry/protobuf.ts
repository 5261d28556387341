import { PbfReader } from "pbf";
import { readAnyValue, readHex, readKeyValue, readTime } from "./protobuf-values.ts";
import {
  emptyBatch,
  emptySpan,
  type RawBatch,
  type RawEvent,
  type RawLog,
  type RawMetric,
  type RawSpan,
  type Signal,
} from "./raw.ts";

/**
 * Field numbers of opentelemetry-proto 1.x: `trace/v1/trace.proto`, `logs/v1/logs.proto`, `metrics/v1/metrics.proto`. The requests
 * of the three services have the same outer form: resources 1, in each scopes 2, in each items 2.
 */
type ReadItem = (pbf: PbfReader, into: RawBatch) => void;

const items: Readonly<Record<Signal, ReadItem>> = {
  traces: (pbf, { spans }) => void spans.push(pbf.readMessage(spanField, emptySpan())),
  logs: (pbf, { logs }) => void logs.push(readLog(pbf)),
  metrics: (pbf, { metrics }) => void metrics.push(pbf.readMessage(metricField, { name: "", t: 0, value: 0 })),
};

/** @throws {Error} if the bytes are no such request. */
export function readProtobuf(signal: Signal, body: Uint8Array): RawBatch {
  const item = items[signal];
  return new PbfReader(body).readFields((tag, batch, pbf) => {
    if (tag !== 1) return;
    pbf.readMessage((inResource, all, ofResource) => {
      if (inResource !== 2) return;
      ofResource.readMessage((inScope, every, ofScope) => {
        if (inScope === 2) item(ofScope, every);
      }, all);
    }, batch);
  }, emptyBatch());
}

function spanField(tag: number, span: RawSpan, pbf: PbfReader): void {
  switch (tag) {
    case 1:
      span.traceId = readHex(pbf);
      break;
    case 2:
      span.spanId = readHex(pbf);
      break;
    case 4:
      span.parentSpanId = readHex(pbf);
      break;
    case 5:
      span.name = pbf.readString();
      break;
    case 6:
      span.kind = pbf.readVarint();
      break;
    case 7:
      span.start = readTime(pbf);
      break;
    case 8:
      span.end = readTime(pbf);
      break;
    case 9:
      readKeyValue(pbf, span.attributes);
      break;
    case 11:
      span.events.push(pbf.readMessage(eventField, { t: 0, name: "", attributes: {} }));
      break;
    case 15:
      pbf.readMessage((inner, into, reader) => {
        if (inner === 2) into.message = reader.readString();
        else if (inner === 3) into.status = reader.readVarint();
      }, span);
      break;
  }
}

function eventField(tag: number, event: RawEvent, pbf: PbfReader): void {
  if (tag === 1) event.t = readTime(pbf);
  else if (tag === 2) event.name = pbf.readString();
  else if (tag === 3) readKeyValue(pbf, event.attributes);
}

function readLog(pbf: PbfReader): RawLog {
  const log = { t: 0, observed: 0, name: "", body: undefined as unknown };
  pbf.readMessage((tag, into, reader) => {
    if (tag === 1) into.t = readTime(reader);
    else if (tag === 11) into.observed = readTime(reader);
    else if (tag === 5) into.body = readAnyValue(reader);
    else if (tag === 12) into.name = reader.readString();
  }, log);
  return { t: log.t || log.observed, name: log.name, body: log.body };
}

/** gauge 5, sum 7, histogram 9, exponential histogram 10, summary 11: each has its points at 1. */
function metricField(tag: number, metric: RawMetric, pbf: PbfReader): void {
  if (tag === 1) metric.name = pbf.readString();
  if (tag !== 5 && tag !== 7 && (tag < 9 || tag > 11)) return;
  const isNumber = tag < 9;
  pbf.readMessage((inner, into, data) => {
    if (inner !== 1) return;
    data.readMessage((field, one, point) => {
      if (field === 3) one.t = Math.max(one.t, readTime(point));
      else if (isNumber && field === 4) one.value = Math.max(one.value, point.readDouble());
      else if (isNumber && field === 6) one.value = Math.max(one.value, point.readSFixed64());
      else if (!isNumber && field === 4) one.value = Math.max(one.value, point.readFixed64());
    }, into);
  }, metric);
}
