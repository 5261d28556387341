import type { HistoryChange, HistoryReport, Level } from "../../harness/domain/history.ts";
import { brief } from "../text/brief.ts";
import { cleanLine } from "../text/clean.ts";
import { counted, formatValue } from "../text/figures.ts";
import type { Paint } from "../text/paint.ts";
import type { TextOptions } from "../text/table.ts";
import { hang } from "../text/wrap.ts";

/** The newest that are told; more are counted. */
const most = 12;

/** Changes that the runs show, each with what it rests on. */
export function changeLines(
  { changes: all, falseAlarms, runs }: HistoryReport,
  { width }: TextOptions,
  paint: Paint,
): readonly string[] {
  const title = "Changes of a rate";
  const changes = all.filter((change) => !isEcho(change, all));
  const promise = `if nothing has changed, one is said after at most ${formatValue(falseAlarms, "share")} of runs`;
  if (changes.length === 0)
    return [
      paint("bold", title),
      ...hang("  ", `None is shown by ${counted(runs.length, "run")} (${promise}).`, width),
    ];
  return [
    paint("bold", `${title} (${promise})`),
    ...changes.slice(0, most).flatMap((change) => told(change, width)),
    ...(changes.length > most ? [`  … and ${changes.length - most} before: brownout history --format json`] : []),
  ];
}

/** What an experiment did in a run shows in the sums over all experiments too. */
const isEcho = (change: HistoryChange, all: readonly HistoryChange[]): boolean =>
  change.kind !== "experiment" &&
  all.some(({ kind, what, since }) => kind === "experiment" && what === change.what && since === change.since);

function told(change: HistoryChange, width: number): readonly string[] {
  const { before, after, since, at, said, p } = change;
  const up = after.count / after.n > before.count / before.n;
  const late = said === since ? "" : `, said after ${brief(said, 60)}`;
  const sentence = `${cleanLine(at).slice(0, 10)} ${placeOf(change)} ${up ? "rose" : "fell"} from ${levelWords(before)} to ${levelWords(after)}, since ${brief(since, 60)}${late}`;
  const basis = `chance of it without a change ${chanceWords(p)}`;
  return [...hang(up ? "  ↑ " : "  ↓ ", sentence, width), ...hang("    ", `${basis}${otherwise(change)}`, width)];
}

const placeOf = ({ kind, where, what, of }: HistoryChange): string => {
  const place = kind === "run" ? "the whole run" : brief(where, 100);
  const thing = of === "verdict" ? "broken" : of === "finding" ? `finding ${cleanLine(what)}` : cleanLine(what);
  return `${place} · ${thing}`;
};

const levelWords = ({ count, n, runs }: Level): string =>
  `${formatValue(count / n, "share")} (${count.toLocaleString("en-GB")} of ${n.toLocaleString("en-GB")} in ${counted(runs, "run")})`;

const chanceWords = (p: number): string => (p < 1e-12 ? "below 1e-12" : p.toExponential(1));

/** An experiment that was changed may be all that has changed. */
const otherwise = ({ kind, otherwise: parts }: HistoryChange): string => {
  if (kind !== "experiment") return "";
  return parts.length === 0
    ? "; nothing of its plan was changed then"
    : `; with that run came another ${parts.map((part) => cleanLine(part)).join(", another ")}`;
};
