import type { GamedayRole, GamedayState } from "../../domain/gameday.ts";
import { find, make, need, say } from "./dom.ts";
import { view } from "./link.ts";

export interface Me {
  readonly name: string;
  readonly role: GamedayRole;
}

const store = `brownout-me-${view}`;

function remembered(): Me | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(store) ?? "null");
    if (typeof kept !== "object" || kept === null || !("name" in kept) || !("role" in kept)) return undefined;
    const { name, role } = kept;
    const roles: readonly GamedayRole[] = ["lead", "operator", "scribe", "observer"];
    const known = roles.find((one) => one === role);
    return typeof name === "string" && name !== "" && known ? { name, role: known } : undefined;
  } catch {
    return undefined;
  }
}

/** Who sits here: asked at the start, kept for this tab. */
export function person(joined: (me: Me) => void): {
  me(): Me | undefined;
  ask(): void;
  suggest(state: GamedayState): void;
} {
  const dialog = need("join", HTMLDialogElement);
  const name = need("join-name", HTMLInputElement);
  const role = find("join-role");
  let me = remembered();
  let suggested = "";
  const show = (): void => say(find("me"), me ? `${me.name}, ${me.role}` : "join …");
  const ask = (): void => {
    name.value = me?.name ?? "";
    if (role instanceof HTMLSelectElement && me) role.value = me.role;
    if (!dialog.open) dialog.showModal();
    name.focus();
  };
  const keep = (now: Me): void => {
    me = now;
    sessionStorage.setItem(store, JSON.stringify(now));
    show();
  };
  dialog.querySelector("form")?.addEventListener("submit", () => {
    const chosen = role instanceof HTMLSelectElement ? role.value : "observer";
    const given = name.value.replace(/\s+/g, " ").trim();
    if (given === "") return;
    const now: Me = {
      name: given,
      role: chosen === "lead" || chosen === "scribe" || chosen === "operator" ? chosen : "observer",
    };
    keep(now);
    joined(now);
  });
  find("me")?.addEventListener("click", ask);
  name.addEventListener("change", () => {
    const known = roles.get(name.value.trim());
    if (role instanceof HTMLSelectElement && known && known !== "observer") role.value = known;
  });
  const roles = new Map<string, GamedayRole>();
  show();
  if (me === undefined) ask();
  return {
    me: () => me,
    ask,
    suggest({ people }) {
      // Who somebody is, the plan says: what they chose before they had heard of it is not shown any more.
      const mine = people.find(
        (one) => one.name.trim().toLowerCase() === me?.name.toLowerCase() && (view === "operator" || one.role === view),
      );
      if (mine && (mine.role !== me?.role || mine.name !== me?.name)) keep({ name: mine.name, role: mine.role });
      const offered = people.filter((one) => (view === "observer") === (one.role === "observer"));
      const names = offered.map((one) => one.name);
      if (names.join("\n") === suggested) return;
      suggested = names.join("\n");
      for (const one of offered) roles.set(one.name, one.role);
      need("join-names", HTMLDataListElement).replaceChildren(...names.map((value) => make("option", { value })));
    },
  };
}
