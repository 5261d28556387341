import { type Isolation, type Session, type Target, TargetFailure } from "../domain/ports.ts";
import { type Child, startChild } from "./child.ts";
import type { CommandSpec, ProcessOptions } from "./command.ts";
import { processContracts } from "./contracts/index.ts";
import { lines } from "./contracts/lines.ts";
import type { Talk } from "./contracts/process-contract.ts";
import { handedTo } from "./handed-to.ts";
import { askThroughRestarts, beginLife, type Life, sharedLife } from "./life.ts";
import { sessionNames } from "./session-ids.ts";

const keptLog = 64 * 1024;

/** A program that takes many tasks: one process for a trial, or one for all trials. It is started again when it has died. */
export function talkingProcess(spec: CommandSpec, file: string, options: Required<ProcessOptions>): Target {
  const contract = processContracts.find(({ name }) => name === (spec.contract?.name ?? lines.name));
  if (!contract)
    throw new TargetFailure(`Cannot ask the target of ${file}: there is no contract "${spec.contract?.name}".`);
  const settings = spec.contract?.settings ?? {};
  const program = spec.command.join(" ");
  const talks = new WeakMap<Child, Talk>();
  const begin = (
    environment: Readonly<Record<string, string>>,
    signal: AbortSignal,
    isolation: Isolation | undefined,
  ): Promise<Life> =>
    beginLife(async () => {
      const child = await startChild(spec.command, {
        cwd: spec.cwd,
        environment: handedTo(spec.environment, environment),
        file,
        isolation,
        ...options,
        // Its stdout is read as it comes; what is kept is the end of its log.
        keep: keptLog,
      });
      talks.set(child, contract.attach(child, settings, program, options.keep));
      return child;
    }, signal);
  const names = sessionNames(spec.process === "shared");
  const shared = sharedLife();

  const sessionOf = (life: Life, end: () => Promise<void>): Session => {
    const closed = new AbortController();
    return {
      perform(task, signal, scope) {
        const either = AbortSignal.any([signal, closed.signal]);
        return askThroughRestarts(life, either, async () => {
          await life.revive(either);
          const child = life.child();
          const talk = child && talks.get(child);
          if (!talk) throw new TargetFailure(`Cannot ask the target "${program}": it is down.`);
          return talk.ask({ task, scope, session: names(task, scope), signal: either });
        });
      },
      restart: (order) => life.restart(order),
      async close() {
        closed.abort(new TargetFailure(`Cannot ask the target "${program}": it is closed.`));
        await end();
      },
    };
  };
  return {
    ...(spec.process === "shared" ? { shared: true } : {}),
    async boot(environment, signal, { isolation } = {}) {
      if (spec.process !== "shared") {
        const life = await begin(environment, signal, isolation);
        return sessionOf(life, () => life.close());
      }
      return sessionOf(await shared.get(signal, (open) => begin(environment, open, isolation)), async () => {});
    },
    close: () => shared.close(),
  };
}
