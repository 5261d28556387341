import http from "node:http";
import https from "node:https";
import { WebSocket as WsClient } from "ws";

/**
 * Says "hello" to the address with every client that is named, and prints what each heard and how it ended. `ws` heeds a proxy only
 * through its agent, and those of Node take it from the environment (NODE_USE_ENV_PROXY), as Node's own client does by itself.
 */
const [address = "", ...clients] = process.argv.slice(2);

interface Client {
  on(name: "open" | "message" | "error" | "close", told: (value: string) => void): void;
  send(text: string): void;
}

function withWs(): Client {
  const socket = new WsClient(address, { agent: (address.startsWith("wss:") ? https : http).globalAgent });
  return {
    on(name, told) {
      socket.on(name, (value?: unknown) => told(value instanceof Error ? value.message : String(value ?? "")));
    },
    send: (text) => socket.send(text),
  };
}

function withNode(): Client {
  const socket = new WebSocket(address);
  return {
    on(name, told) {
      socket.addEventListener(name, (event) => {
        const { data, code } = event as Partial<MessageEvent & CloseEvent>;
        told(String(data ?? code ?? ""));
      });
    },
    send: (text) => socket.send(text),
  };
}

const heardBy = (client: Client): Promise<unknown> =>
  new Promise((resolve) => {
    const messages: string[] = [];
    let error: string | undefined;
    client.on("open", () => client.send("hello"));
    client.on("message", (text) => messages.push(text));
    client.on("error", (why) => {
      error = why;
    });
    client.on("close", (code) => resolve({ messages, code, ...(error === undefined ? {} : { error }) }));
  });

const heard: Record<string, unknown> = {};
for (const name of clients) heard[name] = await heardBy(name === "ws" ? withWs() : withNode());
process.stdout.write(JSON.stringify(heard));
