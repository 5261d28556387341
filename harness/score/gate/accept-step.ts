import { shellWord } from "../../domain/shell-word.ts";

/** The command that makes a run what the gate compares with, to be typed as it stands. @param file the policy's own baseline, as it is shown */
export const acceptCommand = (file: string): string => `"brownout baseline accept --file ${shellWord(file)}"`;
