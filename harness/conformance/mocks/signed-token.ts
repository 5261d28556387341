/** A token without an end, and the key that it verifies with. Its own key was thrown away. */
export const publicKey = {
  kty: "EC",
  x: "Ls5Jli1POvIX8tW3dZPDDgjK41A5UDTTg9R8oZxNgZI",
  y: "XZGU_yU4p2Plk62YOM0cSKOX_r1hdcyJAw4wlMGme80",
  crv: "P-256",
  kid: "key-1",
  alg: "ES256",
  use: "sig",
} as const;

/** In parts, so that nobody takes it for a secret that slipped in. */
export const token = [
  "eyJhbGciOiJFUzI1NiIsImtpZCI6ImtleS0xIn0",
  "eyJzdWIiOiJvbmUgdHdvIHRocmVlIGZvdXIgZml2ZSBzaXgifQ",
  "4IVU9szp9M6q2e2koZevOKv0vtaUoOxAXdT8_yLqnWZRJoNrfE03yByEmRg9tKvi9r8EaQNkVzQvUx42gDFtVA",
].join(".");
