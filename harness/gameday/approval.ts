import type { GamedayPlan } from "../domain/gameday.ts";
import { personKey } from "../domain/person-key.ts";
import { actsAsPlan, planActor } from "../domain/plan-actor.ts";

/** Why this person's consent does not count; undefined = it does. */
export function mayNotApprove(name: string, people: GamedayPlan["people"]): string | undefined {
  if (name.trim() === "") return "Say who agrees: an approval has a name.";
  if (actsAsPlan(name)) return `What the plan does by itself is put down to "${planActor}": no person has this name.`;
  const person = people.find((one) => personKey(one.name) === personKey(name));
  if (person?.role === "observer") return `${person.name} is an observer, and observers do not approve.`;
  if (person === undefined && people.length > 0)
    return `${name} is not among the people of the plan: ${people.map((one) => one.name).join(", ")}.`;
  return undefined;
}
