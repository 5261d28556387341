import { createHash } from "node:crypto";
import { AgentCrash, type Isolation, type Scope, type Session, type Target, TargetFailure } from "../domain/ports.ts";
import type { Child } from "./child.ts";
import { defaultGraceMs, defaultKeep, type ProcessOptions } from "./command.ts";
import type { HttpContract, Line } from "./contracts/contract.ts";
import { httpContracts } from "./contracts/index.ts";
import { json } from "./contracts/json.ts";
import { askThroughRestarts, beginLife, type Life, sharedLife } from "./life.ts";
import { lastLines } from "./read-answer.ts";
import { pause } from "./real-time.ts";
import { type HttpSpec, upServer } from "./server.ts";
import { sessionNames } from "./session-ids.ts";

/** How long a process may take to end after its connections have broken, for the message to say so. */
const deathMs = 250;

/**
 * A server, asked by the contract of its definition. With `start`, it is started at boot (or once for all trials) and ended, with
 * all that it started.
 */
export function httpTarget(
  spec: HttpSpec,
  file: string,
  { graceMs = defaultGraceMs, keep = defaultKeep }: ProcessOptions = {},
): Target {
  const contract = contractOf(spec, file);
  const settings = spec.contract?.settings ?? json.settings.parse({});
  const begin = (
    environment: Readonly<Record<string, string>>,
    signal: AbortSignal,
    isolation: Isolation | undefined,
  ): Promise<Life> => beginLife((now) => upServer(spec, environment, file, now, { graceMs, keep, isolation }), signal);
  const names = sessionNames(spec.start === undefined || spec.process === "shared");
  const shared = sharedLife();
  return {
    ...(spec.process === "shared" ? { shared: true } : {}),
    async boot(environment, signal, { isolation } = {}) {
      if (spec.process !== "shared") {
        const life = await begin(environment, signal, isolation);
        return sessionOf(spec, life, () => life.close(), { contract, settings, names, keep });
      }
      const life = await shared.get(signal, (open) => begin(environment, open, isolation));
      await life.revive(signal);
      await life.up(signal);
      return sessionOf(spec, life, async () => {}, { contract, settings, names, keep });
    },
    close: () => shared.close(),
  };
}

function contractOf({ contract }: HttpSpec, file: string): HttpContract {
  if (contract === undefined) return json;
  const found = httpContracts.find(({ name }) => name === contract.name);
  if (found) return found;
  throw new TargetFailure(`Cannot ask the target of ${file}: there is no contract "${contract.name}".`);
}

interface Speaking {
  readonly contract: HttpContract;
  readonly settings: unknown;
  readonly names: ReturnType<typeof sessionNames>;
  readonly keep: number;
}

function sessionOf(spec: HttpSpec, life: Life, end: () => Promise<void>, speaking: Speaking): Session {
  const closed = new AbortController();
  const { contract, settings, names, keep } = speaking;
  /** Conversations that later turns may go on with. */
  const lines = new Map<string, Line>();
  return {
    async perform(task, signal, scope) {
      const either = AbortSignal.any([signal, closed.signal]);
      const name = names(task, scope);
      const line = lines.get(name) ?? contract.open(settings, name);
      lines.set(name, line);
      const headers = { ...spec.headers, ...attribution(scope) };
      return askThroughRestarts(life, either, async () => {
        const child = life.child();
        try {
          return await line.ask(task, { url: spec.url, headers, signal: either, keep });
        } catch (error) {
          either.throwIfAborted();
          if (error instanceof AgentCrash || error instanceof TargetFailure) throw error;
          const why = error instanceof Error ? error.message : String(error);
          throw new AgentCrash(`The agent at ${spec.url} broke off: ${why}.${await lastWords(child, either)}`, {
            cause: error,
          });
        }
      });
    },
    ...(spec.start === undefined ? {} : { restart: (order) => life.restart(order) }),
    async close() {
      closed.abort(new Error("The session is closed."));
      await Promise.all([...lines.values()].map((line) => line.close?.()));
      lines.clear();
      await end();
    },
  };
}

/** How a server went down, if it did: its end is known only a little after its connections break. */
async function lastWords(child: Child | undefined, signal: AbortSignal): Promise<string> {
  if (!child) return "";
  const end = await Promise.race([child.ended, pause(deathMs, signal).catch(() => undefined)]);
  const log = lastLines(child.stderr());
  const how = end ? ` The process ${end.signal ? `was ended by ${end.signal}` : `exited with code ${end.code}`}.` : "";
  return `${how}${log ? `\n${log}` : ""}`;
}

/** W3C trace context and baggage, from which an agent's calls can be told apart if it hands them on. */
export function attribution({ trial, performance = trial }: Scope): Record<string, string> {
  const digest = createHash("sha256").update(performance).digest("hex");
  return {
    traceparent: `00-${digest.slice(0, 32)}-${digest.slice(32, 48)}-01`,
    baggage: `brownout.trial=${encodeURIComponent(trial)},brownout.performance=${encodeURIComponent(performance)}`,
  };
}
