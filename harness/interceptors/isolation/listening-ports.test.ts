import { expect, it } from "vitest";
import { readListening } from "./listening-ports.ts";

const header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

it("reads who listens on loopback, and on all addresses, from the kernel's tables", () => {
  const four = `${header}
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1
   2: 0500000A:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3 1
   3: 0100007F:1F91 0100007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 4 1
`;
  expect(readListening(four)).toEqual(["127.0.0.1 8080", "127.0.0.1 22"]);
  const six = `${header}
   0: 00000000000000000000000000000000:0BB8 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 5 1
   1: 00000000000000000000000001000000:0BB9 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 6 1
`;
  expect(readListening(six)).toEqual(["127.0.0.1 3000", "::1 3000", "::1 3001"]);
  expect(readListening("")).toEqual([]);
});
