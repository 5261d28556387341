import type { GamedayState } from "../../domain/gameday.ts";
import { type NoteKind as Kind, noteKinds as kinds, noteWords } from "../../domain/gameday-words.ts";
import { find, make, need, say, show } from "./dom.ts";
import type { Answer } from "./link.ts";
import { clockWords } from "./words.ts";

export interface Note {
  readonly kind: Kind;
  readonly text: string;
  readonly injection?: string;
  readonly owner?: string;
  readonly due?: string;
  /** Ms since it was begun. */
  readonly ago: number;
}

/** No longer than the console takes it for true. */
const longest = 600_000;

/** Writes down what is seen: one key opens it, Enter sends it. What was typed is kept until it has arrived. */
export function noteDialog(
  send: (note: Note) => Promise<Answer>,
  now: () => number,
): {
  open(kind: Kind): void;
  about(state: GamedayState): void;
} {
  const dialog = need("note", HTMLDialogElement);
  const form = dialog.querySelector("form");
  const text = need("note-text", HTMLTextAreaElement);
  const about = need("note-about", HTMLSelectElement);
  const owner = need("note-owner", HTMLInputElement);
  const due = need("note-due", HTMLInputElement);
  const go = need("note-go", HTMLButtonElement);
  const bad = find("note-bad");
  const choices = kinds.map((kind) => make("input", { type: "radio", name: "kind", value: kind }));
  find("note-kinds")?.append(
    ...choices.map((choice, index) => make("label", {}, choice, noteWords[kinds[index] ?? "note"])),
  );
  const kind = (): Kind => kinds[choices.findIndex(({ checked }) => checked)] ?? "note";
  /** The report counts it so. */
  const unsaid = (): string =>
    text.required || last === "" ? "nothing in particular" : `what was armed last: ${last}`;
  const follow = (): void => {
    show(find("note-action"), kind() === "action");
    text.required = kind() === "note" || kind() === "action";
    say(about.options[0], unsaid());
  };
  for (const choice of choices) choice.addEventListener("change", follow);
  let offered: string | undefined;
  let begun = 0;
  let last = "";
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form?.requestSubmit(go);
  });
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    go.disabled = true;
    const answer = await send({
      kind: kind(),
      text: text.value.trim(),
      ago: Math.min(longest, Math.round(performance.now() - begun)),
      ...(about.value === "" ? {} : { injection: about.value }),
      ...(kind() === "action" && owner.value.trim() !== "" ? { owner: owner.value.trim() } : {}),
      ...(kind() === "action" && due.value !== "" ? { due: due.value } : {}),
    });
    go.disabled = false;
    show(bad, !answer.ok);
    if (!answer.ok) {
      say(bad, `Not written down: ${answer.words}`);
      return;
    }
    for (const field of [text, owner, due]) field.value = "";
    dialog.close();
  });
  return {
    open(wanted) {
      for (const choice of choices) choice.checked = choice.value === wanted;
      show(bad, false);
      follow();
      begun = performance.now();
      say(find("note-when"), clockWords(now()));
      if (!dialog.open) dialog.showModal();
      text.focus();
    },
    about({ armed, timeline }) {
      const seen = timeline.flatMap((moment) => (moment.what === "armed" ? [moment.injection] : []));
      const names = [...new Set([...armed.map(({ injection }) => injection), ...seen.toReversed()])];
      last = seen.at(-1) ?? "";
      const now = [last, ...names].join("\n");
      if (now === offered) return;
      offered = now;
      const chosen = about.value;
      about.replaceChildren(
        make("option", { value: "" }, unsaid()),
        ...names.map((name) => make("option", { value: name }, name)),
      );
      about.value = names.includes(chosen) ? chosen : "";
      show(about.parentElement ?? undefined, names.length > 0);
    },
  };
}
