import { matchRoute, parseRoute, type Route, segmentsOf } from "../../shared/route.ts";

export interface MemoryOperation {
  readonly name: string;
  readonly route: Route;
  /** Members that the body must have. */
  readonly required: readonly string[];
}

/** Operations on memories (API model of 2024-02-28). A reading operation is a POST where it has filters. */
const operations: readonly MemoryOperation[] = [
  entry("CreateEvent", "POST /memories/:memoryId/events", "actorId", "eventTimestamp", "payload"),
  entry("GetEvent", "GET /memories/:memoryId/actor/:actorId/sessions/:sessionId/events/:eventId"),
  entry("DeleteEvent", "DELETE /memories/:memoryId/actor/:actorId/sessions/:sessionId/events/:eventId"),
  entry("ListEvents", "POST /memories/:memoryId/actor/:actorId/sessions/:sessionId"),
  entry("ListSessions", "POST /memories/:memoryId/actor/:actorId/sessions"),
  entry("ListActors", "POST /memories/:memoryId/actors"),
  entry("RetrieveMemoryRecords", "POST /memories/:memoryId/retrieve", "searchCriteria"),
  entry("ListMemoryRecords", "POST /memories/:memoryId/memoryRecords"),
  entry("GetMemoryRecord", "GET /memories/:memoryId/memoryRecord/:memoryRecordId"),
  entry("DeleteMemoryRecord", "DELETE /memories/:memoryId/memoryRecords/:memoryRecordId"),
  entry("BatchCreateMemoryRecords", "POST /memories/:memoryId/memoryRecords/batchCreate", "records"),
  entry("BatchUpdateMemoryRecords", "POST /memories/:memoryId/memoryRecords/batchUpdate", "records"),
  entry("BatchDeleteMemoryRecords", "POST /memories/:memoryId/memoryRecords/batchDelete", "records"),
  entry("IngestData", "POST /memories/:memoryId/ingest"),
  entry("ListMemoryExtractionJobs", "POST /memories/:memoryId/extractionJobs"),
  entry("StartMemoryExtractionJob", "POST /memories/:memoryId/extractionJobs/start", "extractionJob"),
];

export const memoryOperations: readonly string[] = operations.map(({ name }) => name);

function entry(name: string, line: string, ...required: string[]): MemoryOperation {
  const route = parseRoute(line);
  if (!route) throw new Error(`"${line}" is no request line.`);
  return { name, route, required };
}

/** By the path from `/memories/` on: the dependency may be the service or one of its memories. */
export function memoryOperationOf(
  method: string,
  url: string,
): { readonly operation: MemoryOperation; readonly parameters: Readonly<Record<string, string>> } | undefined {
  const segments = segmentsOf(URL.parse(url)?.pathname ?? "");
  const path = segments.slice(segments.indexOf("memories")).join("/");
  for (const operation of operations) {
    const parameters = matchRoute(operation.route, method, path);
    if (parameters) return { operation, parameters };
  }
  return undefined;
}
