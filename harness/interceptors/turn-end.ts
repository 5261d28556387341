import type { Socket } from "node:net";

// Taken at load: a virtual clock leaves it alone.
const afterTurn = setImmediate;
/** So many wait for each other at the most: the first of them should not be late for the sake of the last. */
const most = 16;
let waiting: Socket[] = [];
let due = false;

/**
 * What is written to a socket from now on goes out when the turn of the event loop is over, in one piece, and side by side with
 * what goes to others. To write to a client that sleeps wakes its processor, which can cost as much as everything else that is
 * done for a call; to write to several at once wakes it once.
 */
export function holdUntilTurnEnds(socket: Socket): void {
  if (waiting.length >= most) release();
  socket.cork();
  waiting.push(socket);
  if (due) return;
  due = true;
  afterTurn(() => {
    due = false;
    release();
  });
}

function release(): void {
  const sockets = waiting;
  waiting = [];
  for (const socket of sockets) socket.uncork();
}
