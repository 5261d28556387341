import type { WireRequest } from "../../domain/wire.ts";

/** Signature Version 4 covers the body; an API key, sent as a bearer token, covers nothing. */
export const isSealed = ({ headers }: WireRequest): boolean => /^AWS4-/.test(headers.authorization ?? "");
