import { defineFault } from "../../domain/fault.ts";
import { everywhere } from "../shared/boundaries.ts";
import { changeNext } from "../shared/next-event.ts";
import { interrupt } from "./interrupt.ts";
import { where as at, positioned } from "./position.ts";

export const duplicatedEvent = defineFault({
  name: "duplicated-event",
  summary:
    "One event in the middle of a stream comes twice: the last one before the position, or else the first of all.",
  boundaries: everywhere,
  params: positioned({}),
  streamsOnly: true,
  requires: () => ["stream"],
  describe: (position) => `the event ${at(position)} comes twice`,
  transmit: (pieces, call, context, position) =>
    interrupt(pieces, call, position, context, {
      async *streamed({ where, last, rest }) {
        if (last !== undefined) {
          context.note(`the last event came again ${where}`);
          yield last;
          yield* rest();
          return;
        }
        const doubled = yield* changeNext(rest(), (first) => {
          context.note("the first event came twice");
          return [first, first];
        });
        if (!doubled) context.idle(`no event came ${where}`);
      },
    }),
});
