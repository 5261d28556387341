import { z } from "zod";
import type { Binding } from "../../../domain/protocol.ts";
import { settingsReader } from "../../shared/options.ts";
import { type Dialect, type ErrorMember, errorMember, type Form, type Forms } from "../dialect.ts";
import { placeAmong, standardEndpoints } from "../endpoint-list.ts";
import { modelProtocol } from "../model-protocol.ts";

const options = z.strictObject({
  errors: z
    .enum(["nested", "flat"])
    .default("nested")
    .describe("`flat`: releases before 0.10.1 put the error's members into the body itself."),
});
const settings = settingsReader(options);

/** Types are names of exceptions or of statuses, codes are the status as a number. */
const form = (status: number, type: string, message: (model: string) => string, param: string | null = null): Form => ({
  status,
  error: (_failure, model) => errorMember(type, status, message(model), param),
});

/** A server of one's own has no quotas and no filters. */
const forms: Forms = {
  "server-error": form(
    500,
    "InternalServerError",
    () => "EngineCore encountered an issue. See stack trace for the root cause.",
  ),
  // The middleware that answers while the engine is being scaled: the error is a text.
  unavailable: { status: 503, error: () => "The model is currently scaling. Please try again later." },
  "bad-gateway": { status: 502, html: true },
  "gateway-timeout": { status: 504, html: true },
  "context-overflow": form(
    400,
    "BadRequestError",
    () =>
      "This model's maximum context length is 32768 tokens. However, your request has 40012 input tokens. " +
      "Please reduce the length of the input messages.",
    "input_tokens",
  ),
  // Only with `--api-key`.
  "credentials-expired": { status: 401, error: () => "Unauthorized" },
  "not-found": form(404, "NotFoundError", (model) => `The model \`${model}\` does not exist.`, "model"),
  "invalid-request": form(400, "BadRequestError", () => "Invalid request."),
};

const dialect: Dialect = {
  endpoints: standardEndpoints,
  forms,
  inStream: ["server-error", "invalid-request"],
  edge: "nginx",
  place: placeAmong(standardEndpoints),
  answerHeaders: () => ({ server: "uvicorn" }),
  failureHeaders: () => ({ server: "uvicorn" }),
  announced: () => ({}),
  envelope: (error: ErrorMember, binding: Binding) =>
    typeof error === "object" && settings(binding.options).errors === "flat"
      ? { object: "error", ...error }
      : { error },
};

export const vllm = modelProtocol({
  name: "vllm",
  summary: "OpenAI-compatible server of vLLM: the same endpoints, errors of its own, no quotas.",
  dialect,
  options,
  announcesWait: false,
});
