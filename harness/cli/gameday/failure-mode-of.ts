import type { FailureMode } from "../../domain/vocabulary.ts";

const slow = /latency|slow|hang|stall|trickle|timeout/;
const scarce = /throttled|quota|overloaded/;
const gone = /refused|reset|dns|unavailable|error|failure|down|restart|token|keys|session|html/;

/** What a fault's name says, for an exported experiment whose day has shown no weakness that would say it better. */
export function failureModeOf(fault: string): FailureMode {
  if (scarce.test(fault)) return "insufficient-capacity";
  if (slow.test(fault)) return "excessive-latency";
  if (gone.test(fault)) return "single-point-of-failure";
  return "incorrect-response";
}
