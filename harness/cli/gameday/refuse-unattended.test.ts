import { expect, it } from "vitest";
import { InvalidInput } from "../../domain/diagnostic.ts";
import { fakePlan, planned } from "../../testing/fake-gameday.ts";
import { refuseUnattended } from "./refuse-unattended.ts";

const refused = (...given: Parameters<typeof refuseUnattended>): readonly string[] => {
  try {
    refuseUnattended(...given);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.message.split("\n");
    throw error;
  }
};

it("says everything at once that only people would do, and where", () => {
  const phases = [
    { name: "storm", injections: [planned("timed", 2000), planned("by-hand")] },
    { name: "after", for: 1000, injections: [planned("later")] },
  ];
  expect(refused(fakePlan({ phases, approvals: 2 }), ["Ada", " ada "])).toEqual([
    expect.stringMatching(/^plan\.yaml Nobody would end the phase "storm"/),
    expect.stringMatching(/^plan\.yaml The plan asks for the approval of 2, and 1 gave it/),
    'method.yaml:1:1 Nobody would arm "by-hand": give it "starts", such as 2s, or leave --unattended out.',
    'method.yaml:1:1 Nobody would arm "later": give it "starts", such as 2s, or leave --unattended out.',
  ]);
});

it("takes a plan that goes on by itself, with what is only at hand", () => {
  const phases = [{ name: "storm", for: 9000, injections: [planned("timed", 2000)] }];
  expect(refused(fakePlan({ phases, atHand: [planned("spare")] }), [])).toEqual([]);
});
