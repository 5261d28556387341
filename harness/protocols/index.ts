import type { Protocol } from "../domain/protocol.ts";
import { a2a } from "./a2a/index.ts";
import { anthropic } from "./anthropic/index.ts";
import { graphql } from "./graphql/index.ts";
import { httpJson } from "./http-json/index.ts";
import { jsonRetrieval } from "./json-retrieval/index.ts";
import { mcp } from "./mcp/index.ts";
import { oauth } from "./oauth/index.ts";
import { openai } from "./openai/index.ts";

/** Every protocol that a system map can name. */
export const protocols: readonly Protocol[] = [openai, anthropic, jsonRetrieval, httpJson, mcp, a2a, graphql, oauth];

export const findProtocol = (name: string): Protocol | undefined =>
  protocols.find((protocol) => protocol.name === name);
