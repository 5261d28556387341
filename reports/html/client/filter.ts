import type { PageIndex, PairRow, PairTable } from "../shape.ts";

const filterNames = ["q", "verdict", "outcome", "mode", "finding", "dependency", "experiment"] as const;
export type Filter = Readonly<Record<(typeof filterNames)[number], string>>;
type PageExperiment = PageIndex["experiments"][number];

/** What the page shows, by number. */
export interface Filtered {
  readonly rows: readonly number[];
  /** Places of experiments in the index. */
  readonly experiments: ReadonlySet<number>;
}

export interface PageModel {
  readonly index: PageIndex;
  readonly table: PairTable;
  experimentOf(row: PairRow): PageExperiment | undefined;
  idOf(row: PairRow): string;
  filtered(filter: Filter): Filtered;
}

export const noFilter = (): Filter => ({
  q: "",
  verdict: "",
  outcome: "",
  mode: "",
  finding: "",
  dependency: "",
  experiment: "",
});

export function filterFrom(values: { get(name: string): unknown }): Filter {
  const text = (name: string): string => {
    const value = values.get(name);
    return typeof value === "string" ? value : "";
  };
  return Object.fromEntries(filterNames.map((name) => [name, text(name).trim()])) as Filter;
}

export const isNarrow = (filter: Filter): boolean => filterNames.some((name) => filter[name] !== "");

export const filterHash = (filter: Filter): string =>
  new URLSearchParams(filterNames.flatMap((name) => (filter[name] === "" ? [] : [[name, filter[name]]]))).toString();

export function pageModel(index: PageIndex, table: PairTable): PageModel {
  const numbered = new Map(index.experiments.map((experiment) => [experiment.number, experiment]));
  const placed = new Map(index.experiments.map((experiment, place) => [experiment.number, place]));
  const experimentOf = (row: PairRow): PageExperiment | undefined => numbered.get(row[0]);
  const idOf = (row: PairRow): string =>
    row[1].startsWith("/") ? row[1].slice(1) : `${experimentOf(row)?.id ?? ""}/${row[1]}/treatment`;
  const ownText = index.experiments.map(({ id, title, findings, failureMode, dimension }) =>
    [id, title, failureMode, dimension, ...findings, ...findings.map((code) => index.findings[code] ?? "")]
      .join("\n")
      .toLowerCase(),
  );
  let rowTexts: readonly string[] | undefined;
  const textOf = (place: number): string => {
    rowTexts ??= table.rows.map((row) => {
      const codes = table.findings[row[7]] ?? [];
      return [
        ...[experimentOf(row)?.title, experimentOf(row)?.id, row[1], index.outcomes[row[2]]],
        ...[table.reasons[row[9]], ...codes, ...codes.map((code) => index.findings[code])],
        ...(table.dependencies[row[8]] ?? []),
      ]
        .join("\n")
        .toLowerCase();
    });
    return rowTexts[place] ?? "";
  };
  const asked = ({ verdict, failureMode, id }: PageExperiment, filter: Filter): boolean =>
    (filter.verdict === "" || filter.verdict === verdict) &&
    (filter.mode === "" || filter.mode === failureMode) &&
    (filter.experiment === "" || filter.experiment === id);

  return {
    index,
    table,
    experimentOf,
    idOf,
    filtered(filter) {
      const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
      const outcome = filter.outcome === "" ? -1 : (index.outcomes as readonly string[]).indexOf(filter.outcome);
      const rows: number[] = [];
      const experiments = new Set<number>();
      for (const [place, row] of table.rows.entries()) {
        const experiment = experimentOf(row);
        if (!experiment || !asked(experiment, filter)) continue;
        if (outcome >= 0 && row[2] !== outcome) continue;
        if (filter.finding !== "" && !table.findings[row[7]]?.includes(filter.finding)) continue;
        if (filter.dependency !== "" && !table.dependencies[row[8]]?.includes(filter.dependency)) continue;
        if (words.length > 0 && !words.every((word) => textOf(place).includes(word))) continue;
        rows.push(place);
        experiments.add(placed.get(row[0]) ?? -1);
      }
      // An experiment that says it itself, though none of its listed pairs does.
      for (const [place, experiment] of index.experiments.entries())
        if (
          asked(experiment, filter) &&
          outcome < 0 &&
          (filter.finding === "" || experiment.findings.includes(filter.finding)) &&
          (filter.dependency === "" || experiment.dependencies.includes(filter.dependency)) &&
          words.every((word) => ownText[place]?.includes(word))
        )
          experiments.add(place);
      return { rows, experiments };
    },
  };
}
