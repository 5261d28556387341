/** A host as sockets are given it: no name of another machine, and no address of one. */
export const isLoopbackHost = (host: string): boolean =>
  host === "" ||
  host === "localhost" ||
  host.endsWith(".localhost") ||
  host === "0.0.0.0" ||
  host === "::" ||
  host === "::1" ||
  /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/i.test(host);

/** As it stands in a URL. */
export const urlHost = (host: string): string => (host.includes(":") && !host.startsWith("[") ? `[${host}]` : host);
