import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Vector {
  readonly expectation: "success" | "failure";
  readonly encoded: Uint8Array;
  readonly decoded?: {
    readonly headers: Readonly<Record<string, { readonly type: string; readonly value: unknown }>>;
    readonly body: Uint8Array;
  };
}

/**
 * The official vectors of the format, by name. Their module imports a sibling without its file extension, which Node refuses:
 * its text is loaded with the one thing that it takes from there, numbers of 64 bits, put in its place.
 */
export async function officialVectors(): Promise<Readonly<Record<string, Vector>>> {
  const main = fileURLToPath(import.meta.resolve("eventstream-codec-vectors"));
  const path = main.replace(/dist-(cjs|es).index\.js$/, "dist-es/TestVectors.fixture.js");
  const source = readFileSync(path, "utf8").replace(/^import .*$/m, "const Int64 = { fromNumber: (n) => BigInt(n) };");
  const loaded: { vectors: Record<string, Vector> } = await import(
    /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(source).toString("base64")}`
  );
  return loaded.vectors;
}
