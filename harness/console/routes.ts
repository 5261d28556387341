import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { GamedayControl } from "../domain/gameday.ts";
import { type Access, accessOf, cookieName, type Tokens, type View } from "./access.ts";
import { act, actions, isAction } from "./api.ts";
import { type Assets, chartStyle, entry } from "./assets.ts";
import type { Events } from "./events.ts";
import { foreign, vouched } from "./origin.ts";
import { doorPage, gamedayPage } from "./page.ts";
import { readBody } from "./read-body.ts";
import { Refusal } from "./refusal.ts";
import { pagePolicy, respond, respondJson, startEvents } from "./respond.ts";
import { shownTo } from "./view-state.ts";

export interface Routes {
  readonly control: GamedayControl;
  readonly events: Events;
  readonly tokens: Tokens;
  readonly port: number;
  readonly authorities: ReadonlySet<string>;
  readonly blind: boolean;
  readonly assets: Assets;
}

const html = "text/html; charset=utf-8";
const pages = new Map<string, View>([
  ["/", "operator"],
  ["/observe", "observer"],
]);

/**
 * Answers one request.
 * @throws {Refusal}
 */
export async function serve(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const address = addressOf(request);
  const page = pages.get(address.pathname);
  const stranger = foreign(request, routes.authorities, page !== undefined && request.method === "GET");
  if (stranger !== undefined) throw new Refusal(403, stranger);
  const access = accessOf(request, address, routes.tokens, routes.port, page !== undefined);
  if (page !== undefined) {
    only(request, "GET", "HEAD");
    servePage(routes, page, access, response);
    return;
  }
  const asset = routes.assets.get(address.pathname);
  if (asset) {
    only(request, "GET", "HEAD");
    respond(response, 200, asset.type, asset.text);
    return;
  }
  await serveApi(routes, address, access, request, response);
}

/** Whoever asks for the observers' view gets it, whatever else they might see. */
const lower = (view: View, asked: string | null): View => (asked === "observer" ? "observer" : view);

async function serveApi(
  routes: Routes,
  address: URL,
  access: Access | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, name = ""] = /^\/api\/([a-z]+)$/.exec(address.pathname) ?? [];
  const known = name === "state" || name === "events" || isAction(name);
  if (!access)
    throw new Refusal(
      401,
      "No valid token. Open the link that the console printed, or send Authorization: Bearer TOKEN.",
      {
        "WWW-Authenticate": "Bearer",
      },
    );
  if (!known)
    throw new Refusal(
      404,
      `There is no ${address.pathname.slice(0, 80)}. There are state, events, ${actions.join(", ")} below /api/.`,
    );
  const view = lower(access.view, address.searchParams.get("view"));
  if (name === "state") {
    only(request, "GET", "HEAD");
    respondJson(response, 200, shownTo(view, routes.control.state(), routes.blind));
  } else if (name === "events") {
    only(request, "GET");
    routes.events.admit();
    startEvents(response);
    routes.events.follow(response, view);
  } else if (isAction(name)) {
    only(request, "POST");
    if (access.how === "cookie" && !vouched(request))
      throw new Refusal(
        403,
        "A cookie alone may change nothing: the request has no Origin. Send Authorization: Bearer TOKEN.",
      );
    act(routes.control, name, await bodyOf(name, request), view);
    // The rest of a body that was not read is not waited for.
    respondJson(response, 200, { ok: true }, request.complete ? {} : { Connection: "close" });
  }
}

/** Whoever halts has shown who they are: what they sent with it is no reason to leave the faults on. */
const bodyOf = (name: string, request: IncomingMessage): Promise<unknown> =>
  name === "halt" ? readBody(request).catch(() => ({})) : readBody(request);

function servePage(routes: Routes, asked: View, access: Access | undefined, response: ServerResponse): void {
  const nonce = randomBytes(18).toString("base64");
  const policy = { "Content-Security-Policy": pagePolicy(nonce) };
  if (!access) {
    respond(response, 401, html, doorPage(nonce), policy);
    return;
  }
  const cookie = `${cookieName(routes.port, access.view)}=${routes.tokens[access.view]}; Path=/; HttpOnly; SameSite=Strict`;
  const view = lower(access.view, asked);
  const text = gamedayPage(view, nonce, {
    entry,
    charts: "/uplot.js",
    chartStyle: chartStyle(),
    armed: view === "operator" || !routes.blind,
  });
  respond(response, 200, html, text, { ...policy, ...(access.how === "link" ? { "Set-Cookie": cookie } : {}) });
}

function addressOf(request: IncomingMessage): URL {
  const url = request.url ?? "";
  if (!url.startsWith("/") || !URL.canParse(`http://console${url}`))
    throw new Refusal(400, "This is no proxy: ask for a path.");
  return new URL(`http://console${url}`);
}

function only(request: IncomingMessage, ...methods: readonly string[]): void {
  if (!methods.includes(request.method ?? ""))
    throw new Refusal(405, `Use ${methods.join(" or ")} here.`, { Allow: methods.join(", ") });
}
