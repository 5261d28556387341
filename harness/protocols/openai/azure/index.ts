import { BadRequest, type Binding } from "../../../domain/protocol.ts";
import type { WireRequest } from "../../../domain/wire.ts";
import { queryOf } from "../../shared/address.ts";
import type { Dialect, Place } from "../dialect.ts";
import { placeAmong } from "../endpoint-list.ts";
import { modelProtocol } from "../model-protocol.ts";
import { announced } from "../platform/headers.ts";
import { responses } from "../responses/index.ts";
import { filteredChat } from "./content-filter.ts";
import { azureForms, azureInStream, noSuchResource } from "./failures.ts";
import { answerHeaders, failureHeaders, windows } from "./headers.ts";

const endpoints = [filteredChat, responses];
const standard = placeAmong(endpoints);

/**
 * `/openai/deployments/{model}/chat/completions?api-version=…`, the same right below the base address (which the official client
 * builds from `OPENAI_BASE_URL`), `/openai/responses?api-version=…` and `/openai/v1/…`. The deployment in the path is the model.
 */
function place(request: WireRequest, binding: Binding): Place | undefined {
  const found = standard(request, binding);
  const deployment = /\/deployments\/([^/?]+)\//.exec(request.url)?.[1];
  return found && deployment !== undefined ? { ...found, model: nameOf(deployment) } : found;
}

function nameOf(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const dialect: Dialect = {
  endpoints,
  forms: azureForms,
  inStream: azureInStream,
  edge: "Microsoft-Azure-Application-Gateway/v2",
  place,
  answerHeaders,
  quotaHeaders: windows,
  failureHeaders,
  announced,
};

const base = modelProtocol({
  name: "azure-openai",
  provider: "azure.ai.openai",
  summary: "Azure OpenAI: Chat Completions of deployments and Responses, JSON and SSE, with content filter results.",
  dialect,
  caching: { mode: "automatic", minTokens: 1024, stepTokens: 128, ttlMs: 300_000, saves: 0.8 },
  // Quota guide: the estimate at admission has prompt and max_tokens in it.
  quota: { reserves: "output-limit", countsCacheReads: true },
});

/** A deployment's path without an `api-version` is no path of the service. */
export const azureOpenai: typeof base = {
  ...base,
  decodeCall(request, binding) {
    if (request.url.includes("/deployments/") && queryOf(request)["api-version"] === undefined)
      throw new BadRequest(noSuchResource, "not-found");
    return base.decodeCall(request, binding);
  },
};
