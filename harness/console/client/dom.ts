export type Child = Node | string | number | false | undefined | readonly Child[];
type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** An element with attributes and children. Texts become text nodes: nothing is ever read as markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  dress(element, attributes, children);
  return element;
}

export function draw<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  dress(element, attributes, children);
  return element;
}

function dress(element: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  append(element, children);
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined || child === false) continue;
    if (child instanceof Node) element.append(child);
    else if (typeof child === "object") append(element, child);
    else element.append(String(child));
  }
}

/** The element of that id, if this view has it. */
export const find = (id: string): HTMLElement | undefined => document.getElementById(id) ?? undefined;

/** The element of that id and kind, which this view must have. */
export function need<T extends HTMLElement>(id: string, kind: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`The page has no ${kind.name} "${id}".`);
  return element;
}

/** Only what differs is touched, so that a screen reader and a selection are left alone. */
export function say(element: Element | undefined, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

export function show(element: HTMLElement | undefined, shown: boolean): void {
  if (element && element.hidden === shown) element.hidden = !shown;
}

export interface Kept<T> {
  readonly element: HTMLElement;
  update(item: T): void;
}

/** One element for each key, kept from state to state, so that focus, selection and what is typed survive. */
export function keepList<T>(
  into: Element,
  key: (item: T) => string,
  create: (item: T) => Kept<T>,
): (items: readonly T[]) => void {
  const kept = new Map<string, Kept<T>>();
  return (items) => {
    const keys = new Set(items.map(key));
    for (const [name, { element }] of kept) {
      if (keys.has(name)) continue;
      element.remove();
      kept.delete(name);
    }
    items.forEach((item, index) => {
      const name = key(item);
      const one = kept.get(name) ?? create(item);
      kept.set(name, one);
      one.update(item);
      const there = into.children[index];
      if (there !== one.element) into.insertBefore(one.element, there ?? null);
    });
  };
}
