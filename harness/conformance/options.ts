import { parseArgs } from "node:util";
import type { Driver } from "./driver.ts";
import { type Route, routes } from "./observe.ts";

/** What was asked for on the command line cannot be done. */
export class Usage extends Error {
  override readonly name = "Usage";
}

export interface RunOptions {
  readonly chosen: readonly Driver[];
  readonly short: boolean;
  readonly only?: string;
  readonly routes?: readonly Route[];
  readonly write: boolean;
  readonly verbose: boolean;
}

/** @throws {Usage} with what to write instead. */
export function readOptions(given: readonly string[], drivers: readonly Driver[]): RunOptions {
  const { values } = parse(given);
  const asked = values.route?.map(routeNamed);
  const chosen = sharded(
    drivers.filter(({ id, package: name }) => values.sdk === undefined || `${name} ${id}`.includes(values.sdk)),
    values.shard,
  );
  if (chosen.length === 0)
    throw new Usage(`No driver has "${values.sdk}" in its name. There are: ${drivers.map(({ id }) => id).join("; ")}.`);
  const partial = chosen.length < drivers.length || values.case !== undefined || asked !== undefined || values.short;
  if (values.write && partial)
    throw new Usage("--write needs the whole run: leave out --short, --sdk, --case, --route and --shard.");
  return {
    chosen,
    short: values.short,
    ...(values.case === undefined ? {} : { only: values.case }),
    ...(asked === undefined ? {} : { routes: asked }),
    write: values.write,
    verbose: values.verbose,
  };
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      options: {
        short: { type: "boolean", default: false },
        sdk: { type: "string" },
        case: { type: "string" },
        route: { type: "string", multiple: true },
        shard: { type: "string" },
        write: { type: "boolean", default: false },
        verbose: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function routeNamed(name: string): Route {
  const route = routes.find((one) => one === name);
  if (!route) throw new Usage(`No route "${name}": it is one of ${routes.join(", ")}.`);
  return route;
}

function sharded<T>(items: readonly T[], shard: string | undefined): readonly T[] {
  if (shard === undefined) return items;
  const [index = 0, count = 0] = shard.split("/").map(Number);
  if (!(Number.isInteger(index) && Number.isInteger(count) && index >= 1 && index <= count))
    throw new Usage(`Cannot run shard "${shard}": write --shard 1/4.`);
  return items.filter((_, at) => at % count === index - 1);
}
