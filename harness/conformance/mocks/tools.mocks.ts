import { HttpResponse, http } from "msw";
import { publicKey } from "./signed-token.ts";

const said = "one two three four five six";

/** A tool over plain JSON, one over GraphQL, and the tokens and keys of an issuer. */
export default [
  http.get("https://tools.example.com/says/1", () => HttpResponse.json({ said })),
  http.post("https://tools.example.com/graphql", () => HttpResponse.json({ data: { says: { said } } })),
  http.post("https://id.example.com/token", () =>
    HttpResponse.json({ access_token: said, token_type: "Bearer", expires_in: 3600 }),
  ),
  http.get("https://id.example.com/jwks.json", () => HttpResponse.json({ keys: [publicKey] })),
];
