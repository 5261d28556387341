import { HttpResponse, http, passthrough } from "msw";

/** The plain shape: an array, whose state all trials share. */
export const mocks = [
  http.get("https://orders.example/orders/:id", ({ params }) =>
    HttpResponse.json({ id: params.id, status: "shipped" }),
  ),
  http.post("https://orders.example/echo", async ({ request }) =>
    HttpResponse.text(`${request.headers.get("x-key")} ${await request.text()}`, {
      status: 201,
      headers: { "x-made": "yes" },
    }),
  ),
  http.get("https://orders.example/broken", () => {
    throw new Error("the mock has a bug");
  }),
  http.get("https://orders.example/thrown", () => {
    throw HttpResponse.json({ error: "gone" }, { status: 410 });
  }),
  http.get("https://orders.example/network-error", () => HttpResponse.error()),
  http.get("https://orders.example/passthrough", () => passthrough()),
  http.delete("https://orders.example/nothing", () => new HttpResponse(null, { status: 204 })),
  http.get("https://orders.example/stream", () => {
    const body = new ReadableStream({
      async pull(controller) {
        controller.enqueue(new TextEncoder().encode("data: one\n\n"));
        controller.error(new Error("cut"));
      },
    });
    return new HttpResponse(body, { headers: { "content-type": "text/event-stream" } });
  }),
  http.get(
    "https://orders.example/binary-stream",
    () => new HttpResponse("frames", { headers: { "content-type": "application/vnd.amazon.eventstream" } }),
  ),
];
