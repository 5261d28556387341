import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DayStory, dayHtml, dayMarkdown, tellDay } from "../../../reports/gameday/index.ts";
import { wilson } from "../../score/index.ts";
import type { RunFolder } from "../../store/index.ts";
import { readDay } from "./read-day.ts";

export const dayFormats = {
  markdown: { extension: "md", render: dayMarkdown },
  html: { extension: "html", render: dayHtml },
} as const;
export type DayFormat = keyof typeof dayFormats;

/** @throws {JournalError} if the journal is of no game day. */
export const storyOf = async (journal: string): Promise<DayStory> => tellDay((await readDay(journal)).record, wilson);

/** Both forms beside the journal, each whole or not there. Their paths. @throws {Error} if they cannot be written. */
export function writeDay(story: DayStory, folder: string): readonly string[] {
  return Object.values(dayFormats).map(({ extension, render }) => {
    const file = join(folder, `gameday.${extension}`);
    writeFileSync(`${file}.part`, render(story));
    renameSync(`${file}.part`, file);
    return file;
  });
}

/** The report of a day that has just ended. What fails here is said, and changes nothing else. */
export async function reportDay(
  { journal, folder }: RunFolder,
  io: { out(text: string): void; err(text: string): void },
): Promise<void> {
  try {
    const files = writeDay(await storyOf(journal), folder);
    io.out(`\nAfter-action report:\n${files.map((file) => `  ${file}\n`).join("")}`);
  } catch (error) {
    io.err(
      `The after-action report could not be written: ${error instanceof Error ? error.message : String(error)}\nTry again: brownout gameday report ${folder}\n`,
    );
  }
}
