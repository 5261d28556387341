import type { Boundary } from "../../domain/vocabulary.ts";
import { boundaries } from "../../domain/vocabulary.ts";

/** Connections and time fail everywhere alike. */
export const everywhere: readonly Boundary[] = boundaries;
export const onlyModel: readonly Boundary[] = ["model"];
export const onlyRetrieval: readonly Boundary[] = ["retrieval"];
/** Whatever answers with plain JSON. */
export const onlyTool: readonly Boundary[] = ["tool"];
