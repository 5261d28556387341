import type { View } from "./access.ts";

export const dialogs = (view: View): string =>
  `${join(view)}${note}${view === "operator" ? `${radius}${end}` : ""}${keys(view)}`;

const join = (view: View): string => `<dialog id="join" aria-labelledby="join-h"><form method="dialog">
  <h2 id="join-h">Who are you?</h2>
  <p>Everything that you do here is written down by this name${view === "observer" ? ". You watch and note what you see; the plan stays hidden" : ""}.</p>
  <label>Name <input id="join-name" required maxlength="60" autocomplete="name" list="join-names"></label><datalist id="join-names"></datalist>
  ${
    view === "operator"
      ? `<label>Role <select id="join-role"><option value="operator">operator: arms and disarms</option><option value="lead">lead: decides</option><option value="scribe">scribe: writes down</option></select></label>`
      : ""
  }
  <p class="acts"><button id="join-go">Join</button></p>
</form></dialog>
`;

const note = `<dialog id="note" aria-labelledby="note-dh"><form method="dialog">
  <h2 id="note-dh">Write down</h2>
  <fieldset class="choice" id="note-kinds"><legend class="vh">What it is</legend></fieldset>
  <label>In words <textarea id="note-text" rows="3" maxlength="4000" aria-describedby="note-hint"></textarea></label>
  <p class="quiet small" id="note-hint">It counts from <b id="note-when">now</b>, when you began. Enter writes it down; Shift+Enter is a new line.</p>
  <label>About <select id="note-about"></select></label>
  <div class="two" id="note-action" hidden><label>Owner <input id="note-owner" maxlength="60" list="join-names"></label><label>Due <input id="note-due" type="date"></label></div>
  <p class="bad" id="note-bad" role="alert" hidden></p>
  <p class="acts"><button type="button" class="plain" data-close>Cancel</button><button id="note-go">Write down</button></p>
</form></dialog>
`;

const radius = `<dialog id="radius" aria-labelledby="radius-h"><form method="dialog">
  <h2 id="radius-h">Arm</h2>
  <p id="radius-what"></p>
  <p class="quiet small" id="radius-hint">What is left empty stays as planned.</p>
  <div class="three">
    <label>Share, % <input id="radius-share" type="number" min="0.1" max="100" step="any" inputmode="decimal"></label>
    <label>At most, times <input id="radius-cap" type="number" min="1" step="1" inputmode="numeric"></label>
    <label>For <input id="radius-for" placeholder="90s, 2m" autocomplete="off"></label>
  </div>
  <label>Only calls with header <input id="radius-headers" placeholder="x-tenant: acme; x-session: test-*" autocomplete="off" spellcheck="false"></label>
  <p class="bad" id="radius-bad" role="alert" hidden></p>
  <p class="acts"><button type="button" class="plain" data-close>Cancel</button><button id="radius-go">Arm</button></p>
</form></dialog>
`;

const end = `<dialog id="end" aria-labelledby="end-h"><form method="dialog">
  <h2 id="end-h">End the game day?</h2>
  <p>All faults go off, the report is written, and nothing more can be noted: write down action items before.</p>
  <p class="acts"><button type="button" class="plain" data-close>Not yet</button><button id="end-go">End it</button></p>
</form></dialog>
`;

const keyRows = (view: View): readonly (readonly [string, string])[] => [
  ...(view === "operator"
    ? ([
        ["⇧H", "halt: all faults off, now"],
        ["1 – 9", "arm what has this number"],
        ["X", "go to the first Disarm button"],
        ["C", "change what is armed first"],
        ["⇧N", "next phase, or the end"],
        ["⇧R", "release, when halted"],
        ["⇧A", "approve, as long as somebody must"],
      ] as const)
    : []),
  ["D", "note: detected"],
  ["M", "note: mitigated"],
  ["R", "note: recovered"],
  ["N", "note: free text"],
  ["I", "note: action item"],
  ["L", "large type"],
  ["T", "light or dark"],
  ["?", "these keys"],
  ["Esc", "close what is open"],
];

const keys = (view: View): string => `<dialog id="keys" aria-labelledby="keys-h"><form method="dialog">
  <h2 id="keys-h">Keys</h2>
  <dl class="keys">${keyRows(view)
    .map(([key, what]) => `<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)
    .join("")}</dl>
  <label class="inline"><input type="checkbox" id="keys-on" checked> Single keys work when no field is focused</label>
  <p class="acts"><button>Close</button></p>
</form></dialog>
`;
