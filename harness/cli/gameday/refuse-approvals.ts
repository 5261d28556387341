import { InvalidInput } from "../../domain/diagnostic.ts";
import type { GamedayPlan } from "../../domain/gameday.ts";
import { mayNotApprove } from "../../gameday/index.ts";

/** @throws {InvalidInput} if somebody is said to agree who cannot, with all who cannot. */
export function refuseApprovals({ file, people }: GamedayPlan, approvedBy: readonly string[]): void {
  const said = approvedBy.flatMap((name) => {
    const not = mayNotApprove(name, people);
    return not === undefined ? [] : [{ file, message: `Cannot take --approve "${name}". ${not}` }];
  });
  if (said.length > 0) throw new InvalidInput(said);
}
