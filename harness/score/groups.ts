/** What pairs gave for one figure, one group of values for each pair, in flat arrays: a list of lists takes ten times as much memory. */
export interface Groups {
  readonly length: number;
  readonly values: Float64Array;
  /** Where the values of each group end. */
  readonly ends: Uint32Array;
  /** Every group has one value. */
  readonly single: boolean;
}

/** Both arms, as long as each other: the groups at one index belong to one pair. */
export interface PairedGroups {
  readonly treatment: Groups;
  readonly control: Groups;
}

export function groupsFrom(lists: readonly (readonly number[])[]): Groups {
  const fill = openGroups(
    lists.length,
    lists.reduce((sum, list) => sum + list.length, 0),
  );
  for (const list of lists) {
    for (const value of list) fill.put(value);
    fill.end();
  }
  return fill.done();
}

/** Fills groups whose number, and that of their values, is known or bounded. */
export function openGroups(most: number, values: number) {
  const flat = new Float64Array(values);
  const ends = new Uint32Array(most);
  let count = 0;
  let length = 0;
  let single = true;
  return {
    put(value: number): void {
      flat[count] = value;
      count += 1;
    },
    end(): void {
      ends[length] = count;
      length += 1;
      single &&= count === length;
    },
    done: (): Groups => ({ length, values: flat.subarray(0, count), ends: ends.subarray(0, length), single }),
  };
}

/** The mean of each group; groups are not empty. */
export function meansOf({ length, values, ends, single }: Groups): Float64Array {
  if (single) return values;
  const means = new Float64Array(length);
  let from = 0;
  for (let index = 0; index < length; index += 1) {
    const to = ends[index] ?? 0;
    let sum = 0;
    for (let at = from; at < to; at += 1) sum += values[at] ?? 0;
    means[index] = sum / (to - from);
    from = to;
  }
  return means;
}
