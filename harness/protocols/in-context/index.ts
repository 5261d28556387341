export { contextRetrieval } from "./retrieval.ts";
export { contextTool } from "./tool.ts";
