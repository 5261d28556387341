import type { Detect } from "../case.ts";
import type { FindingCode } from "../catalogue/index.ts";
import { content } from "./content.ts";
import { effects } from "./effects.ts";
import { endings } from "./endings.ts";
import { isolation } from "./isolation.ts";
import { retries } from "./retries.ts";
import { turns } from "./turns.ts";
import { waits } from "./waits.ts";

/** For each weakness of the catalogue the one detector that sees it. */
export const detectors: Readonly<Record<FindingCode, Detect>> = {
  ...effects,
  ...isolation,
  ...content,
  ...turns,
  ...retries,
  ...waits,
  ...endings,
};
