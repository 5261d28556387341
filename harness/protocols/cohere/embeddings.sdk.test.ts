import { CohereClient, CohereClientV2 } from "cohere-ai";
import { describe, expect, it } from "vitest";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../testing/calls.ts";
import { type Loopback, loopback } from "../testing/loopback.ts";
import { cohereEmbeddings } from "./index.ts";

const clientOf = ({ url }: Loopback): CohereClientV2 => new CohereClientV2({ token: "k", baseUrl: url });

describe("embeddings of version 1", () => {
  const vectors = [[0.5, -0.5]];
  const embedder = (): Promise<Loopback> =>
    loopback(cohereEmbeddings, () => ({ kind: "answer", payload: { kind: "embedding", result: { vectors } } }));
  const firstOf = ({ url }: Loopback): CohereClient => new CohereClient({ token: "k", environment: url });

  it("stand bare where no types are asked for, from a model that need not be named", async () => {
    await using server = await embedder();
    const found = await firstOf(server).embed({ texts: ["one"] });
    expect(found).toMatchObject({ responseType: "embeddings_floats", embeddings: vectors, texts: ["one"] });
    expect(found.meta?.apiVersion?.version).toBe("1");
    expect(server.drafts[0]?.payload).toMatchObject({ request: { model: "embed-english-v2.0", dimensions: 4096 } });
  });

  it("come by type where types are", async () => {
    await using server = await embedder();
    const found = await firstOf(server).embed({
      texts: ["one"],
      model: "embed-v4.0",
      inputType: "search_query",
      embeddingTypes: ["float"],
    });
    expect(found).toMatchObject({ responseType: "embeddings_by_type", embeddings: { float: vectors } });
  });

  it("are read from a live service, bare ones too", () => {
    const request = requestOf("POST", "https://api.cohere.com/v1/embed", { texts: ["one"] });
    const draft = cohereEmbeddings.decodeCall(request, bindingOf("https://api.cohere.com"));
    const bytes = new TextEncoder().encode(JSON.stringify({ id: "1", texts: ["one"], embeddings: vectors }));
    const read = cohereEmbeddings.decodeReply(
      callOf(draft, cohereEmbeddings),
      { status: 200, headers: {}, bytes },
      bindingOf("https://api.cohere.com"),
    );
    expect(read).toEqual({ kind: "embedding", result: { vectors } });
  });
});

describe("embeddings", () => {
  const vectors = [
    [0.5, -0.5, 0.25, 0, 1, -1, 0.125, -0.25],
    [-1, 1, 1, 1, 1, 1, 1, 1],
  ];
  const embedder = (): Promise<Loopback> =>
    loopback(cohereEmbeddings, () => ({ kind: "answer", payload: { kind: "embedding", result: { vectors } } }));
  const ask = { model: "embed-v4.0", inputType: "search_document" as const, texts: ["one", "two"] };

  it("come in every type that was asked for, and in no other", async () => {
    await using server = await embedder();
    const embeddingTypes = ["int8", "uint8", "binary", "ubinary", "base64"] as const;
    const { embeddings } = await clientOf(server).embed({ ...ask, embeddingTypes: [...embeddingTypes] });
    expect(Object.keys(embeddings).toSorted()).toEqual([...embeddingTypes].toSorted());
    expect(embeddings.int8?.[0]).toEqual([64, -63, 32, 0, 127, -127, 16, -32]);
    expect(embeddings.uint8?.[0]).toEqual([192, 65, 160, 128, 255, 1, 144, 96]);
    expect(embeddings.ubinary).toEqual([[0b1010_1010], [0b0111_1111]]);
    expect(embeddings.binary).toEqual([[0b1010_1010 - 128], [0b0111_1111 - 128]]);
    const floats = Buffer.from(embeddings.base64?.[0] ?? "", "base64");
    expect(Array.from({ length: floats.length / 4 }, (_, at) => floats.readFloatLE(at * 4))).toEqual(vectors[0]);
  });

  it.each([
    ["float", vectors],
    ["base64", vectors],
    [
      "int8",
      [
        [64, -63, 32, 0, 127, -127, 16, -32],
        [-127, ...new Array(7).fill(127)],
      ],
    ],
    [
      "uint8",
      [
        [64, -63, 32, 0, 127, -127, 16, -32],
        [-127, ...new Array(7).fill(127)],
      ],
    ],
    [
      "binary",
      [
        [1, -1, 1, -1, 1, -1, 1, -1],
        [-1, 1, 1, 1, 1, 1, 1, 1],
      ],
    ],
    [
      "ubinary",
      [
        [1, -1, 1, -1, 1, -1, 1, -1],
        [-1, 1, 1, 1, 1, 1, 1, 1],
      ],
    ],
  ] as const)("of the type %s are read back from a relayed reply", async (type, expected) => {
    const body = { model: "embed-v4.0", input_type: "search_document", texts: ["one", "two"], embedding_types: [type] };
    const binding = bindingOf("https://api.cohere.com");
    const draft = cohereEmbeddings.decodeCall(requestOf("POST", "https://api.cohere.com/v2/embed", body), binding);
    const call = callOf(draft, cohereEmbeddings);
    const answered = { kind: "answer", payload: { kind: "embedding", result: { vectors } } } as const;
    const wire = await joined(cohereEmbeddings.encodeReply(call, answered, binding, encodeContext()));
    const read = cohereEmbeddings.decodeReply(call, wire, binding);
    expect(read).toMatchObject({ kind: "embedding", result: { vectors: expected } });
  });

  it("are of images, too, each another input and billed as images", async () => {
    await using server = await embedder();
    const images = ["data:image/png;base64,AAAA", "data:image/png;base64,BBBB"];
    const response = await clientOf(server).embed({ model: "embed-v4.0", inputType: "image", images });
    expect(response.embeddings.float).toEqual(vectors);
    expect(response.texts).toEqual([]);
    expect(response.meta?.billedUnits).toEqual({ images: 2 });
    const payload = server.drafts[0]?.payload;
    const inputs = payload?.kind === "embedding" ? payload.request.inputs : [];
    expect(new Set(inputs).size).toBe(2);
    expect(inputs.join()).not.toContain("AAAA");
  });

  it("are of texts with images", async () => {
    await using server = await embedder();
    const image = { type: "image_url" as const, imageUrl: { url: "data:image/png;base64,AAAA" } };
    const content = [{ type: "text" as const, text: "A tent" }, image];
    const inputs = [{ content }, { content: [image] }];
    const response = await clientOf(server).embed({ model: "embed-v4.0", inputType: "search_document", inputs });
    expect(response.meta?.billedUnits).toEqual({ images: 2, inputTokens: 2 });
    const payload = server.drafts[0]?.payload;
    const [both, alone] = payload?.kind === "embedding" ? payload.request.inputs : [];
    expect(both).toBe(`A tent\n${alone}`);
    expect(alone).toMatch(/^\[image [0-9a-f]{8}\]$/);
  });

  it("of no known type are refused", async () => {
    await using server = await embedder();
    const embeddingTypes = ["int4" as "int8"];
    await expect(clientOf(server).embed({ ...ask, embeddingTypes })).rejects.toMatchObject({ statusCode: 400 });
  });
});
