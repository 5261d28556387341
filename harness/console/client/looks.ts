import { need } from "./dom.ts";

const root = document.documentElement;

/** Large type for a projector, and the colours: kept from visit to visit. */
export function looks(changed: () => void): { large(): void; theme(): void } {
  const button = need("large", HTMLButtonElement);
  const setLarge = (on: boolean): void => {
    root.classList.toggle("large", on);
    button.setAttribute("aria-pressed", String(on));
    localStorage.setItem("brownout-large", on ? "on" : "off");
  };
  const setTheme = (theme: string | undefined): void => {
    if (theme === undefined) return;
    root.dataset["theme"] = theme;
    localStorage.setItem("brownout-theme", theme);
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", changed);
  setLarge(localStorage.getItem("brownout-large") === "on");
  setTheme(localStorage.getItem("brownout-theme") ?? undefined);
  const acts = {
    large() {
      setLarge(!root.classList.contains("large"));
      changed();
    },
    theme() {
      const now = root.dataset["theme"] ?? (dark.matches ? "dark" : "light");
      setTheme(now === "dark" ? "light" : "dark");
      changed();
    },
  };
  button.addEventListener("click", acts.large);
  need("theme", HTMLButtonElement).addEventListener("click", acts.theme);
  return acts;
}
