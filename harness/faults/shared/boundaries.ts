import type { Boundary } from "../../domain/vocabulary.ts";
import { boundaries } from "../../domain/vocabulary.ts";

/** Connections and time fail everywhere alike. */
export const everywhere: readonly Boundary[] = boundaries;
export const onlyModel: readonly Boundary[] = ["model"];
export const onlyTool: readonly Boundary[] = ["tool"];
export const onlyRetrieval: readonly Boundary[] = ["retrieval"];
export const onlyIdentity: readonly Boundary[] = ["identity"];
/** Whatever answers with a plain value. */
export const withValues: readonly Boundary[] = ["tool", "memory", "guardrail", "identity", "agent"];
/** Whatever does something when it is asked to. */
export const withEffects: readonly Boundary[] = ["tool", "memory", "agent"];
