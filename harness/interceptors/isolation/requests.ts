/** What the process that holds a namespace is asked to open in it. */
export interface HolderRequest {
  readonly id: number;
  readonly what: "listen" | "datagrams" | "connect";
  readonly host: string;
  readonly port: number;
}

/** What it answers, the socket beside it. */
export type HolderReply = { readonly ready: true } | { readonly id: number; readonly error?: string };
