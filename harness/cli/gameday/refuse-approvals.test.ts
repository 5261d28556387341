import { expect, it } from "vitest";
import { fakePlan } from "../../testing/fake-gameday.ts";
import { refuseApprovals } from "./refuse-approvals.ts";

const plan = fakePlan({
  people: [
    { name: "Ada", role: "lead" },
    { name: "Olga", role: "observer" },
  ],
});

it("names everybody who is said to agree and cannot, at once", () => {
  const refuse = (): void => refuseApprovals(plan, ["Ada", "Olga", "Mallory", " ", "Plan"]);
  for (const words of [
    /"Olga".*observers do not approve/,
    /"Mallory".*not among the people of the plan: Ada, Olga/,
    /Say who agrees/,
    /"Plan".*no person has this name/,
  ])
    expect(refuse).toThrow(words);
  expect(refuse).not.toThrow(/"Ada"/);
});

it("takes those of the plan whatever their case, and anybody where the plan names nobody", () => {
  expect(() => refuseApprovals(plan, ["ada"])).not.toThrow();
  expect(() => refuseApprovals({ ...plan, people: [] }, ["Mallory"])).not.toThrow();
});
