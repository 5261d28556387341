import { brief } from "../text/brief.ts";
import { counted } from "../text/figures.ts";
import { painter } from "../text/paint.ts";
import { renderTable, type TextOptions } from "../text/table.ts";

interface Run {
  readonly id: string;
  readonly bytes: number;
  readonly keep?: string;
}

export interface Pruning {
  readonly all: readonly Run[];
  readonly going: readonly { readonly run: Run; readonly why: string }[];
  /** They are gone, and not only named. */
  readonly done: boolean;
}

/** What goes and why, what stays whatever the policy says, and what is won. */
export function renderPruning({ all, going, done }: Pruning, options: TextOptions): string {
  const paint = painter(options.colour);
  const sum = (runs: readonly Run[]): number => runs.reduce((total, { bytes }) => total + bytes, 0);
  const gone = going.map(({ run }) => run);
  const staying = all.filter((run) => !gone.includes(run));
  const kept = staying.filter(({ keep }) => keep !== undefined);
  const head = `${done ? "Removed" : "Would remove"} ${going.length} of ${counted(all.length, "run")}, ${megabytes(sum(gone))}. ${megabytes(sum(staying))} ${done ? "stay" : "would stay"}.`;
  const rows = [
    ...going.map(({ run, why }) => [
      { text: done ? "gone" : "goes" },
      { text: brief(run.id, 60) },
      { text: megabytes(run.bytes) },
      { text: why },
    ]),
    ...kept.map((run) => [
      { text: "stays" },
      { text: brief(run.id, 60) },
      { text: megabytes(run.bytes) },
      { text: run.keep ?? "" },
    ]),
  ];
  const columns = [{ title: "" }, { title: "run" }, { title: "size", align: "right" }, { title: "because" }] as const;
  return `${[
    paint("bold", head),
    ...(rows.length === 0 ? [] : [renderTable(columns, rows, options)]),
    ...(done || going.length === 0 ? [] : ["Nothing is removed yet: add --yes."]),
  ].join("\n")}\n`;
}

const megabytes = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
