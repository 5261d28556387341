import { ask } from "../ask.ts";
import type { Case } from "../cases.ts";
import type { Driver } from "../driver.ts";
import { taskOf } from "../experiment.ts";
import type { Observed } from "../observe.ts";
import { deedOf, type Provider } from "./provider.ts";
import { addressOfNobody, openBare } from "./server.ts";
import { watchRequests } from "./watch.ts";

/** Puts a client through one case on a bare socket, without anything of Brownout in between. */
export async function measure(driver: Driver, one: Case, provider: Provider): Promise<Observed> {
  const deed = deedOf(provider, one.id, "", false);
  await using stack = new AsyncDisposableStack();
  const nobody = deed === "refused" || deed === "no such host";
  const server = nobody
    ? undefined
    : stack.use(await openBare((path, stream, nth) => deedOf(provider, one.id, path, stream, nth)));
  const origin = server?.url ?? (await addressOfNobody(nobody ? deed : "refused", `${driver.id} ${one.id}`));
  const requests = stack.use(watchRequests(origin));
  const { pathname } = new URL(driver.dependency.url);
  const seen = await ask(driver, taskOf(driver, one), `${origin}${pathname === "/" ? "" : pathname}`);
  // A client that has no fetch is not seen to ask, only to come.
  const times = requests.times.length > 0 ? requests.times : (server?.came ?? []);
  return observed(seen, [...times], server?.came.length, server?.unanswered[0]);
}

function observed(
  seen: Observed["seen"] & object,
  times: readonly number[],
  came: number | undefined,
  unanswered: string | undefined,
): Observed {
  const broken =
    unanswered !== undefined
      ? `no bytes for ${unanswered}`
      : came !== undefined && came !== times.length
        ? `the client made ${times.length} requests, and ${came} came`
        : times.length === 0
          ? "whether the client asked cannot be seen"
          : undefined;
  return {
    seen,
    ...(broken === undefined ? {} : { broken }),
    attempts: times.length,
    gaps: times.slice(1).map((at, i) => at - (times[i] ?? 0)),
  };
}
