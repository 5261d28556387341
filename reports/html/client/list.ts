import { byId, make } from "./dom.ts";
import type { PageModel } from "./filter.ts";
import { countWords, outcomeChip, timeWords, trialHash } from "./words.ts";

/** Rows that are shown at first, and added at a time. */
const pages = { first: 25, more: 100 } as const;

/** Shows rows by number, the first few, and more when asked. */
export function pairList(model: PageModel): { show(rows: readonly number[]): void } {
  const body = byId("list").querySelector("tbody");
  const more = byId("more");
  let rows: readonly number[] = [];
  let shown = 0;
  const add = (count: number): void => {
    body?.append(...rows.slice(shown, shown + count).flatMap((place) => rowOf(place, model)));
    shown = Math.min(rows.length, shown + count);
    more.hidden = shown >= rows.length;
    more.textContent = `${countWords(Math.min(pages.more, rows.length - shown), "more trial")} of ${(rows.length - shown).toLocaleString("en-GB")}`;
  };
  more.addEventListener("click", () => add(pages.more));
  return {
    show(next) {
      rows = next;
      shown = 0;
      body?.replaceChildren();
      byId("no-trials").hidden = rows.length > 0;
      byId("list").hidden = rows.length === 0;
      add(pages.first);
    },
  };
}

function rowOf(place: number, model: PageModel): readonly HTMLElement[] {
  const { table, index } = model;
  const row = table.rows[place];
  if (!row) return [];
  const [, short, here, usual, flags, ms, usualMs, findings, dependencies, reason, detail] = row;
  const name = short.replace(/^\//, "");
  const experiment = model.experimentOf(row);
  const codes = table.findings[findings] ?? [];
  const faulted = table.dependencies[dependencies] ?? [];
  const what = [
    table.reasons[reason] ?? "",
    codes.length > 0 ? codes.map((code) => index.findings[code] ?? code).join(" · ") : "",
    flags & 1 ? "" : "no fault fired",
  ].filter(Boolean);
  const time = (at: number): string => (at < 0 ? "–" : timeWords(at));
  const outcome = (number: number): HTMLElement => outcomeChip(index.outcomes[number] ?? "");
  return [
    make(
      "tr",
      {},
      make(
        "th",
        { scope: "row" },
        detail < 0 ? name : make("a", { href: trialHash(model.idOf(row)) }, name),
        make(
          "span",
          { class: "quiet" },
          `${experiment?.title ?? ""}${faulted.length > 0 ? ` · ⚡ ${faulted.join(", ")}` : ""}`,
        ),
      ),
      make(
        "td",
        { "data-l": "under faults" },
        outcome(here),
        (flags & 2) > 0 && make("small", { class: "bad" }, " silent"),
      ),
      make("td", { "data-l": "control" }, outcome(usual)),
      make("td", { class: "num", "data-l": "took" }, time(ms)),
      make("td", { class: "num", "data-l": "control took" }, time(usualMs)),
      make(
        "td",
        { class: "note" },
        what.map((text) => make("span", {}, text)),
      ),
    ),
  ];
}

/** Worst first: what shows a finding, then by outcome, then as the run had them. */
export function worstRowsFirst(model: PageModel): readonly number[] {
  const { rows, findings } = model.table;
  const weight = rows.map((row) => (findings[row[7]]?.length ? 100 : 0) + row[2] * 10 - row[3] + (row[4] & 2));
  return rows.map((_, place) => place).sort((a, b) => (weight[b] ?? 0) - (weight[a] ?? 0) || a - b);
}
