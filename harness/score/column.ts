/** What one figure gave for each pair, in two flat arrays: about 30 bytes a pair, where an object would take ten times as many. */
export interface Column {
  add(treatment: readonly number[] | undefined, control: readonly number[] | undefined): void;
  /** Empty: the probe could not tell. */
  treatment(row: number): readonly number[];
  control(row: number): readonly number[];
}

export function openColumn(): Column {
  const values: number[] = [];
  /** Two for each pair: where the treatment's values end, and where the control's do. */
  const ends: number[] = [];
  const part = (index: number): readonly number[] => values.slice(index === 0 ? 0 : ends[index - 1], ends[index]);
  return {
    add(treatment = [], control = []) {
      values.push(...treatment);
      ends.push(values.length);
      values.push(...control);
      ends.push(values.length);
    },
    treatment: (row) => part(2 * row),
    control: (row) => part(2 * row + 1),
  };
}
