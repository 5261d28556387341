import { base64Of, vectorIn } from "../../shared/vector.ts";
import type { VectorFormat } from "./request.ts";

/** Base64 is what the official clients ask for by default. */
export const writeVector = (vector: readonly number[], format: VectorFormat): readonly number[] | string =>
  format === "base64" ? base64Of(vector) : vector;

export const readVector = (written: readonly number[] | string): readonly number[] =>
  typeof written === "string" ? vectorIn(written) : written;
