const newline = 10;

/** Cuts bytes into lines, each without its newline; `rest` is what came after the last one. */
export function lineCutter(): { push(chunk: Buffer): readonly Buffer[]; rest(): Buffer | undefined } {
  let kept: Buffer[] = [];
  return {
    push(chunk) {
      const lines: Buffer[] = [];
      let from = 0;
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
        lines.push(Buffer.concat([...kept, chunk.subarray(from, at)]));
        kept = [];
        from = at + 1;
      }
      if (from < chunk.length) kept.push(chunk.subarray(from));
      return lines;
    },
    rest() {
      const rest = kept.length > 0 ? Buffer.concat(kept) : undefined;
      kept = [];
      return rest;
    },
  };
}

/** The data of the server-sent events in a stream of lines (HTML standard, 9.2.6), as far as MCP uses them. */
export function eventReader(told: (data: string) => void): (line: Buffer) => void {
  let data: string[] = [];
  return (line) => {
    const text = line.toString().replace(/\r$/, "");
    if (text === "") {
      if (data.length > 0) told(data.join("\n"));
      data = [];
    } else if (text === "data" || text.startsWith("data:")) data.push(text.slice(5).replace(/^ /, ""));
  };
}
