/** Columns of a reply, and what one cell of each is called in a row. */
const columns = [
  ["ids", "id"],
  ["documents", "document"],
  ["metadatas", "metadata"],
  ["distances", "distance"],
  ["embeddings", "embedding"],
  ["uris", "uri"],
] as const;

/** One hit with what each column holds of it, and the number of the query that it answers. */
export interface Row {
  readonly query: number;
  readonly cells: Readonly<Record<string, unknown>>;
}

/** Rows of the columns, query by query; undefined if there are no ids in lists. */
export function rowsOf(reply: Readonly<Record<string, unknown>>): readonly Row[] | undefined {
  const { ids } = reply;
  if (!Array.isArray(ids) || !ids.every(Array.isArray)) return undefined;
  return ids.flatMap((list: readonly unknown[], query) =>
    list.map((_, at): Row => {
      const cells = columns.flatMap(([column, cell]) => {
        const found = cellAt(reply[column], query, at);
        return found === undefined ? [] : [[cell, found] as const];
      });
      return { query, cells: Object.fromEntries(cells) };
    }),
  );
}

/** The columns that a reply has (`around`), filled from rows. A cell that no row has is null, as the server writes it. */
export function columnsOf(
  rows: readonly Row[],
  around: Readonly<Record<string, unknown>>,
  queries: number,
): Record<string, unknown> {
  const filled = columns.flatMap(([column, cell]) => {
    if (column !== "ids" && !Array.isArray(around[column])) return [];
    const lists = Array.from({ length: queries }, (_, query) =>
      rows.filter((row) => row.query === query).map(({ cells }) => cells[cell] ?? null),
    );
    return [[column, lists] as const];
  });
  return { ...around, ...Object.fromEntries(filled) };
}

function cellAt(column: unknown, query: number, at: number): unknown {
  const list: unknown = Array.isArray(column) ? column[query] : undefined;
  return Array.isArray(list) ? list[at] : undefined;
}
