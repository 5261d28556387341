import { InvalidInput } from "../../domain/diagnostic.ts";
import type { GamedayPlan } from "../../domain/gameday.ts";
import { personKey } from "../../domain/person-key.ts";

/** @throws {InvalidInput} if the plan needs somebody who is not there, with all that it needs. */
export function refuseUnattended(plan: GamedayPlan, approvedBy: readonly string[]): void {
  const endless = plan.phases.filter((phase) => phase.for === undefined).map(({ name }) => name);
  const given = new Set(approvedBy.map(personKey)).size;
  const unarmed = plan.phases.flatMap(({ injections }) => injections.filter(({ starts }) => starts === "operator"));
  const said = [
    ...endless.map(
      (name) =>
        `Nobody would end the phase "${name}": give it "for", or leave --unattended out and end it in the console.`,
    ),
    ...(given < plan.approvals
      ? [
          `The plan asks for the approval of ${plan.approvals}, and ${given === 0 ? "nobody" : given} gave it. Name them: ${Array.from({ length: plan.approvals }, () => "--approve NAME").join(" ")}.`,
        ]
      : []),
  ].map((message) => ({ file: plan.file, message }));
  const idle = unarmed.map(({ injection }) => ({
    file: injection.at,
    message: `Nobody would arm "${injection.id}": give it "starts", such as 2s, or leave --unattended out.`,
  }));
  if (said.length + idle.length > 0) throw new InvalidInput([...said, ...idle]);
}
