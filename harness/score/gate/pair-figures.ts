import type { PairFigure } from "../../domain/baseline.ts";
import { meanOf } from "../estimate.ts";
import type { Portion } from "../scopes.ts";

/** `experiment/task/cell2/3` → `task/cell2` and 3. */
function placeOf(pair: string, experiment: string): { readonly of: string; readonly repeat: number } {
  const rest = pair.slice(experiment.length + 1);
  const cut = rest.lastIndexOf("/");
  return { of: rest.slice(0, cut), repeat: Number(rest.slice(cut + 1)) };
}

/** What each shown score was in each analysed pair; several values of one pair count by their mean. */
export const pairFiguresOf = (portions: readonly Portion[]): readonly PairFigure[] =>
  portions.flatMap(({ experiment, table, figures }) =>
    figures.shown.flatMap(({ name, key }): readonly PairFigure[] => {
      const column = figures.column(key);
      if (column === undefined || figures.about(key) === undefined) return [];
      const pairs = table.order().flatMap((row) => {
        const values = column.treatment(row);
        if (values.length === 0) return [];
        const control = column.control(row);
        return [
          {
            ...placeOf(table.name(row), experiment.id),
            treatment: meanOf(values),
            ...(control.length === 0 ? {} : { control: meanOf(control) }),
          },
        ];
      });
      return [{ experiment: experiment.id, probe: name, pairs }];
    }),
  );
