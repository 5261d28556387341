// An agent as a server. Arguments: port, and how it starts.
import { createServer } from "node:http";

const [port, mode] = process.argv.slice(2);
if (mode === "dies") {
  process.stderr.write("cannot find the model\n");
  process.exit(3);
}
let checks = 0;
const server = createServer(async (request, response) => {
  if (request.url === "/ready") {
    checks += 1;
    response.writeHead(mode === "slow" && checks < 3 ? 503 : 200).end("ok");
    return;
  }
  let text = "";
  for await (const part of request) text += part;
  const { id, prompt, input } = JSON.parse(text);
  const json = (status, value) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  const sse = (...events) => {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
    for (const event of events) response.write(event);
    response.end();
  };
  const data = (value) => `data: ${JSON.stringify(value)}\n\n`;
  switch (prompt) {
    case "json":
      return json(200, { output: `${id} ${process.env.GREETED}`, headers: request.headers, input });
    case "text":
      return response.writeHead(200, { "content-type": "text/plain" }).end("plain words");
    case "chat stream":
      return sse(
        data({ choices: [{ delta: { content: "Hel" } }] }),
        data({ choices: [{ delta: { content: "lo" } }] }),
        "data: [DONE]\n\n",
      );
    case "failing stream":
      return sse(data({ text: "Hel" }), 'event: error\ndata: {"message":"model gone"}\n\n');
    case "empty stream":
      return sse(data({ type: "ping" }));
    case "error":
      return json(500, { error: "boom" });
    case "html":
      return response.writeHead(200, { "content-type": "text/html" }).end("<h1>Welcome</h1>");
    case "shapeless":
      return json(200, { reply: 1 });
    case "die":
      process.stderr.write("out of memory\n");
      return process.exit(1);
    default: // never answers
  }
});
server.listen(Number(port), "127.0.0.1");
