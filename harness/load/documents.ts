import type { Protocol } from "../domain/protocol.ts";
import { referenced } from "./find-files.ts";
import type { Loading } from "./loading.ts";
import { openData } from "./open.ts";
import type { Section } from "./problems.ts";
import { part } from "./problems.ts";
import type { WrittenSystemMap } from "./schema/system-map.ts";

type Options = WrittenSystemMap["dependencies"][string]["options"];

/** The map with what files hold in the place of their paths, wherever a protocol's option names one. */
export async function withDocuments(
  written: WrittenSystemMap,
  section: Section,
  loading: Loading,
): Promise<WrittenSystemMap> {
  const dependencies: WrittenSystemMap["dependencies"] = {};
  for (const [name, dependency] of Object.entries(written.dependencies)) {
    const protocol = loading.registry.protocols.find((one) => one.name === dependency.protocol);
    const at = part(section, "dependencies", name, "options");
    const options = protocol ? await opened(dependency.options, protocol, at, loading) : dependency.options;
    dependencies[name] = options === dependency.options ? dependency : { ...dependency, options };
  }
  return { ...written, dependencies };
}

async function opened(options: Options, protocol: Protocol, section: Section, loading: Loading): Promise<Options> {
  let changed = options;
  for (const option of protocol.documents ?? []) {
    if (typeof options[option] !== "string") continue;
    const { [option]: _, ...others } = changed;
    // Without its document the option is left out: what is wrong with the file has been said, and once is enough.
    changed = others;
    const absolute = await referenced(part(section, option), `the document of "${option}"`, loading);
    const source = absolute === undefined ? undefined : await openData(absolute, loading);
    if (source === undefined) continue;
    const faults = protocol.checkDocument?.(option, source.value) ?? [];
    for (const { path, message } of faults) loading.problems.at({ source, path }, message);
    if (faults.length === 0) changed = { ...others, [option]: source.value };
  }
  return changed;
}
