import { expect, it } from "vitest";
import { project } from "../testing/child-cli.ts";
import { experiment } from "./experiment.ts";

it("goes on as long as somebody wants it, and not longer", async () => {
  using folder = project();
  const under = experiment("experiment.yaml", { cwd: folder.cwd });
  const [first, second] = [new AbortController(), new AbortController()];
  const asked = [under.run(first.signal), under.run(second.signal)];
  first.abort();
  expect((await asked[1])?.verdict).toBe("held");
  second.abort();
  expect(await under.run()).toBe(await asked[0]);

  const unwanted = experiment("experiment.yaml", { cwd: folder.cwd });
  const stopped = Promise.allSettled([unwanted.run(AbortSignal.abort()), unwanted.run(AbortSignal.abort())]);
  const again = unwanted.run();
  expect((await stopped).map((one) => one.status === "rejected" && String(one.reason))).toEqual([
    expect.stringContaining("was stopped"),
    expect.stringContaining("was stopped"),
  ]);
  expect((await again).verdict).toBe("held");
}, 60_000);
