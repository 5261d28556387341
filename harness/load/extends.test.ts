import { expect, test } from "vitest";
import { loadSystemMap } from "./index.ts";
import { complaints, project } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

const tool = (url: string): string => `{ boundary: tool, protocol: http-tool, url: "${url}" }`;

test("a system map takes from another what it does not name itself", async () => {
  await using at = await project({
    "base/map.yaml": `dependencies:\n  orders: ${tool("http://orders.test")}\n  stock: ${tool("http://stock.test")}\nmocks: ./world.ts\nallowHosts: [a.test]\n`,
    "base/world.ts": "",
    "own.yaml": `extends: base/map.yaml\ndependencies:\n  orders: ${tool("http://other.test")}\nallowHosts: [b.test]\n`,
  });
  const map = await loadSystemMap("own.yaml", registry, at);
  expect(map.dependencies.map(({ name, url }) => [name, url])).toEqual([
    ["orders", "http://other.test"],
    ["stock", "http://stock.test"],
  ]);
  expect(map.mocks).toMatch(/base.world\.ts$/);
  expect(map.allowHosts).toEqual(["a.test", "b.test"]);
});

test("maps that extend each other, one that is not there, and an address twice are told", async () => {
  await using at = await project({
    "a.yaml": "extends: b.yaml\ndependencies: {}\n",
    "b.yaml": "extends: a.yaml\ndependencies: {}\n",
    "c.yaml": "extends: nowhere.yaml\ndependencies: {}\n",
    "d.yaml": `dependencies: { orders: ${tool("http://orders.test")} }\n`,
    "e.yaml": `extends: d.yaml\ndependencies:\n  again: ${tool("http://orders.test")}\n`,
    "f.yaml": `extends: d.yaml\ndependencies:\n  again: ${tool("http://Orders.test:80/")}\n`,
  });
  expect((await complaints(loadSystemMap("a.yaml", registry, at))).join()).toMatch(
    /^a\.yaml:1:10 .*cannot extend itself/,
  );
  expect((await complaints(loadSystemMap("c.yaml", registry, at))).join()).toMatch(/^c\.yaml:1:10 Cannot find/);
  for (const same of ["e.yaml", "f.yaml"])
    expect((await complaints(loadSystemMap(same, registry, at))).join()).toMatch(/:3:.*"orders" has the address/);
});

test("what a dependency stands in for must be another one of the map, or of that which it extends", async () => {
  const standing = (url: string, names: string): string => tool(url).replace(" }", `, standsInFor: ${names} }`);
  await using at = await project({
    "base.yaml": `dependencies:\n  orders: ${tool("http://orders.test")}\n`,
    "good.yaml": `extends: base.yaml\ndependencies:\n  archive: ${standing("http://a.test", "orders")}\n`,
    "bad.yaml": `extends: base.yaml\ndependencies:\n  archive: ${standing("http://a.test", "[oders, archive]")}\n`,
  });
  expect((await loadSystemMap("good.yaml", registry, at)).dependencies[0]?.standsInFor).toEqual(["orders"]);
  expect(await complaints(loadSystemMap("bad.yaml", registry, at))).toEqual([
    expect.stringMatching(/^bad\.yaml:3:.* no dependency "oders" .* Did you mean "orders"\?$/),
    expect.stringMatching(/^bad\.yaml:3:.*"archive" cannot stand in for itself\.$/),
  ]);
});
