import type { Driver } from "./driver.ts";
import { chromaDrivers } from "./drivers/chroma.ts";
import { opensearchDrivers } from "./drivers/opensearch.ts";
import { pineconeDrivers } from "./drivers/pinecone.ts";
import { qdrantDrivers } from "./drivers/qdrant.ts";
import { weaviateDrivers } from "./drivers/weaviate.ts";

/** Every way of using a real client that the conformance table has. */
export const drivers: readonly Driver[] = [
  ...qdrantDrivers,
  ...pineconeDrivers,
  ...chromaDrivers,
  ...opensearchDrivers,
  ...weaviateDrivers,
];
