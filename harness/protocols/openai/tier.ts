/** The tier that served a request: `auto`, or none asked for, is the project's default. */
export const tierShown = (asked: string | undefined): string =>
  asked === undefined || asked === "auto" ? "default" : asked;
