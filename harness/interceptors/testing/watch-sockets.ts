import { appendFileSync } from "node:fs";

type Connect = (this: unknown, request: unknown, address: string, ...rest: unknown[]) => number;
interface Bindings {
  binding(name: "tcp_wrap"): { readonly TCP: { readonly prototype: Record<"connect" | "connect6", Connect> } };
}
const local = /^(127\.|::1$|::ffff:127\.|::$|0\.0\.0\.0$)/;
const refused = -111;

/** Below every client and every interceptor, where Node asks the system for a connection: those to other machines are told, and not made. */
export function watchSockets(opened: (address: string) => void): Disposable {
  const { prototype } = (process as unknown as Bindings).binding("tcp_wrap").TCP;
  const before = { connect: prototype.connect, connect6: prototype.connect6 };
  for (const name of ["connect", "connect6"] as const) {
    const original = before[name];
    prototype[name] = function (request, address, ...rest) {
      if (local.test(address)) return original.call(this, request, address, ...rest);
      opened(address);
      return refused;
    };
  }
  return { [Symbol.dispose]: () => void Object.assign(prototype, before) };
}

const file = process.env["WATCHED_SOCKETS"];
if (file !== undefined) watchSockets((address) => appendFileSync(file, `${address}\n`));
