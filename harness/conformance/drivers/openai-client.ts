import type OpenAI from "openai";
import type { Driver, DriverContext } from "../driver.ts";
import { expecting, type Table } from "./expect.ts";
import { azureStreamed, streamedAnswers, wholeAnswers, wholeResponses } from "./openai-answers.ts";
import * as calls from "./openai-calls.ts";
import { azureClientOf, clientOf } from "./openai-clients.ts";
import { azureClient, openaiClient } from "./openai-failures.ts";
import { azureResponsesHelper, chatHelper, responsesHelper } from "./openai-helpers.ts";
import { beforeAnswer } from "./stainless.ts";

const common = { package: "openai", transport: "h1" } as const;
const before = beforeAnswer(openaiClient);
const beforeAzure = beforeAnswer(azureClient);

const on =
  (connect: (context: DriverContext) => OpenAI, place: Pick<Driver, "protocol" | "dependency">, first: Table) =>
  (id: string, mode: Driver["mode"], use: calls.Use, table: Table): Driver =>
    expecting({ ...common, ...place, id, mode, call: (context) => use(connect(context), context) }, first, table);
const platform = on(
  clientOf,
  { protocol: "openai", dependency: { boundary: "model", url: "https://api.openai.com/v1" } },
  before,
);
const azure = on(
  azureClientOf,
  { protocol: "azure-openai", dependency: { boundary: "model", url: "https://brownout.openai.azure.com" } },
  beforeAzure,
);

export const openaiDrivers: readonly Driver[] = [
  platform("openai chat", "whole", calls.wholeChat, wholeAnswers),
  platform("openai chat, streamed", "stream", calls.streamedChat, streamedAnswers),
  platform("openai chat, stream helper", "helper", calls.helperChat, chatHelper),
  platform("openai responses", "whole", calls.wholeResponse, wholeResponses),
  platform("openai responses, streamed", "stream", calls.streamedResponse, streamedAnswers),
  platform("openai responses, stream helper", "helper", calls.helperResponse, responsesHelper),
  azure("azure openai chat", "whole", calls.wholeChat, wholeAnswers),
  azure("azure openai chat, streamed", "stream", calls.streamedChat, azureStreamed),
  azure("azure openai responses", "whole", calls.wholeResponse, wholeResponses),
  azure("azure openai responses, streamed", "stream", calls.streamedResponse, azureStreamed),
  azure("azure openai responses, stream helper", "helper", calls.helperResponse, azureResponsesHelper),
];
