import type { Driver } from "../driver.ts";
import { expecting, type Table } from "./expect.ts";
import { type Codes, inStream, streamed, wholeAnswers } from "./openai-answers.ts";
import * as calls from "./openai-calls.ts";
import { clientOf } from "./openai-clients.ts";
import { base, raising } from "./openai-failures.ts";
import { beforeAnswer, type Stainless } from "./stainless.ts";

const limited = raising("RateLimitError");
const broken = raising("InternalServerError");
const refused = raising("BadRequestError");
const unauthorized = raising("AuthenticationError");

type Failures = Stainless["failures"];
/** By status alone, as on the platform: a budget that is used up is asked for again. */
const clientFor = (failures: Failures): Stainless => ({
  base,
  failures,
  retries: new Set(
    Object.entries(failures).flatMap(([kind, { status = 0 }]) =>
      status === 408 || status === 429 || status >= 500 ? [kind] : [],
    ),
  ),
});

const proxy: Failures = {
  "bad-gateway": { raises: broken, status: 502, message: "<h1>502 Bad Gateway</h1>" },
  "gateway-timeout": { raises: broken, status: 504, message: "<h1>504" },
};
/** Types are names of exceptions, codes are numbers; some errors are a text without either. */
const vllm = clientFor({
  ...proxy,
  "server-error": { raises: broken, status: 500, code: 500, type: "InternalServerError" },
  unavailable: { raises: broken, status: 503, message: "currently scaling" },
  "context-overflow": { raises: refused, status: 400, code: 400, type: "BadRequestError" },
  "credentials-expired": { raises: unauthorized, status: 401, message: "Unauthorized" },
  "not-found": { raises: raising("NotFoundError"), status: 404, code: 404, type: "NotFoundError" },
  "invalid-request": { raises: refused, status: 400, code: 400, type: "BadRequestError" },
});
/** Codes are statuses as text, and what is not found is a bad request. */
const litellm = clientFor({
  ...proxy,
  throttled: { raises: limited, status: 429, code: "429", type: "throttling_error" },
  "quota-exhausted": { raises: limited, status: 429, code: "429", type: "budget_exceeded" },
  overloaded: { raises: limited, status: 429, code: "429", type: "None" },
  "server-error": { raises: broken, status: 500, code: "500" },
  unavailable: { raises: broken, status: 503, code: "503" },
  "model-timeout": { raises: base, status: 408, code: "408" },
  "context-overflow": { raises: refused, status: 400, code: "400" },
  "content-filtered": { raises: refused, status: 400, code: "400" },
  "credentials-expired": { raises: unauthorized, status: 401, code: "401", type: "auth_error" },
  "access-denied": {
    raises: raising("PermissionDeniedError"),
    status: 403,
    code: "403",
    type: "key_model_access_denied",
  },
  "not-found": { raises: refused, status: 400, code: "400", type: "invalid_request_error" },
  "invalid-request": { raises: refused, status: 400, code: "400" },
});

const codesOf = ({ failures }: Stainless, kinds: readonly string[]): Codes =>
  Object.fromEntries(
    kinds.map((kind) => {
      const { code, type } = failures[kind] ?? {};
      return [kind, { ...(code === undefined ? {} : { code }), ...(type === undefined ? {} : { type }) }];
    }),
  );
const inVllm = codesOf(vllm, ["server-error", "invalid-request"]);
const inLitellm = codesOf(litellm, [
  "throttled",
  "server-error",
  "unavailable",
  "model-timeout",
  "content-filtered",
  "context-overflow",
]);

const driversOf = (protocol: string, url: string, server: Stainless, codes: Codes): readonly Driver[] => {
  const common = { package: "openai", transport: "h1", protocol, dependency: { boundary: "model", url } } as const;
  const read = (table: Table): Table =>
    Object.fromEntries(
      Object.entries(table).map(([id, entry]) => [
        id,
        "source" in entry ? { ...entry, source: "read: openai/core/error.mjs, openai/core/streaming.mjs" } : entry,
      ]),
    );
  const before = read(beforeAnswer(server));
  return [
    expecting(
      {
        ...common,
        id: `${protocol} chat`,
        mode: "whole",
        call: (context) => calls.wholeChat(clientOf(context), context),
      },
      before,
      wholeAnswers,
    ),
    expecting(
      {
        ...common,
        id: `${protocol} chat, streamed`,
        mode: "stream",
        call: (context) => calls.streamedChat(clientOf(context), context),
      },
      before,
      streamed,
      read(inStream(codes)),
    ),
  ];
};

/** Servers that speak like the platform, asked with its client. */
export const compatibleDrivers: readonly Driver[] = [
  ...driversOf("vllm", "http://vllm.internal:8000/v1", vllm, inVllm),
  ...driversOf("litellm", "http://litellm.internal:4000/v1", litellm, inLitellm),
];
