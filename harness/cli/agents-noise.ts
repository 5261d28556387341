import { runnerCommandsOut } from "./runner-commands.ts";
import { saidOnce } from "./said-once.ts";

/**
 * While it is held, a line that modules in this process write to stderr once more is only counted: a client that is made anew in every
 * trial gives the same notice in each, and buries the progress. Nor does the runner of a pipeline obey what they write. Our own `io.err`
 * keeps the real stream.
 */
export function agentsNoiseOnce(): Disposable {
  const { stderr } = process;
  const own = stderr.write;
  const write = own.bind(stderr);
  const once = saidOnce((text) => void write(text));
  // A terminal obeys no commands.
  const harmless = stderr.isTTY ? (piece: string) => piece : runnerCommandsOut();
  let lineOver = true;
  stderr.write = ((given: string | Uint8Array, ...rest: [encoding?: BufferEncoding, told?: () => void]) => {
    const chunk = typeof given === "string" ? harmless(given) : Buffer.from(harmless(bytesAsText(given)), "latin1");
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

/** Each byte as a letter: a piece may end within a letter of its own. */
const bytesAsText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
