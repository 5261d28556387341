/** Which members of a document a client asked for; absent `include` = all. */
export interface Wanted {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** The members of a document that are wanted, whole: a pattern that reaches into a member keeps it. `*` stands for any text. */
export const pickFields = (
  document: Readonly<Record<string, unknown>>,
  { include, exclude = [] }: Wanted,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(document).filter(
      ([name]) =>
        (include === undefined || include.some((pattern) => fits(pattern.split(".")[0] ?? "", name))) &&
        !exclude.some((pattern) => fits(pattern, name)),
    ),
  );

const fits = (pattern: string, name: string): boolean =>
  pattern === name ||
  (pattern.includes("*") && new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`, "s").test(name));

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
