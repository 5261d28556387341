import { cleanLine } from "../../../reports/text/clean.ts";
import type { GamedayEvent } from "../../domain/gameday.ts";
import { momentLine as inWords } from "../../domain/gameday-words.ts";

/** What happened, as the terminal shows it: people's and agents' words in it steer no terminal. @param opened ms on the event's clock */
export const momentLine = ({ t, moment }: GamedayEvent, opened: number): string =>
  `${((t - opened) / 1000).toFixed(1).padStart(7)}s  ${cleanLine(inWords(moment))}\n`;
