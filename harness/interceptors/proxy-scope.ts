import { currentTrial, type Scope } from "../domain/ports.ts";
import { decodeScope, encodeScope } from "./scope.ts";

/** The user name and the JSON under which mockttp takes tags from a client's proxy credentials and keeps them with its connection. */
const user = "metadata";
const tagPrefix = "socket-metadata:";

/** `user:password@`, for a proxy's address: every client that takes one from the environment sends them with its first request. */
export const proxyUserInfo = (scope: Scope): string =>
  `${user}:${Buffer.from(JSON.stringify({ tags: [encodeScope(scope)] })).toString("base64url")}@`;

/** Whose call it is by `proxy-authorization`; without one, that of the only trial that is running. */
export function scopeFromProxyAuth(header: string | undefined): Scope {
  const nobody = { trial: currentTrial };
  const encoded = /^basic (\S+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return nobody;
  const password = Buffer.from(encoded, "base64")
    .toString("utf8")
    .slice(user.length + 1);
  try {
    const { tags } = JSON.parse(Buffer.from(password, "base64url").toString("utf8")) as { tags?: unknown };
    const [tag] = Array.isArray(tags) ? tags : [];
    return (typeof tag === "string" ? decodeScope(tag) : undefined) ?? nobody;
  } catch {
    return nobody; // credentials of somebody else's
  }
}

/** The same, from the tags that mockttp gives a request. */
export function scopeFromTags(tags: readonly string[]): Scope {
  const tag = tags.find((one) => one.startsWith(tagPrefix));
  return (tag === undefined ? undefined : decodeScope(tag.slice(tagPrefix.length))) ?? { trial: currentTrial };
}
