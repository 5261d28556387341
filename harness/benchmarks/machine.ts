import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const manifest = z.object({ version: z.string() });
const versionOf = (name: string): string =>
  manifest.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", "node_modules", name, "package.json"), "utf8")),
  ).version;

/** What the figures were taken on, and against which versions. */
export const machine = () => ({
  cores: availableParallelism(),
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  loadBefore: loadavg()[0] ?? 0,
  node: process.version,
  peers: Object.fromEntries(["@copilotkit/aimock", "mockttp", "msw", "openai"].map((name) => [name, versionOf(name)])),
});

export function machineLine({ cores, cpu, memoryGiB, loadBefore, node, peers }: ReturnType<typeof machine>): string {
  const versions = Object.entries(peers).map(([name, version]) => `${name} ${version}`);
  return `${cores} cores, ${cpu}, ${memoryGiB} GiB, load ${loadBefore.toFixed(1)} before · node ${node} · ${versions.join(" · ")}`;
}
