let depth = 0;
let own: typeof process.stdout.write | undefined;

/**
 * While it is held, what modules write to stdout goes to stderr: agents and mocks run in this process, and stdout is the document's, which
 * a `console.log` would spoil. Our own `io.out` keeps the real one.
 */
export function agentsOutputAside(): Disposable {
  depth += 1;
  if (depth === 1) {
    own = process.stdout.write;
    process.stdout.write = ((...given: Parameters<typeof process.stderr.write>) =>
      process.stderr.write(...given)) as typeof process.stdout.write;
  }
  return {
    [Symbol.dispose]() {
      depth -= 1;
      if (depth > 0 || own === undefined) return;
      process.stdout.write = own;
      own = undefined;
    },
  };
}
