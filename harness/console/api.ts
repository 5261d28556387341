import type { z } from "zod";
import type { GamedayControl, GamedayRole, LiveRadius, Refused } from "../domain/gameday.ts";
import { personKey } from "../domain/person-key.ts";
import type { View } from "./access.ts";
import { bodies, mistakes } from "./bodies.ts";
import { Refusal } from "./refusal.ts";

type Body<K extends keyof typeof bodies> = z.infer<(typeof bodies)[K]>;
type Answer = Refused | undefined;

export const actions = Object.keys(bodies) as (keyof typeof bodies)[];

/** What observers may do. */
const open: ReadonlySet<string> = new Set(["annotate", "heartbeat"]);

/** Absent and undefined are not the same to a plan. */
const said = <T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

const radiusOf = (given: Body<"change">["radius"] | undefined): Partial<LiveRadius> => said(given ?? {});

const perform: { readonly [K in keyof typeof bodies]: (control: GamedayControl, body: Body<K>, view: View) => Answer } =
  {
    arm: (control, { injection, by, radius }) =>
      radius ? control.arm(injection, by, radiusOf(radius)) : control.arm(injection, by),
    change: (control, { injection, by, radius }) => control.change(injection, by, radiusOf(radius)),
    disarm: (control, { injection, by }) => control.disarm(injection, by),
    halt(control, { by, reason }) {
      control.halt(by, reason);
      return undefined;
    },
    release: (control, { by }) => control.release(by),
    next: (control, { by }) => control.next(by),
    annotate(control, note, view) {
      const taken = view === "observer" ? takenBy(control, note.by) : undefined;
      return taken ?? control.annotate(said(note));
    },
    check: (control, { item, done, by }) => control.check(item, done, by),
    approve: (control, { by }) => control.approve(by),
    heartbeat(control, { by, role }, view) {
      const taken = view === "observer" ? takenBy(control, by) : undefined;
      if (taken) return taken;
      control.heartbeat(by, roleIn(view, role));
      return undefined;
    },
  };

/** Whoever holds the observers' link is one, whatever they say. */
const roleIn = (view: View, role: GamedayRole): GamedayRole => (view === "observer" ? "observer" : role);

/** An observer may not speak in the name of somebody at the controls. */
function takenBy(control: GamedayControl, name: string): Refused | undefined {
  const bearer = control.state().people.find((person) => personKey(person.name) === personKey(name));
  return bearer === undefined || bearer.role === "observer"
    ? undefined
    : { refused: `${bearer.name} is the ${bearer.role}'s name at this game day. Choose another.` };
}

export const isAction = (name: string): name is keyof typeof bodies => Object.hasOwn(bodies, name);

/**
 * Does what was asked.
 * @throws {Refusal} 400 if the body is not what it must be, 403 if an observer may not, 409 if it cannot be done now.
 */
export function act<K extends keyof typeof bodies>(control: GamedayControl, name: K, given: unknown, view: View): void {
  if (view === "observer" && !open.has(name))
    throw new Refusal(403, `Observers may watch and annotate, not ${name}. Ask an operator.`);
  const body = bodies[name].safeParse(given);
  if (!body.success) throw new Refusal(400, mistakes(body.error));
  const refused = perform[name](control, body.data as Body<K>, view);
  if (refused) throw new Refusal(409, refused.refused);
}
