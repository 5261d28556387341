/** A request line of the system map: `GET /orders/:id`. */
export interface Route {
  readonly method: string;
  /** `:name` = a parameter. */
  readonly segments: readonly string[];
}

const line = /^([A-Za-z]+)\s+(\/\S*)$/;

/** Undefined if the text is not a method and a path. */
export function parseRoute(text: string): Route | undefined {
  const match = line.exec(text.trim());
  if (!match?.[1] || !match[2]) return undefined;
  return { method: match[1].toUpperCase(), segments: segmentsOf(match[2]) };
}

/** The path parameters if the route fits, otherwise undefined. */
export function matchRoute(route: Route, method: string, path: string): Record<string, string> | undefined {
  const segments = segmentsOf(path);
  if (route.method !== method.toUpperCase() || route.segments.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, wanted] of route.segments.entries()) {
    const given = segments[index] ?? "";
    if (wanted.startsWith(":")) parameters[wanted.slice(1)] = decoded(given);
    else if (wanted !== given) return undefined;
  }
  return parameters;
}

export const segmentsOf = (path: string): string[] => path.split("/").filter((segment) => segment !== "");

/** Percent-decoding that leaves what cannot be decoded. */
export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
