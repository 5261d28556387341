import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gatewayPath, readGatewayPath } from "./gateway-path.ts";
import { decodeScope, encodeScope, scopeFromBaggage } from "./scope.ts";

const name = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => text.isWellFormed());
const scope = fc.record({ trial: name, performance: name }, { requiredKeys: ["trial"] });

describe("gateway addresses", () => {
  it("carry any scope and dependency there and back, through URL parsing too", () => {
    fc.assert(
      fc.property(scope, name, (given, dependency) => {
        // URL parsers remove dot segments, encoded or not; no trial or dependency is called that.
        fc.pre(!/^\.{1,2}$/.test(dependency) && !/^\.{1,2}$/.test(given.trial));
        const { pathname, search } = new URL(`http://127.0.0.1:1${gatewayPath(given, dependency)}/v1/chat?a=b%2Fc`);
        expect(readGatewayPath(pathname + search)).toEqual({ scope: given, dependency, rest: "/v1/chat?a=b%2Fc" });
        expect(decodeScope(encodeScope(given))).toEqual(given);
      }),
    );
  });

  it.each([
    ["/t/a/dep", ""],
    ["/t/a/dep/", "/"],
    ["/t/a/dep?q=1", "?q=1"],
    ["/t/a/dep//x", "//x"],
  ])("%s has the rest %j", (path, rest) => {
    expect(readGatewayPath(path)).toEqual({ scope: { trial: "a" }, dependency: "dep", rest });
  });

  it.each(["/", "/t", "/t/a", "/t//dep", "/x/a/dep", "/t/%/dep", "/t/a/%zz", "/t/a;q=1/dep", "/t/a;p=1;p=2/dep", "*"])(
    "%s is none",
    (path) => {
      expect(readGatewayPath(path)).toBeUndefined();
    },
  );

  it("reads W3C baggage among other members", () => {
    const baggage = "user=1 , brownout.trial=a%2Fb;prop=1,brownout.performance = a%2Fb~c, brownout.trials=x";
    expect(scopeFromBaggage(baggage)).toEqual({ trial: "a/b", performance: "a/b~c" });
    expect(scopeFromBaggage("brownout.performance=%E0%A4%A")).toEqual({});
    expect(scopeFromBaggage(undefined)).toEqual({});
  });
});
