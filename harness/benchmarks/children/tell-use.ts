import { writeFileSync } from "node:fs";

/** Loaded into a command before anything else: tells at its end what it has taken, which nobody else is told. */
const file = process.env["BENCH_TELL"];
process.on("exit", () => {
  if (file === undefined) return;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(file, JSON.stringify({ peakRss: maxRSS * 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }));
});
