import type { Reply } from "../../domain/call.ts";
import type { FaultContext } from "../../domain/fault.ts";

/** Lets a call be whose answer crosses on another request: what is said here would never be read. */
export function passed(forward: () => Promise<Reply>, context: FaultContext): Promise<Reply> {
  context.idle("the answer to this call crosses on another request, where it cannot be changed");
  return forward();
}
