import Anthropic from "@anthropic-ai/sdk";
import type { Driver, DriverContext } from "../driver.ts";
import { messageHelper, streamedMessages, wholeMessages } from "./anthropic-tables.ts";
import { expecting, without } from "./expect.ts";
import { helped, streamed, whole } from "./messages-calls.ts";
import { beforeAnswer } from "./stainless.ts";
import { vertexPartnerClient } from "./vertex-partner-tables.ts";

interface Asked {
  readonly model: string;
  readonly [member: string]: unknown;
}

/**
 * What the provider's client for this platform does to a request, and all that it does but for fetching a token: the model goes into the
 * address, and the version of the wire into the body.
 */
const hosted =
  (base: string): typeof fetch =>
  (_address, init) => {
    const { model, ...body }: Asked = JSON.parse(String(init?.body));
    const method = body["stream"] === true ? "streamRawPredict" : "rawPredict";
    const path = `/projects/brownout/locations/us-east5/publishers/anthropic/models/${model}:${method}`;
    return fetch(base + path, { ...init, body: JSON.stringify({ ...body, anthropic_version: "vertex-2023-10-16" }) });
  };

const clientOf = ({ baseUrl, timeout }: DriverContext): Anthropic =>
  new Anthropic({
    apiKey: null,
    authToken: "ya29.brownout",
    baseURL: baseUrl,
    fetch: hosted(baseUrl),
    ...(timeout === undefined ? {} : { timeout }),
  });

const common = {
  package: "@anthropic-ai/sdk",
  protocol: "vertex-partner",
  transport: "h1",
  dependency: { boundary: "model", url: "https://us-east5-aiplatform.googleapis.com/v1" },
} as const;
// The platform never says how long to wait.
const before = without(beforeAnswer(vertexPartnerClient), "throttled with a wait");

export const vertexPartnerDrivers: readonly Driver[] = [
  expecting(
    {
      ...common,
      id: "anthropic messages on Vertex",
      mode: "whole",
      call: (context) => whole(clientOf(context), context),
    },
    before,
    wholeMessages,
  ),
  expecting(
    {
      ...common,
      id: "anthropic messages on Vertex, streamed",
      mode: "stream",
      call: (context) => streamed(clientOf(context), context),
    },
    before,
    streamedMessages,
  ),
  expecting(
    {
      ...common,
      id: "anthropic messages on Vertex, stream helper",
      mode: "helper",
      call: (context) => helped(clientOf(context), context),
    },
    before,
    messageHelper,
  ),
];
