import type { Diagnosis, Level } from "./diagnose.ts";
import { yamlOf } from "./propose.ts";

const marks: Readonly<Record<Level, string>> = { ok: "✓", note: "·", warning: "!", problem: "✗", stop: "✗" };

/** A diagnosis as people read it: one line a check, what to do below it, the lines to paste last. */
export function textOf(diagnosis: Diagnosis): string {
  const { target, file, kind, way, checks, proposals, map } = diagnosis;
  const width = Math.max(...checks.map(({ about }) => about.length));
  const lines = [`${target}  (${file}; ${kind}, ${way})`, ""];
  for (const { level, about, says, next } of checks) {
    const [first = "", ...more] = says.split("\n");
    lines.push(`  ${marks[level]} ${about.padEnd(width)}  ${first}`);
    for (const line of more) lines.push(`    ${" ".repeat(width)}  ${line}`);
    if (next !== undefined && level !== "ok") lines.push(`    ${" ".repeat(width)}  → ${next}`);
  }
  if (proposals.length > 0) lines.push("", `Into ${map}:`, "", yamlOf(proposals).trimEnd());
  return `${lines.join("\n")}\n`;
}
