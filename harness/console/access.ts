import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** What somebody may see and do: all of it, or watch and annotate. */
export type View = "operator" | "observer";

/** Secrets of one console; they die with it. */
export interface Tokens {
  readonly operator: string;
  readonly observer: string;
}

export const newTokens = (): Tokens => ({ operator: secret(), observer: secret() });

const secret = (): string => randomBytes(24).toString("base64url");

export interface Access {
  readonly view: View;
  /** How it was shown: browsers send a cookie by themselves, and so also for pages of others. */
  readonly how: "header" | "link" | "cookie";
}

/** Cookies know no ports: two consoles on one machine must not take each other's. */
export const cookieName = (port: number, view: View): string => `brownout-console-${port}-${view}`;

/** Whose request it is, by its header, its link (only where `link` is allowed) or its cookie; undefined = nobody's. */
export function accessOf(
  request: IncomingMessage,
  address: URL,
  tokens: Tokens,
  port: number,
  link: boolean,
): Access | undefined {
  const authorization = request.headers.authorization;
  if (authorization !== undefined) {
    const [, given = ""] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    return shown(viewOfToken(given, tokens), "header");
  }
  const inLink = link ? address.searchParams.get("token") : null;
  if (inLink !== null) return shown(viewOfToken(inLink, tokens), "link");
  const cookies = cookiesOf(request.headers.cookie ?? "");
  for (const view of ["operator", "observer"] as const) {
    const given = cookies.get(cookieName(port, view));
    if (given !== undefined && same(given, tokens[view])) return { view, how: "cookie" };
  }
  return undefined;
}

const shown = (view: View | undefined, how: Access["how"]): Access | undefined => (view ? { view, how } : undefined);

function viewOfToken(given: string, tokens: Tokens): View | undefined {
  if (same(given, tokens.operator)) return "operator";
  return same(given, tokens.observer) ? "observer" : undefined;
}

/** In a time that tells nothing of where they differ. */
function same(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

const cookiesOf = (header: string): Map<string, string> =>
  new Map(
    header.split(";").map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [name.trim(), value.join("=").trim()];
    }),
  );
