/**
 * The same pure function of a text, with its latest results kept: agents repeat their answers, and a task's facts are asked for in
 * each of its trials. The oldest is let go of when there are `most`, so that memory does not grow with the run.
 */
export function remembered<T>(make: (text: string) => T, most = 1000): (text: string) => T {
  const kept = new Map<string, { readonly value: T }>();
  return (text) => {
    const known = kept.get(text);
    if (known) return known.value;
    const value = make(text);
    if (kept.size >= most) for (const oldest of [...kept.keys()].slice(0, Math.ceil(most / 4))) kept.delete(oldest);
    kept.set(text, { value });
    return value;
  };
}
