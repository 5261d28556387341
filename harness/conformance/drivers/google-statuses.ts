/** Statuses of the developer API; a blocked prompt has none. */
export const geminiStatuses = {
  throttled: 429,
  "quota-exhausted": 429,
  overloaded: 503,
  unavailable: 503,
  "server-error": 500,
  "bad-gateway": 502,
  "gateway-timeout": 504,
  "model-timeout": 504,
  "context-overflow": 400,
  "credentials-expired": 400,
  "access-denied": 403,
  "not-found": 404,
  "invalid-request": 400,
} as const;

/** The cloud platform takes tokens and not keys, and has regions. */
export const vertexStatuses = { ...geminiStatuses, "credentials-expired": 401, "region-down": 503 } as const;
