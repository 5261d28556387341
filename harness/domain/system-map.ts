import type { Boundary, RiskDimension } from "./vocabulary.ts";

/** Something that the target needs, by the user's name for it. */
export interface Dependency {
  readonly name: string;
  readonly boundary: Boundary;
  readonly protocol: string;
  /** It lives in the agent's own process: its results are seen, and changed, in what the agent asks a model. */
  readonly via?: "context";
  /**
   * Base address as the agent would call it in production, without a trailing slash. `stdio://name`: a server that the agent
   * starts itself, through `brownout mcp`. `context://name`: it has none.
   */
  readonly url: string;
  /** Further addresses of the same dependency. */
  readonly alsoAt: readonly string[];
  /** The environment variable through which the agent is told the address, if it reads one. */
  readonly env?: string;
  readonly dimension: RiskDimension;
  /** Absolute path of the documents behind a retrieval dependency. */
  readonly corpus?: string;
  /** What its tokens cost, per million, in whatever currency; a cache read costs as much as any input where it is left out. */
  readonly prices?: {
    readonly input: number;
    readonly output: number;
    readonly cacheRead?: number;
    readonly cacheWrite?: number;
  };
  /** Names of dependencies whose work it can do when they are gone. */
  readonly standsInFor?: readonly string[];
  /** How long it usually takes, in ms (the median). Stand-ins take that long on virtual time, where it costs nothing. */
  readonly latency?: number;
  /** Settings of the protocol: operations, field mapping, … */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The target's dependencies and what stands in for them. */
export interface SystemMap {
  readonly file: string;
  readonly dependencies: readonly Dependency[];
  /** Absolute path of the module with the user's MSW handlers. */
  readonly mocks?: string;
  /** Hosts that may really be called, by name. Everything else but loopback is blocked. */
  readonly allowHosts: readonly string[];
}

/** A server behind standard streams has no address of its own: whoever started it tells where it is. */
export const isStdio = (url: string): boolean => url.startsWith("stdio:");

/** The variable that tells `brownout mcp` where the calls of each such server go: a JSON object, address by dependency. */
export const stdioVariable = "BROWNOUT_MCP";
/** The header in which it says, with each call, where the server itself is. */
export const upstreamHeader = "x-brownout-upstream";
