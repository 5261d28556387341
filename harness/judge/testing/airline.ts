import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** 200 recorded conversations of an airline's agent (GPT-4o), beside the project where they are there: see shared/data/README.md. */
export const airlineFile = join(
  import.meta.dirname,
  ...Array<string>(4).fill(".."),
  "shared/data/tau-airline/gpt-4o-airline.json",
);

const schema = z.array(z.object({ traj: z.array(z.object({ role: z.string(), content: z.string().nullish() })) }));

/** What the agent said, each once, by the beginning of its hash; halved by the hash. */
export function airlineMessages(file: string): Record<"tuned" | "heldOut", ReadonlyMap<string, string>> {
  const halves = { tuned: new Map<string, string>(), heldOut: new Map<string, string>() };
  for (const { traj } of schema.parse(JSON.parse(readFileSync(file, "utf8")))) {
    for (const { role, content } of traj) {
      const said = role === "assistant" ? (content ?? "").trim() : "";
      if (said === "") continue;
      const hash = createHash("sha256").update(said).digest("hex");
      halves[hash < "8" ? "tuned" : "heldOut"].set(hash.slice(0, 8), said);
    }
  }
  return halves;
}
