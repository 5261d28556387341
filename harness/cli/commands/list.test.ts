import { describe, expect, it } from "vitest";
import { cliHere, project } from "../../testing/child-cli.ts";

describe("list with names", () => {
  it.each([
    [["faults", "cut-stream"], /^cut-stream .*afterTime.*how +"reset"/s],
    [["protocols", "bedrock"], /^bedrock .*inside a stream +throttled.*hollow successes +no-answer.*checksum/s],
    [
      ["findings", "retry-storm"],
      /^retry-storm \(high; insufficient-capacity, orchestration\): .*how to mend it .*explains .*no-backoff/s,
    ],
    [["faults", "timeout-after-commit"], /as +"hang" .*`hang`, +`gateway-timeout`, +`reset`/s],
    [["probes", "harmful-rate"], /^harmful-rate \(share\): /],
  ])("shows one in detail: %s", async (words, shown) => {
    using folder = project({});
    const { code, stdout } = await cliHere(["list", ...words], folder.cwd);
    expect([code, stdout]).toEqual([0, expect.stringMatching(shown)]);
  });

  it("says that there is none, and which was meant", async () => {
    using folder = project({});
    const { code, stderr } = await cliHere(["list", "protocols", "bedrok"], folder.cwd);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean "bedrock"?')]);
  });

  it.each([
    [["list", "protcols"], 'Did you mean "protocols"?'],
    [["report", "--format", "marktdown"], 'Did you mean "markdown"?'],
    [["run", "--format", "marktdown"], 'Did you mean "markdown"?'],
    [["report", "--format", "toString"], "Known formats: terminal, "],
  ])("suggests a word that was mistyped: %j", async (words, said) => {
    using folder = project({});
    const { code, stderr } = await cliHere(words, folder.cwd);
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  });
});
