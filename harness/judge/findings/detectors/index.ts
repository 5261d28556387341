import type { Detect } from "../case.ts";
import type { FindingCode } from "../catalogue/index.ts";
import { alternatives } from "./alternatives.ts";
import { atThePage } from "./at-the-page.ts";
import { capacity } from "./capacity.ts";
import { content } from "./content.ts";
import { effects } from "./effects.ts";
import { endings } from "./endings.ts";
import { isolation } from "./isolation.ts";
import { observability } from "./observability.ts";
import { restarts } from "./restarts.ts";
import { retries } from "./retries.ts";
import { security } from "./security.ts";
import { sighted } from "./sighted.ts";
import { turns } from "./turns.ts";
import { waits } from "./waits.ts";

/** For each weakness of the catalogue the one detector that sees it. */
export const detectors: Readonly<Record<FindingCode, Detect>> = {
  ...restarts,
  ...effects,
  ...isolation,
  ...content,
  ...turns,
  ...retries,
  ...capacity,
  ...alternatives,
  ...security,
  ...observability,
  ...sighted,
  ...waits,
  ...endings,
  ...atThePage,
};
