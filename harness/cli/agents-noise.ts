import { saidOnce } from "./said-once.ts";

/**
 * While it is held, a line that modules in this process write to stderr once more is only counted: a client that is made anew in every
 * trial gives the same notice in each, and buries the progress. Our own `io.err` keeps the real stream.
 */
export function agentsNoiseOnce(): Disposable {
  const { stderr } = process;
  const own = stderr.write;
  const write = own.bind(stderr);
  const once = saidOnce((text) => void write(text));
  let lineOver = true;
  stderr.write = ((chunk: string | Uint8Array, ...rest: [encoding?: BufferEncoding, told?: () => void]) => {
    // Only whole lines: parts of one, such as the dots of a progress of its own, mean something each time.
    const whole = lineOver && typeof chunk === "string" && chunk.endsWith("\n") && chunk.trim() !== "";
    if (whole && !once.first(chunk)) {
      const told = rest.find((one) => typeof one === "function");
      if (told) process.nextTick(told);
      return true;
    }
    const last = chunk.at(-1);
    if (last !== undefined) lineOver = last === "\n" || last === 10;
    return write(chunk, ...rest);
  }) as typeof stderr.write;
  return {
    [Symbol.dispose]() {
      stderr.write = own;
      once[Symbol.dispose]();
    },
  };
}
