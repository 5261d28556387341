import type { Http2Session, ServerHttp2Stream } from "node:http2";

/** The streams of one connection, by whose they are: to a client all dependencies of all trials have the gateway's one address. */
export interface SessionMates {
  /** `owner`: the same for streams that would share a connection to the dependency itself. */
  add(stream: ServerHttp2Stream, owner: string): void;
  /** What is under way beside a stream: its owner's other streams, and whether there are others' as well. */
  beside(stream: ServerHttp2Stream): { readonly own: readonly ServerHttp2Stream[]; readonly others: boolean };
}

export function sessionMates(): SessionMates {
  const sessions = new WeakMap<Http2Session, Map<ServerHttp2Stream, string>>();
  const aboard = ({ session }: ServerHttp2Stream) => session && sessions.get(session);
  return {
    add(stream, owner) {
      const { session } = stream;
      if (!session) return;
      const streams = sessions.get(session) ?? new Map<ServerHttp2Stream, string>();
      sessions.set(session, streams.set(stream, owner));
      stream.once("close", () => streams.delete(stream));
    },
    beside(stream) {
      const streams = aboard(stream) ?? new Map<ServerHttp2Stream, string>();
      const owner = streams.get(stream);
      const mates = [...streams].filter(([one]) => one !== stream);
      const own = mates.filter(([, whose]) => whose === owner);
      return { own: own.map(([one]) => one), others: own.length < mates.length };
    },
  };
}
