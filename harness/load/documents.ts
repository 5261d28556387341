import type { Protocol } from "../domain/protocol.ts";
import { referenced } from "./find-files.ts";
import type { Loading } from "./loading.ts";
import { openData } from "./open.ts";
import type { Section } from "./problems.ts";
import { part } from "./problems.ts";

type Options = Readonly<Record<string, unknown>>;

/** The options with what files hold in the place of their paths, wherever an option of the protocol names one. `section` is the options'. */
export async function withDocuments(
  options: Options,
  protocol: Protocol,
  section: Section,
  loading: Loading,
): Promise<{ readonly options: Options; readonly broken: boolean }> {
  let changed = options;
  let broken = false;
  for (const option of protocol.documents ?? []) {
    if (typeof options[option] !== "string") continue;
    const { [option]: _, ...others } = changed;
    const document = await documentOf(option, protocol, part(section, option), loading);
    // Without its document the option is left out: what is wrong with the file has been said, and once is enough.
    changed = document === undefined ? others : { ...others, [option]: document.value };
    broken ||= document === undefined;
  }
  return { options: changed, broken };
}

async function documentOf(
  option: string,
  protocol: Protocol,
  section: Section,
  loading: Loading,
): Promise<{ readonly value: unknown } | undefined> {
  const absolute = await referenced(section, `the document of "${option}"`, loading);
  const source = absolute === undefined ? undefined : await openData(absolute, loading);
  if (source === undefined) return undefined;
  const faults = protocol.checkDocument?.(option, source.value) ?? [];
  for (const { path, message } of faults) loading.problems.at({ source, path }, message);
  return faults.length === 0 ? source : undefined;
}
