import { isUtf8 } from "node:buffer";
import { hash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Experiment, TargetDefinition } from "../../domain/experiment.ts";
import { graderFiles } from "../../load/index.ts";

/** With what a folder begins that is given to an interpreter as a program. */
const entries = ["package.json", "index.js", "index.mjs", "index.cjs", "index.ts", "__main__.py"];

/** The contents of the files that an experiment's target and graders name, by words. What those import is not followed. */
export function filesOf(
  { target, tasks, bystanders, afterwards }: Experiment,
  cwd: string,
): Readonly<Record<string, string>> {
  const named = [
    ...programOf(target),
    ...mocksAndCorpora(target),
    ...graderFiles([tasks, bystanders, afterwards?.tasks ?? []].flat()),
  ];
  return Object.fromEntries(
    [...new Set(named)].flatMap((file) => {
      const text = contentOf(file);
      return text === undefined ? [] : [[`the file ${shown(file, cwd)}`, text]];
    }),
  );
}

function programOf({ spec }: TargetDefinition): readonly string[] {
  if (spec.kind === "module") return [spec.module];
  const [program = "", ...words] = spec.kind === "command" ? spec.command : (spec.start ?? []);
  // A program without a folder is looked for in PATH.
  const own = /[\\/]/.test(program) ? [program, ...words] : words;
  return own.flatMap((word) => {
    const path = resolve(spec.cwd, word);
    return isFolder(path) ? entries.map((entry) => join(path, entry)) : [path];
  });
}

const mocksAndCorpora = ({ map }: TargetDefinition): readonly string[] => [
  ...(map.mocks === undefined ? [] : [map.mocks]),
  ...map.dependencies.flatMap(({ corpus }) =>
    corpus === undefined ? [] : isFolder(corpus) ? below(corpus) : [corpus],
  ),
];

const below = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((path) => join(folder, path));

/** Two files of one name are told apart by where they lie in the project, which is the same on every machine. */
function shown(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.startsWith("..") || isAbsolute(path) ? basename(file) : path.split(sep).join("/");
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Undefined: there is no such file, or it is none. */
function contentOf(file: string): string | undefined {
  try {
    const bytes = statSync(file).isFile() ? readFileSync(file) : undefined;
    return bytes && (isUtf8(bytes) ? bytes.toString("utf8") : hash("sha256", bytes, "hex"));
  } catch {
    return undefined;
  }
}
