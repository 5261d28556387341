import type OpenAI from "openai";
import type { Driver, DriverContext } from "../driver.ts";
import { expecting, once, type Table } from "./expect.ts";
import { azureClientOf, clientOf } from "./openai-clients.ts";
import {
  helperChatCall,
  helperResponsesCall,
  streamedChatCall,
  streamedResponsesCall,
  type ToolUse,
  wholeChatCall,
  wholeResponsesCall,
} from "./openai-tools-calls.ts";
import { measured } from "./stainless.ts";
import { asWritten } from "./tool-tables.ts";

const unread = once(
  { raises: "OpenAIError", message: "invalid structured output JSON", cause: "SyntaxError" },
  measured,
);
/** Arguments of a strict tool are parsed by the accumulator, and checked against nothing. */
const parsing: Table = {
  ...asWritten(),
  "tool-arguments:truncated": unread,
  "tool-arguments:invalid-json": unread,
};
const parsingChat: Table = {
  ...parsing,
  "tool-arguments:output-limit": once({ raises: "LengthFinishReasonError‹OpenAIError" }, measured),
};

const common = { package: "openai", transport: "h1", asks: "tool call" } as const;
const platform = {
  ...common,
  protocol: "openai",
  dependency: { boundary: "model", url: "https://api.openai.com/v1" },
} as const;
const azure = {
  ...common,
  protocol: "azure-openai",
  dependency: { boundary: "model", url: "https://brownout.openai.azure.com" },
} as const;

const calling =
  (use: ToolUse, connect: (context: DriverContext) => OpenAI = clientOf): Driver["call"] =>
  (context) =>
    use(connect(context), context);

export const openaiToolDrivers: readonly Driver[] = [
  expecting({ ...platform, id: "openai chat, tool call", mode: "whole", call: calling(wholeChatCall) }, asWritten()),
  expecting(
    { ...platform, id: "openai chat, tool call, streamed", mode: "stream", call: calling(streamedChatCall) },
    asWritten(),
  ),
  expecting(
    { ...platform, id: "openai chat, tool call, stream helper", mode: "helper", call: calling(helperChatCall) },
    parsingChat,
  ),
  expecting(
    { ...platform, id: "openai responses, tool call", mode: "whole", call: calling(wholeResponsesCall) },
    asWritten(),
  ),
  expecting(
    { ...platform, id: "openai responses, tool call, streamed", mode: "stream", call: calling(streamedResponsesCall) },
    asWritten(),
  ),
  expecting(
    {
      ...platform,
      id: "openai responses, tool call, stream helper",
      mode: "helper",
      call: calling(helperResponsesCall),
    },
    parsing,
  ),
  expecting(
    { ...azure, id: "azure openai chat, tool call", mode: "whole", call: calling(wholeChatCall, azureClientOf) },
    asWritten(),
  ),
  expecting(
    {
      ...azure,
      id: "azure openai chat, tool call, streamed",
      mode: "stream",
      call: calling(streamedChatCall, azureClientOf),
    },
    asWritten(),
  ),
];
