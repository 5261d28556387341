import type { GamedayPlan, GamedayRole, GamedayState } from "../domain/gameday.ts";
import { personKey } from "../domain/person-key.ts";
import { mayNotApprove } from "./approval.ts";

type Person = GamedayPlan["people"][number];

/** Names that are remembered, so that a client which invents them fills no memory. */
const mostPeople = 200;

interface Seen extends Person {
  last: number;
  here: boolean;
}

/** Who takes part, who is here, and who agreed. Names are the same whatever their case. */
export interface Roster {
  /** A sign of life. The person, if they were not here before. */
  beat(name: string, role: GamedayRole, t: number): Person | undefined;
  /** Those who gave no sign of life for too long, each once. */
  lapsed(t: number): readonly Person[];
  /** Somebody who may arm is here. */
  operated(): boolean;
  /** Why this person may not steer; undefined = they may. */
  mayNot(name: string, what: string): string | undefined;
  /** Counts each person once. Why not; undefined = counted, or counted before. */
  approve(name: string): string | undefined;
  readonly approvals: readonly string[];
  people(): GamedayState["people"];
}

const steering: ReadonlySet<GamedayRole> = new Set(["lead", "operator"]);

export function openRoster(planned: readonly Person[], lostAfter: number): Roster {
  const roles = new Map(planned.map((person) => [personKey(person.name), person]));
  const seen = new Map<string, Seen>();
  const approvals = new Map<string, string>();
  return {
    beat(name, role, t) {
      const key = personKey(name);
      const known = seen.get(key);
      const wasHere = known?.here === true;
      // Whoever has steered may do so again, whatever their console calls them.
      const unplanned = known && steering.has(known.role) ? known.role : role;
      const { name: called, role: as } = roles.get(key) ?? { name: name.trim(), role: unplanned };
      seen.delete(key);
      seen.set(key, { name: called, role: as, last: t, here: true });
      const [oldest] = seen.keys();
      if (seen.size > mostPeople && oldest !== undefined) seen.delete(oldest);
      return wasHere ? undefined : { name: called, role: as };
    },
    lapsed(t) {
      const gone = [...seen.values()].filter(({ here, last }) => here && t - last > lostAfter);
      for (const one of gone) one.here = false;
      return gone.map(({ name, role }) => ({ name, role }));
    },
    operated: () => [...seen.values()].some(({ here, role }) => here && steering.has(role)),
    mayNot(name, what) {
      const person = roles.get(personKey(name));
      if (name.trim() === "") return `Say who ${what}: everything here is done by name.`;
      if (person === undefined || steering.has(person.role)) return undefined;
      const who = planned.filter(({ role }) => steering.has(role)).map(({ name: one }) => one);
      return `${person.name} is here as ${person.role} and does not ${what}. Ask ${who.length > 0 ? who.join(" or ") : "an operator"}.`;
    },
    approve(name) {
      const not = mayNotApprove(name, planned);
      if (not !== undefined) return not;
      approvals.set(personKey(name), roles.get(personKey(name))?.name ?? name.trim());
      return undefined;
    },
    get approvals() {
      return [...approvals.values()];
    },
    people: () => {
      const others = [...seen].filter(([key]) => !roles.has(key)).map(([, person]) => person);
      return [
        ...[...roles].map(([key, { name, role }]) => ({ name, role, here: seen.get(key)?.here === true })),
        ...others.map(({ name, role, here }) => ({ name, role, here })),
      ];
    },
  };
}
