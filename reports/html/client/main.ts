import { latencyChart } from "./charts.ts";
import { all, byId, make } from "./dom.ts";
import { type Filter, filterFrom, filterHash, isNarrow, noFilter, type PageModel, pageModel } from "./filter.ts";
import { pairList, worstRowsFirst } from "./list.ts";
import { pairView } from "./pair.ts";
import { readDetail, readIndex, readRows } from "./unpack.ts";
import { countWords } from "./words.ts";

document.documentElement.classList.add("scripted");

async function openPage(): Promise<void> {
  const [index, table] = await Promise.all([readIndex(), readRows()]);
  const model = pageModel(index, table);
  const order = worstRowsFirst(model);
  const rank = new Map(order.map((place, at) => [place, at]));
  const list = pairList(model);
  const form = byId("filter");
  if (!(form instanceof HTMLFormElement)) return;
  const output = form.querySelector("output");
  let shown: readonly number[] = order;
  let current = noFilter();

  const apply = (filter: Filter): void => {
    current = filter;
    const { rows, experiments } = model.filtered(filter);
    shown = rows.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
    list.show(shown);
    for (const item of all(".exp")) item.hidden = !experiments.has(Number(item.dataset["place"]));
    byId("no-experiments").hidden = experiments.size > 0;
    const codes = new Set(index.experiments.flatMap(({ findings }, place) => (experiments.has(place) ? findings : [])));
    for (const item of all(".finding")) {
      const code = item.dataset["code"] ?? "";
      item.hidden = filter.finding === "" ? !codes.has(code) : filter.finding !== code;
    }
    if (output)
      output.textContent = isNarrow(filter)
        ? `${experiments.size} of ${countWords(index.experiments.length, "experiment")}, ${rows.length.toLocaleString("en-GB")} of ${countWords(table.rows.length, "trial")}`
        : "";
    form.classList.toggle("narrow", isNarrow(filter));
  };

  let waiting: ReturnType<typeof setTimeout> | undefined;
  const changed = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      apply(filterFrom(new FormData(form)));
      // A trial that was opened meanwhile keeps the address until it is closed.
      if (!location.hash.startsWith("#trial=")) history.replaceState(null, "", `#${filterHash(current)}`);
    }, 100);
  };
  form.addEventListener("input", changed);
  form.addEventListener("reset", changed);
  form.addEventListener("submit", (event) => event.preventDefault());

  const viewer = trialViewer(
    model,
    () => shown,
    () => filterHash(current),
  );
  const follow = (): void => {
    const hash = location.hash.slice(1);
    if (!hash.includes("=")) {
      viewer.close();
      reveal(hash);
      return;
    }
    const params = new URLSearchParams(hash);
    const trial = params.get("trial");
    if (trial !== null) {
      void viewer.open(trial);
      return;
    }
    viewer.close();
    const filter = { ...noFilter(), ...filterFrom(params) };
    for (const [name, value] of Object.entries(filter)) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
    }
    // What the page does not have to choose from stands nowhere in the form.
    apply(filterFrom(new FormData(form)));
    byId("trials").scrollIntoView();
  };
  for (const item of all("details.exp")) item.addEventListener("toggle", () => void fill(item, model));
  byId("open-all").addEventListener("click", () => {
    const items = all("details.exp").filter((item) => !item.hidden);
    const open = items.some((item) => !item.hasAttribute("open"));
    for (const item of items) item.toggleAttribute("open", open);
    byId("open-all").textContent = open ? "close all" : "open all";
  });
  colourSwitch(() => {
    for (const item of all("details.exp[open]")) void fill(item, model, true);
  });
  apply(noFilter());
  addEventListener("hashchange", follow);
  if (location.hash !== "") follow();
  document.documentElement.dataset["ready"] = "yes";
}

/** A link to something that is folded away opens it. */
function reveal(id: string): void {
  const target = document.getElementById(id);
  if (!(target instanceof HTMLDetailsElement)) return;
  target.open = true;
  target.scrollIntoView();
  target.querySelector("summary")?.focus({ preventScroll: true });
}

/** What an experiment shows only once it is opened. */
async function fill(item: HTMLElement, model: PageModel, again = false): Promise<void> {
  if (!item.hasAttribute("open")) return;
  const experiment = model.index.experiments[Number(item.dataset["place"])];
  const chart = item.querySelector<HTMLElement>(".chart");
  if (experiment && chart && (again || chart.childElementCount === 0)) latencyChart(model, experiment.number, chart);
  const place = item.querySelector<HTMLElement>(".pair");
  if (!experiment || !place || place.childElementCount > 0) return;
  const row = model.table.rows.find((each) => model.idOf(each) === experiment.worst);
  const pair = row && row[10] >= 0 ? await readDetail(row[10], model.index.perBlock) : undefined;
  place.replaceChildren(
    pair
      ? pairView(pair, model.index, true)
      : make("p", { class: "quiet" }, "The page holds no pair of this experiment."),
  );
}

/** Shows one pair over the page; the address names it, so that it can be sent to somebody. `address`: what stands there otherwise. */
function trialViewer(model: PageModel, shown: () => readonly number[], address: () => string) {
  const body = make("div", { class: "vb" });
  const before = make("button", { type: "button", "aria-label": "the trial before" }, "←");
  const after = make("button", { type: "button", "aria-label": "the next trial" }, "→");
  const away = make("button", { type: "button", class: "x", "aria-label": "close" }, "×");
  const title = make("h2", { id: "h-viewer" });
  const dialog = make(
    "dialog",
    { class: "viewer", "aria-labelledby": "h-viewer" },
    make("div", { class: "vh2" }, title, before, after, away),
    body,
  );
  document.body.append(dialog);
  let current = -1;
  /** Counts what was asked for: a pair that comes after another was, or after all was closed, comes too late. */
  let turn = 0;
  let byAddress = false;
  const step = (by: number): void => {
    const rows = shown();
    const next = rows[rows.indexOf(current) + by];
    const row = next === undefined ? undefined : model.table.rows[next];
    if (row) location.hash = `trial=${encodeURIComponent(model.idOf(row))}`;
  };
  before.addEventListener("click", () => step(-1));
  after.addEventListener("click", () => step(1));
  away.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    if (byAddress) {
      byAddress = false;
      return;
    }
    turn += 1;
    const hash = address();
    history.replaceState(null, "", `${location.pathname}${location.search}${hash === "" ? "" : `#${hash}`}`);
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.target instanceof HTMLElement && event.target.closest("summary")) return;
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  });
  return {
    close(): void {
      turn += 1;
      byAddress ||= dialog.open;
      dialog.close();
    },
    async open(trial: string): Promise<void> {
      turn += 1;
      const own = turn;
      const { rows } = model.table;
      current = rows.findIndex((row) => model.idOf(row) === trial);
      const row = rows[current];
      const pair = row && row[10] >= 0 ? await readDetail(row[10], model.index.perBlock) : undefined;
      if (own !== turn) return;
      title.textContent = row
        ? `${model.experimentOf(row)?.title ?? ""}: ${row[1].replace(/^\//, "")}`
        : "Not in this page";
      body.replaceChildren(
        pair
          ? pairView(pair, model.index, false)
          : make(
              "p",
              {},
              `The page does not hold the calls of ${trial}. brownout explain ${model.index.run} ${trial} tells of it.`,
            ),
      );
      const rank = shown().indexOf(current);
      before.disabled = rank <= 0;
      after.disabled = rank < 0 || rank >= shown().length - 1;
      body.scrollTop = 0;
      if (!dialog.open) dialog.showModal();
    },
  };
}

/** As the system has it, light, dark. */
function colourSwitch(redraw: () => void): void {
  const schemes = ["light dark", "light", "dark"] as const;
  const names = ["as the system has them", "light", "dark"] as const;
  const button = byId("scheme");
  let at = 0;
  button.addEventListener("click", () => {
    at = (at + 1) % schemes.length;
    document.documentElement.style.colorScheme = schemes[at] ?? "light dark";
    button.setAttribute("aria-label", `Colours: ${names[at]}`);
    button.textContent = ["◐", "○", "●"][at] ?? "";
    redraw();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}

void openPage();
