import type { EmbeddingAnswer, EmbeddingRequest } from "../../domain/call.ts";
import type { EncodeContext } from "../../domain/protocol.ts";

/** A provider's own JSON for embeddings, as another service hosts it: the service has the address and the failures, the provider the bodies. */
export interface EmbeddingBody {
  readonly name: string;
  /** By the model's id. */
  fits(model: string): boolean;
  /** `echo`: what must be known of the request to answer it. @throws {BadRequest} in the words in which it is refused. */
  decode(body: unknown, model: string): { readonly request: EmbeddingRequest; readonly echo: unknown };
  whole(result: EmbeddingAnswer, echo: unknown, context: EncodeContext): object;
  /** Undefined if it is no answer. */
  read(body: unknown): EmbeddingAnswer | undefined;
}
