import { readFileSync } from "node:fs";

/** The version in the package.json beside which this program lies, built or not. */
export function brownoutVersion(): string {
  for (const up of ["../../package.json", "../../../package.json"]) {
    try {
      const parsed = JSON.parse(readFileSync(new URL(up, import.meta.url), "utf8")) as {
        name?: string;
        version?: string;
      };
      if (parsed.name === "brownout" && parsed.version) return parsed.version;
    } catch {
      // Not there: built and unbuilt programs lie at different depths.
    }
  }
  return "unknown";
}
