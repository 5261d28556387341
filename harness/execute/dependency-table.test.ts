import { describe, expect, it } from "vitest";
import type { Protocol } from "../domain/protocol.ts";
import type { Dependency, SystemMap } from "../domain/system-map.ts";
import { dependencyTable, isLoopback } from "./dependency-table.ts";

const protocol = { name: "any" } as Protocol;
const dependency = (name: string, url: string, alsoAt: string[] = []): Dependency => ({
  name,
  boundary: "tool",
  protocol: "any",
  url,
  alsoAt,
  dimension: "tools",
  options: {},
});
const map = (...dependencies: Dependency[]): SystemMap => ({ file: "map.yaml", dependencies, allowHosts: [] });

describe("the dependency table", () => {
  const table = dependencyTable(
    map(
      dependency("api", "http://shop.test"),
      dependency("billing", "http://shop.test/billing"),
      dependency("model", "https://api.openai.com/v1", ["https://eu.api.openai.com/v1"]),
      dependency("secure", "https://secure.test:443"),
      dependency("plain", "http://plain.test:80/a"),
    ),
    () => protocol,
  );

  it.each([
    ["http://shop.test/orders/1", "api"],
    ["http://shop.test", "api"],
    ["http://SHOP.test/orders?x=1", "api"],
    ["http://shop.test/billing/7", "billing"],
    ["http://shop.test/billings", "api"],
    ["http://shop.test/billing:pay", "billing"],
    ["http://shop.test:8080/orders/1", undefined],
    ["https://api.openai.com/v1/chat/completions", "model"],
    ["https://eu.api.openai.com/v1/chat/completions", "model"],
    ["https://api.openai.com/v2/chat", undefined],
    ["http://shop.test.evil.com/", undefined],
    ["http://shop.test:80/orders/1", "api"],
    ["https://secure.test:443/x", "secure"],
    ["https://SECURE.test:443", "secure"],
    ["https://secure.test/x", "secure"],
    ["https://secure.test:8443/x", undefined],
    ["http://secure.test:443/x", undefined],
    ["http://plain.test:80/a?x=1", "plain"],
    ["http://plain.test/a/b", "plain"],
    ["http://plain.test:8080/a", undefined],
  ])("%s is a call to %s", (url, name) => {
    expect(table.find(url)?.dependency.name).toBe(name);
  });

  it("binds a further address by itself, so that paths are read from it", () => {
    expect(table.find("https://eu.api.openai.com/v1/x")?.binding.url).toBe("https://eu.api.openai.com/v1");
  });
});

it.each([
  ["http://127.0.0.1:80/", true],
  ["http://127.9.9.9/", true],
  ["http://localhost:1/", true],
  ["http://a.localhost/", true],
  ["http://[::1]:1/", true],
  ["http://10.0.0.1/", false],
  ["http://127.0.0.1.evil.com/", false],
  ["http://localhost.evil.com/", false],
])("%s is loopback: %s", (url, expected) => {
  expect(isLoopback(url)).toBe(expected);
});
