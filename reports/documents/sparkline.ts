const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** The last values as bars, the newest last. Without a range from the least to the greatest of them; all alike stand in the middle. */
export function sparkline(values: readonly number[], range?: readonly [number, number], columns = 16): string {
  const shown = values.slice(-columns);
  const [low, high] = range ?? [Math.min(...shown), Math.max(...shown)];
  return shown
    .map((value) => {
      const share = high > low ? (value - low) / (high - low) : 0.5;
      return bars[Math.min(bars.length - 1, Math.max(0, Math.floor(share * bars.length)))] ?? "▁";
    })
    .join("");
}
