/** mockttp tells the console of every client that leaves early, some of it on stdout, where our documents go. */
const begin = ["Failed to handle request", "Response error:", "Error on client socket"];
const isTheirs = ([first]: readonly unknown[]): boolean =>
  typeof first === "string" && begin.some((start) => first.startsWith(start));

let open = 0;
let undo = (): void => {};

/** Keeps that from the console until it is disposed of. */
export function hushMockttp(): Disposable {
  open += 1;
  if (open === 1) {
    const { error, log } = console;
    console.error = (...said: unknown[]) => (isTheirs(said) ? undefined : error(...said));
    console.log = (...said: unknown[]) => (isTheirs(said) ? undefined : log(...said));
    undo = () => Object.assign(console, { error, log });
  }
  let mine = true;
  return {
    [Symbol.dispose]() {
      if (!mine) return;
      mine = false;
      open -= 1;
      if (open === 0) undo();
    },
  };
}
