import { type BoundDependency, dependencyTable } from "../../execute/dependency-table.ts";
import { findProtocol } from "../../protocols/index.ts";

const table = dependencyTable(
  {
    file: "map.yaml",
    allowHosts: [],
    dependencies: [
      {
        name: "dep",
        boundary: "model",
        protocol: "openai",
        url: "http://live.example",
        alsoAt: [],
        dimension: "foundation-model",
        options: {},
      },
    ],
  },
  findProtocol,
);

/** A model on a streaming wire, for what its protocol does to relayed bytes. */
export const anyModel: BoundDependency =
  table.named("dep") ??
  (() => {
    throw new Error("no dependency");
  })();
