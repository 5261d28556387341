/** The value at a dotted path: `choices.0.message.content`; a negative number counts from the end of a list. */
export function valueAt(value: unknown, path: string): unknown {
  let here = value;
  for (const step of path.split(".")) {
    if (Array.isArray(here)) here = here.at(Number(step));
    else if (typeof here === "object" && here !== null) here = Reflect.get(here, step);
    else return undefined;
  }
  return here;
}

/**
 * A template with its placeholders filled: `{{prompt}}` alone becomes the value itself, whatever its type; inside a text it
 * becomes text. A placeholder without a value becomes nothing.
 */
export function filled(template: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(template)) return template.map((one) => filled(one, values));
  if (typeof template === "object" && template !== null)
    return Object.fromEntries(Object.entries(template).map(([key, inner]) => [key, filled(inner, values)]));
  if (typeof template !== "string") return template;
  const whole = /^\{\{\s*([\w.-]+)\s*\}\}$/.exec(template)?.[1];
  if (whole !== undefined) return valueAt(values, whole);
  return template.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (_, path: string) => {
    const value = valueAt(values, path);
    return value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
  });
}

/** The placeholders of a template. */
export function placeholders(template: unknown): readonly string[] {
  const text = JSON.stringify(template) ?? "";
  return [...text.matchAll(/\{\{\s*([\w.-]+)\s*\}\}/g)].flatMap(([, path]) => path ?? []);
}
