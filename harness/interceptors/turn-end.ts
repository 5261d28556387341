import type { Socket } from "node:net";

// Taken at load: a virtual clock leaves both alone.
const afterTurn = setImmediate;
const now = performance.now.bind(performance);
/** So many wait for each other at the most: the first of them should not be late for the sake of the last. */
const most = 16;
/** Milliseconds for which the next requests are awaited awake when several were answered in one turn. */
const lookOut = 0.1;
let waiting: Socket[] = [];
let due = false;
let released = 0;
let until = 0;

/**
 * What is written to a socket from now on goes out when the turn of the event loop is over, in one piece, and side by side with
 * what goes to others. To write to a client that sleeps wakes its processor, which can cost as much as everything else that is
 * done for a call; to write to several at once wakes it once. Nor does the gateway fall asleep at once under load: to be woken costs
 * as much.
 */
export function holdUntilTurnEnds(socket: Socket): void {
  if (waiting.length >= most) release();
  socket.cork();
  waiting.push(socket);
  released += 1;
  if (due) return;
  due = true;
  afterTurn(turnEnds);
}

function turnEnds(): void {
  if (waiting.length > 0) {
    release();
    until = released > 1 ? now() + lookOut : 0;
    released = 0;
  }
  if (now() < until) afterTurn(turnEnds);
  else due = false;
}

function release(): void {
  const sockets = waiting;
  waiting = [];
  for (const socket of sockets) socket.uncork();
}
