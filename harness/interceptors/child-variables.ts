import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Scope } from "../domain/ports.ts";
import type { Dependency } from "../domain/system-map.ts";
import { isLoopbackHost } from "./loopback.ts";
import { variables } from "./preload/variables.ts";
import { proxyUserInfo } from "./proxy-scope.ts";
import { encodeScope } from "./scope.ts";

type Addresses = readonly Pick<Dependency, "url">[];

/** The same file from the sources and from the built package. */
function preloadFile(): string {
  const built = fileURLToPath(new URL("../preload.js", import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL("../preload.ts", import.meta.url));
}

/** `host:port` of dependencies that run on this machine in production too. */
function localDependencies(dependencies: Addresses): string[] {
  return dependencies.flatMap(({ url }) => {
    const { hostname, port, protocol } = new URL(url);
    const local = isLoopbackHost(hostname.replace(/^\[|\]$/g, ""));
    return local ? [`${hostname}:${port || (protocol === "https:" ? 443 : 80)}`] : [];
  });
}

/** For Node programs, and all that they start: connections to other machines go to the gateway. Other programs take no notice. */
export const preloadVariables = (port: number, scope: Scope, dependencies: Addresses): Record<string, string> => ({
  NODE_OPTIONS: `--import ${JSON.stringify(pathToFileURL(preloadFile()).href)}`,
  [variables.port]: String(port),
  [variables.scope]: encodeScope(scope),
  [variables.routed]: localDependencies(dependencies).join(","),
});

export const loopbackNames = "localhost,127.0.0.1,::1";

/** For programs that take a proxy from their environment, in both spellings. `direct`: hosts that are not to be asked for through it. */
export function proxyVariables(port: number, scope: Scope, direct: string): Record<string, string> {
  const address = `http://${proxyUserInfo(scope)}127.0.0.1:${port}`;
  const named = { HTTP_PROXY: address, HTTPS_PROXY: address, ALL_PROXY: address, NO_PROXY: direct };
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, value]) => [
      [name, value],
      [name.toLowerCase(), value],
    ]),
  );
}

/** Loopback needs no proxy, unless a dependency is there. */
export const directHosts = (dependencies: Addresses): string =>
  localDependencies(dependencies).length > 0 ? "" : loopbackNames;

/** Nobody's proxy: one that the machine has would be another machine. */
export const noProxyVariables = (): Record<string, string> =>
  Object.fromEntries(
    ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [
      [name, ""],
      [name.toLowerCase(), ""],
    ]),
  );

/** Where Node (which also needs to be told to heed its proxy), Python, curl, Go and the AWS tools look for the authorities that they trust. */
export const caVariables = (file: string): Record<string, string> => ({
  NODE_USE_ENV_PROXY: "1",
  NODE_EXTRA_CA_CERTS: file,
  SSL_CERT_FILE: file,
  REQUESTS_CA_BUNDLE: file,
  CURL_CA_BUNDLE: file,
  AWS_CA_BUNDLE: file,
});
