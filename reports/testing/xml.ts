import { spawnSync } from "node:child_process";

const token = /<\?xml [^<>]*\?>|<\/([\w-]+)>|<([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|([^<>]+)/gy;
const badEntity = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i;

/** What is wrong with an XML text: unbalanced tags, stray `<`, `>` or `&`, characters that XML does not allow. Empty = nothing. */
export function xmlProblems(xml: string): readonly string[] {
  const open: string[] = [];
  const problems: string[] = [];
  let end = 0;
  for (const match of xml.matchAll(token)) {
    end = match.index + match[0].length;
    const [, closing, opening, , selfClosing] = match;
    if (opening !== undefined && selfClosing !== "/") open.push(opening);
    if (closing !== undefined && open.pop() !== closing) problems.push(`</${closing}> closes something else`);
  }
  if (end !== xml.length) problems.push(`not XML from ${JSON.stringify(xml.slice(end, end + 40))}`);
  if (open.length > 0) problems.push(`<${open.join(">, <")}> left open`);
  if (badEntity.test(xml)) problems.push("a bare &");
  if (/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(xml))
    problems.push("a character that XML cannot hold");
  return problems;
}

/** A second opinion by Python's parser: its error message, empty if it is content, undefined if there is no Python here. */
export function pythonXmlProblem(xml: string): string | undefined {
  const script = "import sys, xml.etree.ElementTree as t; t.fromstring(sys.stdin.buffer.read())";
  const run = spawnSync("python3", ["-c", script], { input: xml, encoding: "utf8" });
  if (run.error) return undefined;
  return run.status === 0 ? "" : run.stderr;
}
