import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { TargetRestarted } from "../domain/events.ts";
import { cli, project } from "../testing/child-cli.ts";
import { http, port, small } from "../testing/small-project.ts";

/** Writes down when it starts and what it is told; `leaving` says what it makes of SIGTERM. */
const agent = (leaving: string): string => `import { createServer } from "node:http";
import { appendFileSync } from "node:fs";
const note = (what) => appendFileSync("notes.txt", JSON.stringify({ what, at: Date.now() }) + "\\n");
note("up");
let working = 0;
process.on("SIGTERM", async () => {
  note("SIGTERM");
  ${leaving}
});
createServer(async (request, response) => {
  if (request.method === "GET") return response.end("ready");
  working += 1;
  const order = await fetch(process.env.ORDERS_URL + "/orders/1").catch(() => undefined);
  const answer = order?.ok ? "Your order is " + (await order.json()).status + "." : "The order service is unavailable.";
  response.setHeader("content-type", "application/json").end(JSON.stringify({ answer }));
  working -= 1;
}).listen(${port}, "127.0.0.1");
`;
const drains = `while (working > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  note("drained");
  process.exit(0);`;

async function restarted(leaving: string, settings: string) {
  using folder = project({
    ...small,
    ...http(agent(leaving)),
    "experiment.yaml": small["experiment.yaml"]
      .replace("target.yaml", "http.yaml")
      .replace("repeats: 3", "repeats: 1")
      .replace(
        "tasks: tasks.yaml",
        "tasks: { from: tasks.yaml, ids: [where] }\nafterwards: { tasks: { from: tasks.yaml, ids: [when] }, wait: 0s }",
      )
      .replace("  - inject: unavailable", `  - inject: target-restarts\n    when: { nth: 1 }\n    with: ${settings}`),
  });
  await cli(["run", "experiment.yaml", "-o", "runs"], folder.cwd);
  const events = folder.events();
  const notes = readFileSync(join(folder.cwd, "notes.txt"), "utf8")
    .trim()
    .split("\n")
    .map((line): { what: string; at: number } => JSON.parse(line));
  const answers = events.flatMap((event) =>
    event.type === "performance-ended" && event.trial.endsWith("/treatment") ? [event.answer ?? event.end] : [],
  );
  return {
    notes,
    answers,
    restarts: events.filter((event): event is TargetRestarted => event.type === "target-restarted"),
  };
}

const shipped = "Your order is shipped.";

it("lets an agent that is told to leave finish its work within the grace", async () => {
  const { notes, answers, restarts } = await restarted(drains, "{ signal: SIGTERM, moment: open, grace: 10s }");
  // For the control trial, which ends it; for the treatment trial, in which it is ended and comes back.
  const life = ["up", "SIGTERM", "drained"];
  expect(notes.map(({ what }) => what)).toEqual([...life, ...life, ...life]);
  expect(answers).toEqual([shipped, shipped]);
  expect(restarts).toMatchObject([{ ended: "exited with code 0" }]);
}, 60_000);

it("ends by force what does not leave within the grace, and keeps it away as long as is said", async () => {
  const { notes, answers, restarts } = await restarted(
    "",
    "{ signal: SIGTERM, moment: before, grace: 400ms, down: 700ms }",
  );
  const words = notes.map(({ what }) => what);
  expect(words).toEqual(["up", "SIGTERM", "up", "SIGTERM", "up", "SIGTERM"]);
  expect((notes[4]?.at ?? 0) - (notes[3]?.at ?? 0)).toBeGreaterThanOrEqual(1090);
  expect(restarts).toMatchObject([{ ended: "ended by SIGKILL" }]);
  expect(answers).toEqual([shipped, shipped]);
}, 60_000);
