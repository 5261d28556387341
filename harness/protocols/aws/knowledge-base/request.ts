import { z } from "zod";
import { BadRequest } from "../../../domain/protocol.ts";
import type { RetrievalQuery } from "../../../domain/retrieval.ts";
import { firstComplaint } from "../../shared/complaint.ts";
import { parseJson } from "../../shared/json-body.ts";
import { decoded } from "../../shared/route.ts";

export const operations = ["Retrieve", "RetrieveAndGenerate", "RetrieveAndGenerateStream"] as const;
export type Operation = (typeof operations)[number];

export interface Endpoint {
  readonly operation: Operation;
  readonly knowledgeBase?: string;
}

/** By the end of the path: the dependency may be the service or one of its knowledge bases. */
export function endpointOf(method: string, url: string): Endpoint | undefined {
  const path = URL.parse(url)?.pathname.replace(/\/+$/, "") ?? "";
  const retrieve = /\/knowledgebases\/([^/]+)\/retrieve$/.exec(path)?.[1];
  const generate = /\/(retrieveAndGenerate(?:Stream)?)$/.exec(path)?.[1];
  if (method !== "POST") return undefined;
  if (retrieve) return { operation: "Retrieve", knowledgeBase: decoded(retrieve) };
  if (generate === "retrieveAndGenerate") return { operation: "RetrieveAndGenerate" };
  return generate ? { operation: "RetrieveAndGenerateStream" } : undefined;
}

const between = (least: number, most: number) =>
  z
    .number()
    .min(least, `Member must have value greater than or equal to ${least}`)
    .max(most, `Member must have value less than or equal to ${most}`);

const search = z.looseObject({
  numberOfResults: between(1, 100).nullish(),
  filter: z.unknown().optional(),
  overrideSearchType: z.string().nullish(),
});
const retrievalConfiguration = z
  .looseObject({ vectorSearchConfiguration: search.nullish(), managedSearchConfiguration: search.nullish() })
  .nullish();

const retrieveBody = z.looseObject({
  retrievalQuery: z.looseObject({ text: z.string().nullish() }),
  retrievalConfiguration,
  nextToken: z.string().nullish(),
});

const generateBody = z.looseObject({
  input: z.looseObject({ text: z.string() }),
  sessionId: z.string().nullish(),
  retrieveAndGenerateConfiguration: z
    .looseObject({
      type: z.enum(["KNOWLEDGE_BASE", "EXTERNAL_SOURCES"]),
      knowledgeBaseConfiguration: z
        .looseObject({ knowledgeBaseId: z.string(), modelArn: z.string(), retrievalConfiguration })
        .nullish(),
    })
    .nullish(),
});

/** What of a request the reply repeats. */
export interface Echo {
  readonly sessionId?: string;
}

/** @throws {BadRequest} with the service's own sentence. */
export function readRetrieve(body: Uint8Array, knowledgeBase: string | undefined): RetrievalQuery {
  const { retrievalQuery, retrievalConfiguration: given, nextToken } = parse(retrieveBody, body);
  return {
    // A search by image alone has no words.
    query: retrievalQuery.text ?? "",
    ...(knowledgeBase === undefined ? {} : { collection: knowledgeBase }),
    ...conditions(given, nextToken ?? undefined),
  };
}

/** @throws {BadRequest} with the service's own sentence. */
export function readGenerate(body: Uint8Array): { readonly query: RetrievalQuery; readonly echo: Echo } {
  const { input, sessionId, retrieveAndGenerateConfiguration: configuration } = parse(generateBody, body);
  const base = configuration?.knowledgeBaseConfiguration;
  if (configuration?.type === "KNOWLEDGE_BASE" && !base)
    throw new BadRequest("KnowledgeBaseConfiguration must be provided when type is KNOWLEDGE_BASE.");
  return {
    query: {
      query: input.text,
      generate: true,
      ...(base ? { collection: base.knowledgeBaseId } : {}),
      ...conditions(base?.retrievalConfiguration),
    },
    echo: sessionId ? { sessionId } : {},
  };
}

function conditions(
  given: z.output<typeof retrievalConfiguration>,
  nextToken?: string,
): Pick<RetrievalQuery, "topK" | "filter"> {
  const { numberOfResults, filter, overrideSearchType } =
    given?.vectorSearchConfiguration ?? given?.managedSearchConfiguration ?? {};
  const narrowed = {
    ...(filter === undefined || filter === null ? {} : { filter }),
    ...(overrideSearchType ? { overrideSearchType } : {}),
    ...(nextToken === undefined ? {} : { nextToken }),
  };
  return {
    ...(numberOfResults ? { topK: numberOfResults } : {}),
    ...(Object.keys(narrowed).length === 0 ? {} : { filter: narrowed }),
  };
}

function parse<T>(schema: z.ZodType<T>, body: Uint8Array): T {
  const value = parseJson(body);
  if (value === undefined) throw new BadRequest("The request body is not valid JSON.");
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const { path, problem, expected, got } = firstComplaint(result.error);
  const member = path.join(".");
  if (problem === "type") throw new BadRequest(`${got} can not be converted to ${expected}: '${member}'`);
  const [value1, constraint] =
    problem === "missing"
      ? ["null", "Member must not be null"]
      : [
          `'${got}'`,
          expected.startsWith("'") ? `Member must satisfy enum value set: [${expected.replaceAll("'", "")}]` : expected,
        ];
  throw new BadRequest(
    `1 validation error detected: Value ${value1} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
