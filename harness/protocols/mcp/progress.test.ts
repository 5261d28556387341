import { describe, expect, it } from "vitest";
import { eventFrame } from "../shared/sse.ts";
import { noNews } from "./progress.ts";

const told = (params: unknown) =>
  eventFrame("message", { jsonrpc: "2.0", method: "notifications/progress", params }, "content");
const paramsOf = (message: unknown) => (message as { params: { progress: number; total?: number } }).params;

describe("progress without news", () => {
  it.each([
    [undefined, 0, 1],
    [{ progressToken: "t", progress: 3, total: 5 }, 3, 4],
    [{ progressToken: "t", progress: 0.25, total: 1 }, 0.25, 0.26],
    [{ progressToken: "t", progress: 4.9, total: 5 }, 4.9, 5],
    [{ progressToken: "t", progress: 1e9 }, 1e9, 1e9 + 1],
    // A server that counts on past its own total.
    [{ progressToken: "t", progress: 7, total: 5 }, 7, 8],
  ])("after %j increases for a whole day, and stays below what comes next", (last, from, below) => {
    const said = Array.from({ length: 2880 }, (_, at) => paramsOf(noNews("t", last && told(last), at + 1)));
    let before = from;
    for (const { progress } of said) {
      expect(progress).toBeGreaterThan(before);
      before = progress;
    }
    expect(before).toBeLessThan(below);
    expect(said[0]?.total).toBe(last && "total" in last ? last.total : undefined);
  });

  it("begins anew after an event that says nothing, as streams that can be resumed begin with", () => {
    const primer = { bytes: new TextEncoder().encode("id: 1\ndata:\n\n"), mark: "content" } as const;
    expect(paramsOf(noNews("t", primer, 1)).progress).toBeGreaterThan(0);
  });

  it("is a log line for clients that asked for none, and where it is not known how far the work was", () => {
    const log = { method: "notifications/message", params: { level: "debug" } };
    expect(noNews(undefined, undefined, 1)).toMatchObject(log);
    expect(noNews("t", told({ progressToken: "other", progress: 3 }), 1)).toMatchObject(log);
  });
});
