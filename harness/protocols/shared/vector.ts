/** A dense vector, if a value is one. */
export const asVector = (value: unknown): readonly number[] | undefined =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "number")
    ? (value as readonly number[])
    : undefined;
