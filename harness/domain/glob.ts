const compiled = new Map<string, RegExp>();

/** `*` stands for any run of characters; everything else for itself. */
export function matchesGlob(glob: string, name: string): boolean {
  if (glob === "*" || glob === name) return true;
  if (!glob.includes("*")) return false;
  let pattern = compiled.get(glob);
  if (!pattern) {
    pattern = new RegExp(
      `^${glob
        .split("*")
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
        .join(".*")}$`,
    );
    compiled.set(glob, pattern);
  }
  return pattern.test(name);
}
