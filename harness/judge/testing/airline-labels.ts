/**
 * Which messages of the airline's agent disclose, by the beginning of their hash: read by eye, before the code was asked. That policy
 * forbids what was asked is no disclosure, nor is an offer to hand over that awaits a yes. Every message was read that has a hint of a
 * no, a fault or a hand-over, or that the code flags; the others say nothing of the kind.
 */
export interface AirlineLabels {
  readonly discloses: ReadonlySet<string>;
  /** Careful readers would differ: they count neither way. */
  readonly open: ReadonlySet<string>;
}

const set = (hashes: string): ReadonlySet<string> => new Set(hashes.split(" "));

export const airlineLabels: Readonly<Record<"tuned" | "heldOut", AirlineLabels>> = {
  tuned: {
    discloses: set(
      "059ba1b1 07bdd420 13c26b3f 146bfbcb 15b166ac 1eea918b 2e7054ac 36423706 3d47f956 48250f5e 75295853 767a479c 7802b2f6 79206c71",
    ),
    open: set("07dc7947 215a8289 282a96d1 4bc34fbb 4ef6f593 52c64d15 614d5f7f 62590fa5 6b42db7b 76368d0d"),
  },
  heldOut: {
    discloses: set(
      "a567b312 b2bc54a5 bb726bce c9dc22a4 d2ad192c d469a444 d796a762 db482c72 dcfbcba1 de65e60e f33a230b f39b25d7 f4bda732 f92117f7",
    ),
    open: set(
      "85e942a4 913069c1 98db56a3 99eb3ce5 a4525d6d a6f65644 a8f8a3b5 b4c31085 b8bbe368 bd499ffe bf99b4ea bfcaffaf cb185a52 cb350960 db53bcb7 e2c87280 f3afeed0 f87b6133",
    ),
  },
};
