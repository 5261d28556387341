import dgram from "node:dgram";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import * as undici from "undici";

/** What a client made of one address: `200 body`, or the error's code. */
type Client = (url: string) => Promise<string>;

const viaHttp: Client = (url) =>
  new Promise((resolve, reject) => {
    const { get } = url.startsWith("https:") ? https : http;
    get(url, { agent: false }, (response) => {
      let text = "";
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => resolve(`${response.statusCode} ${text}`));
    }).on("error", reject);
  });

const viaHttp2: Client = (url) =>
  new Promise((resolve, reject) => {
    const { origin, pathname } = new URL(url);
    const session = http2.connect(origin).on("error", reject);
    const stream = session.request({ ":path": pathname }).on("error", reject);
    let head = "";
    let text = "";
    stream.on("response", (headers) => {
      head = String(headers[":status"]);
    });
    stream.on("data", (part) => {
      text += part;
    });
    stream.on("end", () => {
      session.close();
      resolve(`${head} ${text}`);
    });
  });

/** What no HTTP is: `closed` if nothing comes back. */
const raw = (socket: net.Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.once("data", (bytes) => resolve(`heard ${bytes}`));
    socket.once("close", () => resolve("closed"));
    socket.write(Buffer.from([0, 1, 2, 3]));
  });
const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === "https:" ? 443 : 80);

const clients: Readonly<Record<string, Client>> = {
  fetch: async (url) => {
    const response = await fetch(url);
    return `${response.status} ${await response.text()}`;
  },
  "undici fetch": async (url) => {
    const response = await undici.fetch(url);
    return `${response.status} ${await response.text()}`;
  },
  "undici request": async (url) => {
    const { statusCode, body } = await undici.request(url);
    return `${statusCode} ${await body.text()}`;
  },
  "undici Agent": async (url) => {
    const dispatcher = new undici.Agent({ connections: 1 });
    const { statusCode, body } = await undici.request(url, { dispatcher });
    const text = await body.text();
    await dispatcher.close();
    return `${statusCode} ${text}`;
  },
  "node:http": viaHttp,
  http2: viaHttp2,
  net: (url) => raw(net.connect(portOf(new URL(url)), new URL(url).hostname)),
  tls: (url) => raw(tls.connect({ host: new URL(url).hostname, port: portOf(new URL(url)) })),
  dgram: (url) =>
    new Promise((resolve, reject) => {
      const socket = dgram.createSocket("udp4");
      socket.send("x", 8125, new URL(url).hostname, (error) => {
        socket.close();
        if (error) reject(error);
        else resolve("sent");
      });
    }),
};

const codeOf = (error: unknown): string => {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return code ?? cause?.code ?? String(error);
};

/** Prints what each of the named clients (all, if none is named) made of an address, as JSON. */
const [url = "", ...named] = process.argv.slice(2);
const results: Record<string, string> = {};
for (const [name, client] of Object.entries(clients)) {
  if (named.length > 0 && !named.includes(name)) continue;
  results[name] = await client(url).catch(codeOf);
}
process.stdout.write(JSON.stringify(results));
process.exitCode = 0;
