import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A chat page on loopback whose script is the caller's; `ask(question)` is what it is asked with, `say(who, text)` adds to the log. */
const html = (script: string): string => `<!doctype html><title>Chat</title>
<div role="log"></div><div role="progressbar" style="width:9px;height:9px;background:teal" hidden></div>
<div role="alert" hidden></div><button id="retry" hidden>Try again</button>
<form><input type="text" aria-label="Question"><button>Send</button></form>
<script type="module">
const [log, busy, trouble, retry, form] = ["[role=log]", "[role=progressbar]", "[role=alert]", "#retry", "form"].map((one) => document.querySelector(one));
const say = (who, text) => { const one = document.createElement("article"); one.setAttribute("aria-label", who); one.textContent = text; log.append(one); return one; };
const fail = (text) => { trouble.textContent = text; trouble.hidden = false; };
let asked = 0;
const ask = async (question) => { asked += 1; ${script} };
form.addEventListener("submit", (event) => { event.preventDefault(); const input = form.querySelector("input"); say("You", input.value); ask(input.value); input.value = ""; });
</script>`;

export interface SmallPage extends AsyncDisposable {
  readonly url: string;
  /** Requests other than the page's own, in order. */
  readonly heard: readonly IncomingMessage[];
}

export async function smallPage(
  script: string,
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => response.end("{}"),
): Promise<SmallPage> {
  const heard: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    if (request.url === "/") {
      response.setHeader("content-type", "text/html").end(html(script));
      return;
    }
    if (request.url !== "/favicon.ico") heard.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    heard,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
