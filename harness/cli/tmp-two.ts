import { loadShipped, runInMemory } from "../testing/run-in-memory.ts";
const two = ["experiments/incorrect-response/stale-inside-the-agent.yaml", "experiments/single-point-of-failure/order-tools-fail-inside-the-agent.yaml"];
for (const name of ["fragile/inside/target", "sturdy/inside/target", "excuses/inside"]) {
  const loaded = await loadShipped(two, { target: `${import.meta.dirname}/../../fixtures/agents/${name}.yaml` });
  const { report } = await runInMemory(loaded);
  console.log(name, JSON.stringify(report.experiments.map(({ verdict, findings, evidence }) => [verdict, findings.map(({ code, evidence }) => [code, evidence[0]?.detail]), evidence.filter(({ conclusion }) => conclusion === "absent" || conclusion === "violated").map(({ id, reason }) => [id, reason])])));
  const calm = await runInMemory(loaded.map((e) => ({ ...e, cells: e.cells.map((c) => ({ ...c, method: [] })) })));
  console.log(name, "calm", calm.report.experiments.map(({ verdict }) => verdict));
}
process.exitCode = 0;
