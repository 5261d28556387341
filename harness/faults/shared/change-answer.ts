import type { AnswerPayload, Reply, ToolAnswer } from "../../domain/call.ts";
import type { ModelTurn } from "../../domain/conversation.ts";
import type { FaultContext } from "../../domain/fault.ts";
import { type Hit, type RetrievalAnswer, writeFrom } from "../../domain/retrieval.ts";
import type { Signs } from "../../domain/signs.ts";
import type { Piece } from "../../domain/wire.ts";
import { marksOfHits, marksOfValue } from "./marks.ts";

/** A changed value with what was done to it, or why it stays as it is. */
export type Change<T> =
  | { readonly to: T; readonly note: string; readonly signs?: Signs }
  | { readonly unchanged: string };

export type Changer<T> = (value: T) => Change<T> | Promise<Change<T>>;

/** A relayed body can be read once; kept as a list it can be decoded and still be passed on. */
export async function settle(reply: Reply): Promise<Reply> {
  if (reply.kind !== "raw" || Array.isArray(reply.wire.body)) return reply;
  const pieces: Piece[] = [];
  for await (const piece of reply.wire.body) pieces.push(piece);
  return { kind: "raw", wire: { ...reply.wire, body: pieces } };
}

/** What came back, for a note: `the dependency failed: overloaded`. */
export function describeReply(reply: Reply): string {
  if (reply.kind === "failure") return `the dependency failed: ${reply.failure.kind}`;
  if (reply.kind === "disconnect") return `the connection failed: ${reply.code}`;
  if (reply.kind === "raw") return `the reply (status ${reply.wire.status}) holds no answer that the protocol can read`;
  return `the answer is of another kind: ${reply.payload.kind}`;
}

async function changePayload<K extends AnswerPayload["kind"]>(
  kind: K,
  forward: () => Promise<Reply>,
  context: FaultContext,
  change: Changer<Extract<AnswerPayload, { kind: K }>>,
): Promise<Reply> {
  const reply = await settle(await forward());
  const payload = await context.decode(reply);
  if (payload === undefined || payload.kind !== kind) {
    context.idle(describeReply(reply));
    return reply;
  }
  const outcome = await change(payload as Extract<AnswerPayload, { kind: K }>);
  if ("unchanged" in outcome) {
    context.idle(outcome.unchanged);
    return reply;
  }
  context.note(outcome.note, outcome.signs);
  return { kind: "answer", payload: outcome.to };
}

/** Lets the model answer and changes its turn. A reply without a turn passes as it is. */
export const changeTurn = (forward: () => Promise<Reply>, context: FaultContext, change: Changer<ModelTurn>) =>
  changePayload("model", forward, context, async ({ turn }) =>
    mapChange(await change(turn), (to) => ({ kind: "model" as const, turn: to })),
  );

/** @param search which of the searches of the request it answers, from 0. */
type ResultsChanger = (
  answer: RetrievalAnswer,
  search: number,
) => Change<RetrievalAnswer> | Promise<Change<RetrievalAnswer>>;

/** Lets the knowledge base answer and changes its hits, those of each search by themselves. A reply without hits passes as it is. */
export const changeResults = (
  forward: () => Promise<Reply>,
  context: FaultContext,
  change: ResultsChanger,
): Promise<Reply> =>
  changePayload("retrieval", forward, context, async ({ result }) => {
    if (result.hits.length === 0) return { unchanged: "no hits" };
    const changed = mapChange(await changeEach(result, change), (to) => ({
      kind: "retrieval" as const,
      result: { ...result, ...rewritten(result, to), ...to },
    }));
    return withMarks(changed, ({ result: to }) => marksOfHits(result.hits, to.hits));
  });

/** One after the other: each draws its own chances. */
async function changeEach(answer: RetrievalAnswer, change: ResultsChanger): Promise<Change<RetrievalAnswer>> {
  const searches = [...Map.groupBy(answer.hits, ({ search = 0 }) => search)];
  const changes: { readonly hits: readonly Hit[]; readonly change: Change<RetrievalAnswer> }[] = [];
  for (const [search, hits] of searches) changes.push({ hits, change: await change({ ...answer, hits }, search) });
  const made = changes.flatMap((one) => ("to" in one.change ? [one.change] : []));
  const [first] = made;
  const [only] = changes;
  if (only && changes.length === 1) return only.change;
  if (!first) return only?.change ?? { unchanged: "no hits" };
  return {
    to: {
      ...first.to,
      hits: changes.flatMap((one) => ("to" in one.change ? one.change.to.hits : one.hits)),
    },
    note: `${first.note}; so in ${made.length} of ${searches.length} searches`,
    ...together(made.flatMap(({ signs }) => signs ?? [])),
  };
}

function together(signs: readonly Signs[]): { readonly signs?: Signs } {
  if (signs.length === 0) return {};
  const canaries = signs.flatMap((one) => one.canaries ?? []);
  const marks = signs.flatMap((one) => one.marks ?? []);
  return {
    signs: {
      ...(canaries.length > 0 ? { canaries } : {}),
      ...(marks.length > 0 ? { marks } : {}),
      ...(signs.some(({ restricted }) => restricted) ? { restricted: true } : {}),
    },
  };
}

/** An answer that the service wrote from its hits is written from the changed ones, where the best of them reads otherwise. */
const rewritten = ({ generated, hits }: RetrievalAnswer, to: RetrievalAnswer): Partial<RetrievalAnswer> =>
  generated === undefined || hits[0]?.text === to.hits[0]?.text ? {} : { generated: writeFrom(to.hits) };

/** Lets the tool work and changes the value that it answers with. A reply without a value passes as it is. */
export const changeValue = (
  forward: () => Promise<Reply>,
  context: FaultContext,
  change: (value: ToolAnswer["value"], status: number) => ReturnType<Changer<ToolAnswer["value"]>>,
): Promise<Reply> =>
  changePayload("tool", forward, context, async ({ result }) => {
    if (result.status >= 400) return { unchanged: `the dependency answered with status ${result.status}` };
    const changed = mapChange(await change(result.value, result.status), (value) => ({
      kind: "tool" as const,
      result: { ...result, value },
    }));
    return withMarks(changed, ({ result: to }) => marksOfValue(result.value, to.value));
  });

const mapChange = <A, B>(change: Change<A>, wrap: (to: A) => B): Change<B> =>
  "unchanged" in change ? change : { ...change, to: wrap(change.to) };

/** What is other than it was is what the reply is known by. */
function withMarks<T>(change: Change<T>, marksOf: (to: T) => readonly string[]): Change<T> {
  if ("unchanged" in change) return change;
  const marks = [...(change.signs?.marks ?? []), ...marksOf(change.to)];
  return marks.length === 0 ? change : { ...change, signs: { ...change.signs, marks } };
}
