import { need } from "./dom.ts";

const store = "brownout-single-keys";

/** A dialog that was closed a moment ago keeps the focus until the page is drawn again: nobody types there any more. */
const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  !target.closest("dialog:not([open])") &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type)));

/** Keys by `event.key`; with Shift by `Shift+` and the letter. None works while somebody types or a dialog asks, except `always`. */
export function keys(acts: Readonly<Record<string, () => void>>, always: Readonly<Record<string, () => void>>): void {
  const on = need("keys-on", HTMLInputElement);
  on.checked = localStorage.getItem(store) !== "off";
  on.addEventListener("change", () => localStorage.setItem(store, on.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
    const letter = /^[a-z]$/i.test(event.key);
    const name = letter && event.shiftKey ? `Shift+${event.key.toUpperCase()}` : event.key.toLowerCase();
    const urgent = always[name];
    const act = urgent ?? (on.checked && !document.querySelector("dialog[open]") ? acts[name] : undefined);
    if (!act) return;
    event.preventDefault();
    act();
  });
}
