import type { LiveRadius } from "../../domain/gameday.ts";
import { whatWhere } from "../../domain/gameday-words.ts";
import { find, need, say, show } from "./dom.ts";
import type { Answer } from "./link.ts";
import { spanOf } from "./words.ts";

export interface Asked {
  readonly injection: string;
  readonly description: string;
  readonly dependencies: readonly string[];
  /** As it is, or as it is planned. */
  readonly radius?: LiveRadius | undefined;
  readonly change: boolean;
}

/** `x-tenant: acme; x-session: a*` → headers; undefined = not that. */
function headersOf(text: string): Record<string, string> | undefined {
  const pairs = text
    .split(/[;\n]/)
    .map((pair) => pair.trim())
    .filter((pair) => pair !== "");
  const headers: Record<string, string> = {};
  for (const pair of pairs) {
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+)\s*:\s*(\S.*)$/.exec(pair) ?? [];
    if (name === undefined || value === undefined) return undefined;
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

const spanText = (ms: number): string => (ms % 60_000 === 0 ? `${ms / 60_000}m` : `${ms / 1000}s`);

/** How far an injection may reach: share, cap and time to live, before it is armed and while it is. */
export function radiusDialog(
  send: (asked: Asked, radius: Partial<LiveRadius>) => Promise<Answer>,
): { open(asked: Asked): void } | undefined {
  if (!find("radius")) return undefined;
  const dialog = need("radius", HTMLDialogElement);
  const share = need("radius-share", HTMLInputElement);
  const cap = need("radius-cap", HTMLInputElement);
  const life = need("radius-for", HTMLInputElement);
  const headers = need("radius-headers", HTMLInputElement);
  const go = need("radius-go", HTMLButtonElement);
  const bad = find("radius-bad");
  let asked: Asked | undefined;
  const complain = (words: string): void => {
    show(bad, true);
    say(bad, words);
  };
  dialog.querySelector("form")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!asked) return;
    const span = life.value.trim() === "" ? undefined : spanOf(life.value);
    if (life.value.trim() !== "" && (span === undefined || span < 1)) {
      complain(`"${life.value}" is no duration. Write 90s, 2m or 1h.`);
      return;
    }
    const only = headersOf(headers.value);
    if (!only) {
      complain(`"${headers.value}" names no headers. Write x-tenant: acme; a semicolon parts two.`);
      return;
    }
    const before = asked.radius;
    const given: Partial<LiveRadius> = {
      ...(share.value === "" ? {} : { share: Number(share.value) / 100 }),
      ...(cap.value === "" ? {} : { cap: Number(cap.value) }),
      ...(span === undefined ? {} : { for: span }),
      ...(headers.value.trim() === "" && !before?.headers ? {} : { headers: only }),
    };
    go.disabled = true;
    const answer = await send(asked, given);
    go.disabled = false;
    if (answer.ok) dialog.close();
    else complain(answer.words);
  });
  return {
    open(next) {
      asked = next;
      const { radius } = next;
      say(find("radius-h"), `${next.change ? "Change" : "Arm"} ${next.injection}`);
      say(go, next.change ? "Change" : "Arm");
      say(find("radius-what"), whatWhere(next));
      say(
        find("radius-hint"),
        next.change
          ? "The time counts from now on. What is left empty stays as it is."
          : "What is left empty stays as planned.",
      );
      share.value = radius ? String(Number((radius.share * 100).toFixed(3))) : "";
      cap.value = radius ? String(radius.cap) : "";
      life.value = radius ? spanText(radius.for) : "";
      headers.value = Object.entries(radius?.headers ?? {})
        .map(([name, value]) => `${name}: ${value}`)
        .join("; ");
      show(bad, false);
      if (!dialog.open) dialog.showModal();
      // Enter arms at once: that is what was asked for; Tab leads to the fields.
      go.focus();
    },
  };
}
