import { join } from "node:path";
import { ApplyGuardrailCommand, BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
  SageMakerRuntimeClient,
} from "@aws-sdk/client-sagemaker-runtime";
import type { Driver, DriverContext } from "../driver.ts";
import { overHttp1, overHttp2, placeOf } from "./aws-client.ts";
import {
  brokenBody,
  connections,
  eventStream,
  exception,
  measured,
  once,
  read,
  slowly,
  type Table,
  throttled,
  transient,
} from "./aws-expect.ts";
import { beforeAnswer } from "./bedrock-expect.ts";
import { expecting, without } from "./expect.ts";
import { half, shortened, swapped, twice } from "./rows.ts";

const mocks = join(import.meta.dirname, "aws-services.mocks.ts");
type Rows = Readonly<Record<string, readonly [name: string, status: number, retry?: typeof transient]>>;
const failures = (service: string, rows: Rows): Table =>
  Object.fromEntries(
    Object.entries(rows).map(([kind, [name, status, retry = once]]) => [
      `failure:${kind}`,
      retry(exception(service, name, status), read),
    ]),
  );

// The client has no class for errors that the model of its service leaves out.
const unmodelled = (service: string, name: string, status: number) => ({
  raises: `${service}ServiceException‹ServiceException`,
  name,
  status,
});

const found = '{"total":129}';
const lambdaTable: Table = {
  ...connections("h1"),
  ...brokenBody("h1"),
  ...failures("Lambda", {
    "server-error": ["ServiceException", 500, transient],
    "not-found": ["ResourceNotFoundException", 404],
    "credentials-expired": ["ExpiredTokenException", 403],
    "invalid-request": ["InvalidRequestContentException", 400],
  }),
  "failure:throttled": throttled(exception("Lambda", "TooManyRequestsException", 429), read),
  // The announced second is kept to, unless the client's own wait is longer.
  "throttled with a wait": {
    ...throttled(exception("Lambda", "TooManyRequestsException", 429), read),
    gaps: [
      [1000, 1010],
      [1000, 2010],
    ],
  },
  "failure:unavailable": transient(unmodelled("Lambda", "ServiceUnavailableException", 503), read),
  "failure:region-down": transient(unmodelled("Lambda", "ServiceUnavailableException", 503), read),
  "failure:access-denied": once(unmodelled("Lambda", "AccessDeniedException", 403), read),
  // Successes of the service: what failed is told in a header and in the payload, which are the agent's to read.
  "failure:model-error": once({ said: "Unhandled: Unhandled error in the function" }, read),
  "failure:model-timeout": once({ raises: "Error", message: "Task timed out after 3.00 seconds" }, read),
  healthy: once({ said: found }, measured),
  "empty-body": once({ raises: "SyntaxError" }, read),
  "empty-object": once({ said: "{}" }, read),
  "invalid-json": once({ raises: "SyntaxError" }, read),
  "html-200": once({ raises: "SyntaxError" }, read),
};

async function invokeFunction(context: DriverContext): Promise<void> {
  const client = new LambdaClient({ ...placeOf(context), requestHandler: overHttp1(context) });
  const command = new InvokeCommand({ FunctionName: "get-order", Payload: JSON.stringify({ id: 7 }) });
  const { Payload, FunctionError } = await client.send(command, { abortSignal: context.signal });
  const value: unknown = JSON.parse(Payload?.transformToString() ?? "");
  if (FunctionError === undefined) return context.say(JSON.stringify(value));
  const { errorType, errorMessage } = value as { errorType: string; errorMessage: string };
  if (errorType === "Sandbox.Timedout") throw new Error(errorMessage);
  context.say(`${FunctionError}: ${errorMessage}`);
}

async function applyGuardrail(context: DriverContext): Promise<void> {
  const client = new BedrockRuntimeClient({ ...placeOf(context), ...overHttp2(context) });
  const content = [{ text: { text: "hello" } }];
  const ask = { guardrailIdentifier: "gr1", guardrailVersion: "1", source: "INPUT", content } as const;
  const { action } = await client.send(new ApplyGuardrailCommand(ask), { abortSignal: context.signal });
  context.say(action ?? "");
}

const asked = { EndpointName: "desk", ContentType: "application/json", Body: JSON.stringify({ inputs: "hello" }) };
const sagemakerClient = (context: DriverContext): SageMakerRuntimeClient =>
  new SageMakerRuntimeClient({ ...placeOf(context), requestHandler: overHttp1(context) });

async function generate(context: DriverContext): Promise<void> {
  const command = new InvokeEndpointCommand(asked);
  const { Body } = await sagemakerClient(context).send(command, { abortSignal: context.signal });
  const answers: { generated_text?: string }[] = JSON.parse(Body.transformToString());
  context.say(answers[0]?.generated_text ?? "");
}

async function generateStream(context: DriverContext): Promise<void> {
  const command = new InvokeEndpointWithResponseStreamCommand(asked);
  const { Body } = await sagemakerClient(context).send(command, { abortSignal: context.signal });
  for await (const { PayloadPart } of Body ?? []) {
    const line = Buffer.from(PayloadPart?.Bytes ?? []).toString();
    const { token }: { token: { text: string; special: boolean } } = JSON.parse(line.replace(/^data:/, ""));
    if (!token.special) context.say(token.text);
  }
}

const service = "SageMakerRuntime";
const sagemakerTable: Table = {
  ...connections("h1"),
  ...failures(service, {
    "server-error": ["InternalFailure", 500, transient],
    unavailable: ["ServiceUnavailable", 503, transient],
    "region-down": ["ServiceUnavailable", 503, transient],
    "model-error": ["ModelError", 424],
    "model-timeout": ["ModelError", 424],
    overloaded: ["ModelError", 424],
    "context-overflow": ["ModelError", 424],
    "credentials-expired": ["ExpiredTokenException", 403],
    "not-found": ["ValidationError", 400],
    "invalid-request": ["ValidationError", 400],
  }),
  "failure:throttled": throttled(unmodelled(service, "ThrottlingException", 400), read),
  "failure:model-not-ready": throttled(exception(service, "ModelNotReadyException", 429), read),
  "failure:access-denied": once(unmodelled(service, "AccessDeniedException", 403), read),
  healthy: once({ said: "answer" }, measured),
  "usage-missing": once({ said: "answer" }, read),
  length: once({ said: shortened }, read),
  "empty-completion": once({}, read),
};
const parsing = once({ raises: "SyntaxError" }, read);

const sagemaker = {
  package: "@aws-sdk/client-sagemaker-runtime",
  protocol: "sagemaker",
  transport: "h1",
  dependency: { boundary: "model", url: "https://runtime.sagemaker.us-east-1.amazonaws.com" },
} as const;
const runtime = { package: "@aws-sdk/client-bedrock-runtime", transport: "h2", mode: "whole" } as const;

export const awsServiceDrivers: readonly Driver[] = [
  expecting(
    {
      id: "lambda invoke",
      package: "@aws-sdk/client-lambda",
      protocol: "lambda",
      mode: "whole",
      transport: "h1",
      dependency: { boundary: "tool", url: "https://lambda.us-east-1.amazonaws.com" },
      mocks,
      call: invokeFunction,
    },
    lambdaTable,
  ),
  expecting(
    {
      ...runtime,
      id: "bedrock guardrail",
      protocol: "bedrock-guardrail",
      dependency: { boundary: "guardrail", url: "https://bedrock-runtime.us-east-1.amazonaws.com" },
      mocks,
      call: applyGuardrail,
    },
    without(
      beforeAnswer("h2"),
      "failure:overloaded",
      "failure:model-timeout",
      "failure:model-not-ready",
      "failure:model-error",
      "failure:context-overflow",
    ),
    brokenBody("h2"),
    {
      "failure:quota-exhausted": once(exception("BedrockRuntime", "ServiceQuotaExceededException", 400), measured),
      // A success of the service: whoever does not read the action lets through what was stopped.
      "failure:guardrail-intervened": once({ said: "GUARDRAIL_INTERVENED" }, read),
      healthy: once({ said: "NONE" }, measured),
      "invalid-json": parsing,
      "html-200": parsing,
      "empty-body": once({}, measured),
      "empty-object": once({}, measured),
    },
  ),
  expecting({ ...sagemaker, id: "sagemaker invoke", mode: "whole", call: generate }, sagemakerTable, brokenBody("h1"), {
    "invalid-json": parsing,
    "html-200": parsing,
    "empty-body": once({ raises: "TypeError", message: "transformToString" }, read),
    "empty-object": once({}, read),
  }),
  expecting(
    { ...sagemaker, id: "sagemaker invoke, streamed", mode: "stream", call: generateStream },
    sagemakerTable,
    eventStream("h1", half, "one two three"),
    slowly("answer"),
    {
      "in-stream:model-error": once({ said: half, ...exception(service, "ModelStreamError") }, read),
      "in-stream:model-timeout": once({ said: half, ...exception(service, "ModelStreamError") }, read),
      "in-stream:server-error": once({ said: half, ...exception(service, "InternalStreamFailure") }, read),
      "duplicated-event": once({ said: twice }, read),
      "reordered-events": once({ said: swapped }, read),
      "missing-final-event": once({ said: "answer" }, read),
    },
  ),
];
