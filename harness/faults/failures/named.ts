import { failing } from "./failing.ts";

export const serverError = failing(
  "server-error",
  "The dependency answers with an internal error (500 on most wires).",
);
export const unavailable = failing(
  "unavailable",
  "The dependency says that it is unavailable for now (503 on most wires).",
);
export const overloaded = failing(
  "overloaded",
  "The dependency says that it is overloaded (529 or 503, as the provider does).",
);
export const modelTimeout = failing(
  "model-timeout",
  "The provider gives up on a request that takes the model too long and says so.",
  ["model", "embedding"],
);
