import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import type { Fault } from "../domain/fault.ts";
import { kindOf, neighbour } from "./find-files.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";
import { messageOf } from "./source.ts";

/** A fault may be named by the path of the module that defines it, relative to the experiment's file. */
export const isPath = (name: unknown): name is string => typeof name === "string" && /^\.{1,2}\//.test(name);

const callable = z.custom<(...values: never[]) => unknown>(
  (value) => typeof value === "function",
  "must be a function",
);
const faultShape = z
  .looseObject({
    name: z.string().min(1),
    summary: z.string().min(1),
    boundaries: z.array(z.string()).min(1),
    params: z.custom((value) => isRecord(value) && typeof value.safeParse === "function", "must be a zod schema"),
    describe: callable,
    inject: callable.optional(),
    transmit: callable.optional(),
  })
  .refine(({ inject, transmit }) => inject !== undefined || transmit !== undefined, "has neither inject nor transmit");

const absoluteOf = (section: Section, name: string): string => resolve(dirname(section.source.absolute), name);

/** Imports the modules that a method names by path, so that its injections can be read. Says what is wrong with each. */
export async function loadUserFaults(method: Section, loading: Loading): Promise<void> {
  if (!Array.isArray(method.value)) return;
  for (const [index, one] of method.value.entries()) {
    const name: unknown = isRecord(one) ? one.inject : undefined;
    if (!isPath(name)) continue;
    const at = part(method, index, "inject");
    const absolute = absoluteOf(method, name);
    if (loading.userFaults.has(absolute)) continue;
    const fault = await importFault(name, absolute, at, loading);
    if (fault === undefined) continue;
    loading.userFaults.set(absolute, fault);
    loading.registry.addFault?.(fault);
  }
}

async function importFault(name: string, absolute: string, at: Section, loading: Loading): Promise<Fault | undefined> {
  const refuse = (why: string): undefined => {
    loading.problems.at(at, `Cannot arm "${name}": ${why}`);
    return undefined;
  };
  if ((await kindOf(absolute)) !== "file") {
    const near = await neighbour(name, absolute);
    return refuse(`there is no file ${loading.show(absolute)}.${near === undefined ? "" : ` Did you mean "${near}"?`}`);
  }
  try {
    const module: unknown = await import(pathToFileURL(absolute).href);
    const value: unknown = isRecord(module) ? module.default : undefined;
    const shape = faultShape.safeParse(value);
    if (!shape.success) {
      const [first] = shape.error.issues;
      const where = first && first.path.length > 0 ? `its "${first.path.join(".")}" ${first.message}` : first?.message;
      return refuse(`the default export is not a fault: ${where}. Write: export default defineFault({ … }).`);
    }
    const fault = value as Fault;
    if (loading.registry.faults.some((shipped) => shipped.name === fault.name)) {
      return refuse(`its name "${fault.name}" belongs to a shipped fault. Give it another one.`);
    }
    return fault;
  } catch (error) {
    return refuse(`the module does not load: ${messageOf(error)}.`);
  }
}

/** The name of the fault that a path stands for; the path itself if it could not be loaded. */
export const faultName = (section: Section, inject: string, loading: Loading): string =>
  isPath(inject) ? (loading.userFaults.get(absoluteOf(section, inject))?.name ?? inject) : inject;
