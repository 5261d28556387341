import { request } from "node:http";
import { connect } from "node:net";
import type { Console } from "../index.ts";

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** One request with exactly these headers, as a browser would never let a page make it. */
export function ask(
  at: Console,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string | Buffer,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port: at.port, method, path, headers: { connection: "close", ...headers }, agent: false },
      (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(pieces).toString(),
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

/** As the command line does it: with the token in a header. */
export const asOperator = (at: Console, action: string, body: unknown): Promise<Answered> =>
  withToken(at, at.tokens.operator, action, body);

export const asObserver = (at: Console, action: string, body: unknown): Promise<Answered> =>
  withToken(at, at.tokens.observer, action, body);

const withToken = (at: Console, token: string, action: string, body: unknown): Promise<Answered> =>
  ask(
    at,
    "POST",
    `/api/${action}`,
    { authorization: `Bearer ${token}`, "content-type": "application/json" },
    JSON.stringify(body),
  );

/** Bytes as they are; resolves with what came back when the other side closes. */
export function raw(at: Console, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(at.port, "127.0.0.1", () => socket.write(bytes));
    let text = "";
    socket.on("data", (piece) => {
      text += piece.toString();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}
