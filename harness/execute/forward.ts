import { hash } from "node:crypto";
import type { Call, Reply } from "../domain/call.ts";
import { type Chance, chance } from "../domain/chance.ts";
import type { Clock } from "../domain/clock.ts";
import type { Conversation, ModelTurn } from "../domain/conversation.ts";
import type { RunEvent } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { Brain, World } from "../domain/ports.ts";
import type { Corpus } from "../domain/retrieval.ts";
import { isStdio } from "../domain/system-map.ts";
import type { Task } from "../domain/task.ts";
import type { Trial } from "../domain/trial.ts";
import type { WireReply, WireRequest } from "../domain/wire.ts";
import type { ActiveTrial } from "./active-trial.ts";
import { type BoundDependency, isLoopback } from "./dependency-table.ts";
import { marked } from "./marked.ts";
import type { PromptCache } from "./prompt-cache.ts";
import { corpusAnswer, type Embed, type EmbeddedTexts, embeddingAnswer } from "./stand-ins.ts";
import { unusedWords } from "./unused-words.ts";

/** Really sends a request, outside of every interception. */
export type Network = (request: WireRequest, bound: BoundDependency, signal: AbortSignal) => Promise<WireReply>;

export interface Answering {
  readonly experiment: Experiment;
  readonly trial: Trial;
  readonly tasks: ReadonlyMap<string, Task>;
  /** Absent: the model's place is taken by the model itself. */
  readonly brain?: Brain;
  readonly world?: World;
  readonly network: Network;
  readonly corpora: ReadonlyMap<string, Corpus>;
  readonly embed: Embed;
  readonly embedded: EmbeddedTexts;
  promptsOf(performance: string, dependency: string): PromptCache;
  turnOf(performance: string): number;
  readonly clock: Clock;
  journal(event: RunEvent): void;
}

/**
 * What a dependency answers when no fault is in the way: the brain for a model, else a mock, else the live host if it may be reached,
 * else what Brownout itself can stand in with.
 */
export function forwardTo(answering: Answering): ActiveTrial["forward"] {
  const { experiment, trial, brain, world, network, clock } = answering;
  const lacks = lackOnce(answering);
  return async (call, request, bound, signal, committed) => {
    if (call.payload.kind === "model" && brain) {
      const task = answering.tasks.get(call.performance.slice(call.performance.lastIndexOf("~") + 1));
      if (!task) throw new Error(`No task for ${call.performance}.`);
      // Without the attempt: a retried request gets the same turn.
      const names = [experiment.seed, trial.pair, task.id, call.dependency, call.occurrence];
      let count = 0;
      const turn = await brain.turn(call.payload.conversation, call, {
        task,
        turn: answering.turnOf(call.performance),
        chance: onceAsked(() => chance(names.join("/"), "brain")),
        id: (prefix) => {
          count += 1;
          return prefix + hash("sha1", [...names, count].join("/"), "hex").slice(0, 24);
        },
        lacks: lacks(call, task, call.payload.conversation),
      });
      const { counted, share } = cached(turn, call.payload.conversation, call.performance, bound, answering);
      const saved = share * (bound.protocol.caching?.saves ?? 0);
      if (clock.kind === "virtual") await usualTime(call, bound, answering, signal, 1 - saved);
      return { kind: "answer", payload: { kind: "model", turn: counted } };
    }
    const mocked = await world?.answer(request, call.performance, committed);
    if (mocked) {
      await usualTime(call, bound, answering, signal);
      return { kind: "raw", wire: marked(mocked, bound.protocol) };
    }
    const { host, hostname } = new URL(request.url);
    if (
      isLoopback(request.upstream ?? request.url) ||
      experiment.target.map.allowHosts.some((name) => name === host || name === hostname)
    ) {
      return { kind: "raw", wire: await network(request, bound, signal()) };
    }
    const own = standIn(call, answering) ?? around(request, bound);
    if (own) {
      await usualTime(call, bound, answering, signal);
      return own;
    }
    if (isStdio(request.url))
      throw new NoAnswer(
        `Nothing answers for dependency "${call.dependency}": ${request.url} is a server that the agent starts through "brownout mcp -- COMMAND", and this call came from elsewhere.`,
      );
    throw new NoAnswer(
      `Nothing answers ${request.method} ${request.url} for dependency "${call.dependency}". Add a handler for it to ${experiment.target.map.mocks ?? `a mocks module and name it in ${experiment.target.map.file} as "mocks"`}, or add "${host}" to "allowHosts" to reach the live service.${unusedWords(request, world?.unused?.() ?? [])}`,
    );
  };
}

/** Journals each tool that a task's script was not offered, once. */
function lackOnce({ trial, journal }: Answering) {
  const told = new Set<string>();
  return (call: Call, { id, at }: Task, { tools }: Conversation) =>
    (tool: string): void => {
      const key = JSON.stringify([id, tool]);
      if (told.has(key)) return;
      told.add(key);
      const place = at?.[tool];
      const { performance, at: t } = call;
      const offered = tools.map(({ name }) => name);
      journal({
        type: "tool-lacking",
        ...{ trial: trial.id, performance, t, tool, offered, ...(place === undefined ? {} : { at: place }) },
      });
    };
}

/** Most brains draw nothing. */
function onceAsked(make: () => Chance): Chance {
  let made: Chance | undefined;
  return () => {
    made ??= make();
    return made();
  };
}

/** A stand-in's turn with the counts of its provider's prompt cache, and the share of the prompt that was read from it. */
function cached(
  turn: ModelTurn,
  conversation: Conversation,
  performance: string,
  { dependency, protocol }: BoundDependency,
  { promptsOf, clock }: Answering,
): { readonly counted: ModelTurn; readonly share: number } {
  if (!protocol.caching || !turn.usage) return { counted: turn, share: 0 };
  const { usage, share } = promptsOf(performance, dependency.name).count(
    conversation,
    turn.usage,
    protocol.caching,
    clock.now(),
  );
  return { counted: { ...turn, usage }, share };
}

/** What Brownout itself can answer with: vectors for an embedding model, the corpus for a knowledge base. */
function standIn(call: Call, { corpora, embed, embedded }: Answering): Reply | undefined {
  const { payload } = call;
  if (payload.kind === "embedding") return embeddingAnswer(payload, embed, embedded);
  const corpus = corpora.get(call.dependency);
  return payload.kind === "retrieval" && corpus ? corpusAnswer(payload.query, corpus, embed) : undefined;
}

/** What a client asks around its calls, which the protocol itself can answer. */
function around(request: WireRequest, { protocol, binding }: BoundDependency): Reply | undefined {
  const wire = protocol.standIn?.(request, binding);
  return wire && { kind: "raw", wire };
}

/** On virtual time a stand-in takes as long as the system map says: log-normal around it, the same in both arms of a pair. */
async function usualTime(
  call: Call,
  bound: BoundDependency,
  { experiment, trial, clock }: Answering,
  signal: () => AbortSignal,
  share = 1,
): Promise<void> {
  const median = bound.dependency.latency;
  if (median === undefined || clock.kind !== "virtual") return;
  const task = call.performance.slice(call.performance.lastIndexOf("~") + 1);
  const random = chance(experiment.seed, trial.pair, task, call.address, "latency");
  await clock.sleep(Math.max(1, Math.round(share * median * Math.exp(spread * standardNormal(random)))), signal());
}

/** Sigma of the logarithm: nine in ten calls lie between 0.6 and 1.6 times the median. */
const spread = 0.3;

const standardNormal = (random: Chance): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** The set-up lacks a stand-in for a dependency: the trial cannot be run. */
class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}
