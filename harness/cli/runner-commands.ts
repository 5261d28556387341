/**
 * Runners of pipelines obey lines of their jobs' output, of stdout and stderr alike: `::error::…` at the beginning of a line, and `##[…]` or
 * `##vso[…]` anywhere in it. What an agent repeats of a document must not be one of them: a space in it is enough. Text comes in pieces,
 * of which this is told one after another.
 * Source: GitHub Actions, workflow commands and those of its forerunner.
 */
export function runnerCommandsOut(): (piece: string) => string {
  /** What the line began with, as long as it may be a command; undefined: something else has been said in it. */
  let begun: string | undefined = "";
  let hashes = "";
  return (piece) => {
    if (piece === "") return piece;
    const apart = begun?.endsWith(":") && piece.startsWith(":") ? ` ${piece}` : piece;
    const inLine = hashes === "##" && /^(?:vso)?\[/.test(apart) ? ` ${apart}` : apart;
    const all = (begun ?? "-") + inLine;
    const line = all.slice(Math.max(all.lastIndexOf("\n"), all.lastIndexOf("\r")) + 1);
    const commands = begun === undefined ? /([\r\n])([^\S\r\n]*):(?=:)/g : /(^|[\r\n])([^\S\r\n]*):(?=:)/g;
    begun = /^[^\S\r\n]*:?$/.test(line) ? line : undefined;
    hashes = inLine.endsWith("##") ? "##" : "";
    return inLine.replace(commands, "$1$2: ").replace(/##(?=(?:vso)?\[)/g, "## ");
  };
}
