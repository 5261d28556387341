import type { Call } from "../../domain/call.ts";
import type { FaultContext } from "../../domain/fault.ts";
import type { Frame, Piece } from "../../domain/wire.ts";
import { Tap } from "../shared/tap.ts";
import { meterOf } from "./meter.ts";
import { describePosition, type Positions, positionOf } from "./position.ts";

interface Struck {
  /** `after 3 content events`: how much has really passed. */
  readonly where: string;
  /** The last event that has passed, keep-alives aside. */
  readonly last: Frame | undefined;
  /** What has not been sent. */
  rest(): AsyncIterable<Piece>;
}

interface Strikes {
  /** The fault goes on in the middle of an event without breaking it by what it sends itself. */
  readonly splits?: boolean;
  /** In the middle of a stream. */
  streamed(struck: Struck): AsyncIterable<Piece>;
  /** The body is in one piece; positions in bytes and in time are found in it as in a stream. */
  whole?(frame: Frame, rest: () => AsyncIterable<Piece>): AsyncIterable<Piece>;
}

/** Passes a body on up to a position, then lets a fault continue it. */
export async function* interrupt(
  pieces: AsyncIterable<Piece>,
  call: Call,
  given: Positions,
  context: FaultContext,
  { splits = false, streamed, whole }: Strikes,
): AsyncGenerator<Piece> {
  const position = positionOf(given);
  const { by, n } = position;
  const tap = new Tap(pieces);
  const meter = meterOf(position, context, splits);
  const alarm = by === "time" && n > 0 ? setAlarm(n, context) : undefined;
  const where = (): string => describePosition({ by, n: meter.passed() });
  try {
    const point = yield* tap.until({
      meter,
      countWhole: whole !== undefined && (by === "bytes" || by === "time"),
      surelyStream: call.stream,
      ...(alarm ? { alarm: alarm.rings } : {}),
    });
    alarm?.stop();
    if (point.at === "over") {
      context.idle(`the ${call.stream ? "stream" : "body"} ended ${where()}`);
    } else if (point.at === "position") {
      yield* streamed({ where: where(), last: tap.last, rest: () => tap.rest() });
    } else if (whole === undefined) {
      context.idle("the reply was not streamed");
      yield point.frame;
      yield* tap.rest();
    } else {
      yield* whole(point.frame, () => tap.rest());
    }
  } finally {
    alarm?.stop();
    await tap.close();
  }
}

function setAlarm(ms: number, { clock, signal }: FaultContext): { rings: Promise<"rings">; stop(): void } {
  const over = new AbortController();
  const rings = clock.sleep(ms, AbortSignal.any([signal, over.signal])).then(() => "rings" as const);
  // An alarm that is no longer waited for goes off unheard.
  rings.catch(() => undefined);
  return { rings, stop: () => over.abort() };
}
