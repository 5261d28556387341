import { subscribe, unsubscribe } from "node:diagnostics_channel";

const channel = "undici:request:create";

/** When this process's `fetch` made a request to an origin, in ms: told by the client itself, also where no server hears of it. */
export function watchRequests(origin: string): { readonly times: readonly number[] } & Disposable {
  const times: number[] = [];
  const see = (message: unknown): void => {
    const { request } = message as { readonly request: { readonly origin?: unknown } };
    if (String(request.origin) === origin) times.push(performance.now());
  };
  subscribe(channel, see);
  return { times, [Symbol.dispose]: () => unsubscribe(channel, see) };
}
