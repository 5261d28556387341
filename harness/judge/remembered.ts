/**
 * The same pure function of a text, with its latest results kept: agents repeat their answers, and a task's facts are asked for in
 * each of its trials. Of those that were not asked for while `most` half others were, nothing stays, so that memory does not grow with the run.
 */
export function remembered<T>(make: (text: string) => T, most = 1000): (text: string) => T {
  let latest = new Map<string, { readonly value: T }>();
  let before = new Map<string, { readonly value: T }>();
  return (text) => {
    const known = latest.get(text);
    if (known) return known.value;
    const entry = before.get(text) ?? { value: make(text) };
    if (latest.size >= most / 2) {
      before = latest;
      latest = new Map();
    }
    latest.set(text, entry);
    return entry.value;
  };
}
