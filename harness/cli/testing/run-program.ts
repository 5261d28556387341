import { spawnSync } from "node:child_process";
import { delimiter, dirname } from "node:path";

export interface ProgramEnded {
  readonly code: number | null;
  readonly text: string;
}

const ofTheTestRun =
  /^(npm_(package|lifecycle|command|execpath|node|config_local)|NODE_OPTIONS|NODE_ENV|VITEST|FORCE_COLOR)/;

/** Runs a program to its end, the tests' own Node first on its path and without what npm or Vitest put into the environment. */
export function runProgram(cwd: string, program: string, ...args: string[]): ProgramEnded {
  const ended = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    timeout: 120_000,
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofTheTestRun.test(name))),
      PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
      NO_COLOR: "1",
    },
  });
  return { code: ended.status, text: `${ended.stdout}${ended.stderr}${ended.error?.message ?? ""}` };
}
