import { embed } from "../../brains/embedder.ts";

/** What the stand-ins' corpus is searched for by clients that send vectors, as the stand-in for an embedding model would embed it. */
export const soughtVector = embed("returns", 64);
