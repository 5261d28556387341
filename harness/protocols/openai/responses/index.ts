import type { Endpoint } from "../endpoint.ts";
import { emptyDelta, emptyEvents, emptyResponse, errorEvent, failedResponse } from "./failed.ts";
import { readEvents, readResponse } from "./read.ts";
import { decodeResponses } from "./request.ts";
import { eventWithoutUsage, responseEvents, responsesMarker, textOfEvent } from "./stream.ts";
import { outputItems } from "./tool-results.ts";
import { finishedResponse } from "./whole.ts";

/** Responses. */
export const responses: Endpoint = {
  operation: "responses",
  path: "/responses",
  decode: decodeResponses,
  results: outputItems,
  whole: finishedResponse,
  stream: responseEvents,
  readWhole: readResponse,
  readStream: readEvents,
  marker: responsesMarker,
  emptyWhole: emptyResponse,
  emptyStream: emptyEvents,
  failed: failedResponse,
  errorEvent,
  emptyDelta,
  withoutUsage: eventWithoutUsage,
  textOf: textOfEvent,
};
