import { describe, expect, it } from "vitest";
import { loadSystemMap } from "../../load/index.ts";
import { complaints, project } from "../../load/testing/project.ts";
import { bindingOf, callOf, requestOf } from "../testing/calls.ts";
import { httpJson } from "./index.ts";

const file = `openapi: 3.1.0
info: { title: Orders, version: "1" }
servers:
  - url: https://orders.test/api/v1
paths:
  /orders/{order_id}:
    get:
      operationId: getOrder
      responses:
        "200":
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Order" }
        default: { $ref: "#/components/responses/Error" }
  /orders/late:
    get: { operationId: lateOrders, responses: {} }
  /files/{name}.json:
    get: { responses: { 2XX: { content: { application/hal+json: { schema: { type: array } } } } } }
components:
  schemas:
    Order:
      type: object
      required: [id]
      properties: { id: { type: string }, parent: { $ref: "#/components/schemas/Order" } }
  responses:
    Error: { content: { application/json: { schema: { type: object } } } }
`;
const map = (openapi: string) => `dependencies:
  orders:
    boundary: tool
    protocol: http-json
    url: https://orders.test/api
    options: { openapi: ${openapi} }
`;
const registry = { faults: [], probes: [], protocols: [httpJson], checkPlaybook: () => [] };
const load = async (text: string) => {
  await using at = await project({
    "maps/system-map.yaml": map("../orders.openapi.yaml"),
    "orders.openapi.yaml": text,
  });
  return await loadSystemMap("maps/system-map.yaml", registry, at);
};
const mistakes = async (text: string, path = "./o.yaml") => {
  await using at = await project({ "map.yaml": map(path), "o.yaml": text });
  return await complaints(loadSystemMap("map.yaml", registry, at));
};

describe("a tool's OpenAPI document", () => {
  it("is read with the system map, and names the operations and their arguments", async () => {
    const [dependency] = (await load(file)).dependencies;
    const binding = bindingOf("https://orders.test/api", dependency?.options);
    expect(httpJson.operations?.(binding.options)?.toSorted()).toEqual([
      "GET /files/{name}.json",
      "getOrder",
      "lateOrders",
    ]);
    const read = (path: string, method = "GET") =>
      httpJson.decodeCall(requestOf(method, `https://orders.test/api${path}`), binding);
    expect(read("/v1/orders/TG-1?full=1")).toMatchObject({
      operation: "getOrder",
      payload: { request: { arguments: { order_id: "TG-1", full: "1" } } },
    });
    expect(read("/orders/late").operation).toBe("lateOrders");
    expect(read("/v1/files/a%20b.json")).toMatchObject({
      operation: "GET /files/{name}.json",
      payload: { request: { arguments: { name: "a b" } } },
    });
    expect(read("/elsewhere/7", "DELETE").operation).toBe("DELETE /elsewhere/:id");
  });

  it("declares what replies look like, references followed and circles cut", async () => {
    const [dependency] = (await load(file)).dependencies;
    const binding = bindingOf("https://orders.test/api", dependency?.options);
    const schema = (path: string, status: number) => {
      const draft = httpJson.decodeCall(requestOf("GET", `https://orders.test/api/v1${path}`), binding);
      return httpJson.responseSchema?.(callOf(draft, httpJson), binding, status);
    };
    expect(schema("/orders/TG-1", 200)).toEqual({
      type: "object",
      required: ["id"],
      properties: { id: { type: "string" }, parent: {} },
    });
    expect(schema("/orders/TG-1", 503)).toEqual({ type: "object" });
    expect(schema("/files/x.json", 201)).toEqual({ type: "array" });
    expect(schema("/orders/late", 200)).toBeUndefined();
    expect(schema("/elsewhere", 200)).toBeUndefined();
  });

  it.each([
    [
      "a file that is not there",
      file,
      "./p.yaml",
      /^map\.yaml:6:25 Cannot find the document of "openapi".*Did you mean ".\/o\.yaml"/,
    ],
    ["another version", 'swagger: "2.0"\n', "./o.yaml", /^o\.yaml:1:10 .*needs "openapi: 3\.0\.x"/],
    ["no paths", "openapi: 3.0.3\n", "./o.yaml", /^o\.yaml:1:1 There are no paths/],
    ["no YAML", "openapi: [\n", "./o.yaml", /^o\.yaml:\d+:\d+ Cannot read this as YAML/],
    [
      "a reference to nothing",
      file.replace("schemas/Order", "schemas/Oder"),
      "./o.yaml",
      /^o\.yaml:\d+:\d+ There is no "#\/components\/schemas\/Oder"/,
    ],
    [
      "an id twice",
      file.replace("lateOrders", "getOrder"),
      "./o.yaml",
      /^o\.yaml:16:25 .*GET \/orders\/\{order_id\} has the operationId "getOrder" already/,
    ],
    [
      "a path without its slash",
      file.replace("/orders/late:", "orders/late:"),
      "./o.yaml",
      /^o\.yaml:\d+:\d+ A path must begin/,
    ],
  ])("with %s is refused where it says so", async (_case, text, path, message) => {
    const said = await mistakes(text, path);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(message);
  });
});
