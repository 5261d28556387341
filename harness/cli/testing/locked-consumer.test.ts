import { expect, it } from "vitest";
import { lockedConsumer } from "./locked-consumer.ts";

const manifest = { version: "2.0.0", bin: { brownout: "main.js" }, dependencies: { one: "1.0.0" } };

it("has what is declared, nearest first, and nothing else", () => {
  const packages = {
    "node_modules/one": { dependencies: { two: "^1.0.0" }, dev: true },
    "node_modules/one/node_modules/two": {
      peerDependencies: { three: "*", four: "*" },
      peerDependenciesMeta: { four: { optional: true } },
    },
    "node_modules/two": {},
    "node_modules/three": { optionalDependencies: { one: "*" } },
    "node_modules/four": {},
  };
  const { "package-lock.json": lock, "package.json": project } = lockedConsumer(manifest, packages, "../b.tgz");
  expect(Object.keys(lock.packages).sort()).toEqual([
    "",
    "node_modules/brownout",
    "node_modules/one",
    "node_modules/one/node_modules/two",
    "node_modules/three",
  ]);
  expect(lock.packages).toMatchObject({
    "node_modules/brownout": { version: "2.0.0", resolved: "file:../b.tgz", dependencies: { one: "1.0.0" } },
    "node_modules/one": { dependencies: { two: "^1.0.0" } },
  });
  expect(lock.packages).not.toHaveProperty(["node_modules/one", "dev"]);
  expect(project.dependencies).toEqual({ brownout: "file:../b.tgz" });
});

it("names what is not locked, and who needs it", () => {
  expect(() => lockedConsumer(manifest, {}, "b.tgz")).toThrow("has no one, which the package needs");
  const packages = { "node_modules/one": { dependencies: { two: "^1.0.0" } } };
  expect(() => lockedConsumer(manifest, packages, "b.tgz")).toThrow("has no two, which node_modules/one needs");
});
