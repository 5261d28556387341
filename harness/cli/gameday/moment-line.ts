import { momentWords } from "../../../reports/gameday/words.ts";
import { cleanLine } from "../../../reports/text/clean.ts";
import type { GamedayEvent } from "../../domain/gameday.ts";

/** What happened, as the terminal shows it: people's and agents' words in it steer no terminal. @param opened ms on the event's clock */
export const momentLine = ({ t, moment }: GamedayEvent, opened: number): string =>
  `${((t - opened) / 1000).toFixed(1).padStart(7)}s  ${cleanLine(momentWords(moment).text)}\n`;
