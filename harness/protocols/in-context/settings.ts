import { z } from "zod";
import type { Binding } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { decoded } from "../shared/route.ts";

const tool = z.string().min(1);

/** What tools and knowledge bases inside the agent have in common. */
export const common = {
  /** The names by which the model calls it; `*` stands for any letters. */
  tools: z
    .union([tool, z.array(tool).min(1)])
    .transform((given) => (typeof given === "string" ? [given] : given))
    .optional(),
  /** What the agent's framework makes of a tool that fails: `{message}`, `{code}` and `{status}` stand for what failed. */
  error: z.string().min(1).default("Error: {message}"),
};

const isGlob = (name: string): boolean => name.includes("*");

/** Its operations are its tools; undefined where only a pattern of their names is known, or the dependency has the name of its tool. */
export const toolNames = (tools: readonly string[] | undefined): readonly string[] | undefined =>
  tools?.some(isGlob) ? undefined : tools;

/** The tool that a call names, if it is one of these; without any the dependency has the name of its tool. */
export function toolIn(request: WireRequest, binding: Binding, tools?: readonly string[]): string | undefined {
  const name = decoded(pathBelow(request, binding).slice(1));
  return isTool(name, binding, tools) ? name : undefined;
}

export const isTool = (name: string, { dependency }: Binding, tools: readonly string[] = [dependency]): boolean =>
  tools.some((one) => (isGlob(one) ? patternOf(one).test(name) : one === name));

const patternOf = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .split("*")
      .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"))
      .join(".*")}$`,
  );
