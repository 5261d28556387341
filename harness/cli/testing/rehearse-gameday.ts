import { z } from "zod";
import { exitCodes } from "../exit-codes.ts";
import { processIo } from "../process-io.ts";
import { main } from "../program.ts";

/** `npm run gameday:demo`: the rehearsal, its report, its faults as experiments, and what these make of both bundled agents. */
const plan = "experiments/gamedays/rehearsal.yaml";
const runs = "reports/runs/rehearsal";
const exported = `${runs}/experiments`;
const agents = ["fragile", "sturdy"] as const;

const verdictsIn = z.object({
  experiments: z.array(z.object({ title: z.string(), verdict: z.string() })),
});

const argv = process.argv.slice(2);
const io = processIo(argv);

async function rehearse(): Promise<number> {
  const attended = argv.includes("--attended");
  const led = await main(["gameday", plan, "--out", runs, ...(attended ? [] : ["--unattended"])], io);
  const told: readonly number[] = [exitCodes.held, exitCodes.broken, exitCodes.inconclusive, exitCodes.aborted];
  if (!told.includes(led)) return led;
  io.out("\nIts faults as experiments:\n");
  const written = await main(["gameday", "export", "latest", "--runs", runs, "--out", exported, "--force"], io);
  if (written !== exitCodes.held) return written;
  for (const agent of agents) {
    const target = `fixtures/agents/${agent}/target.yaml`;
    let text = "";
    await main(["run", exported, "--target", target, "--out", runs, "--format", "json", "-q"], {
      ...io,
      out: (more) => {
        text += more;
      },
    });
    const { experiments } = verdictsIn.parse(JSON.parse(text));
    io.out(`\nThe same faults at the ${agent} agent:\n`);
    for (const { verdict, title } of experiments) io.out(`  ${verdict.padEnd(12)} ${title}\n`);
  }
  return exitCodes.held;
}

process.exitCode = await rehearse();
