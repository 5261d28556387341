/** A line of a log that names an error: `TypeError: …`, `Error [ERR_MODULE_NOT_FOUND]: …`, `requests.exceptions.HTTPError: …`. */
export const namesError = (line: string): boolean =>
  /^(?:Uncaught )?[\w.]*(?:Error|Exception)(?: \[\w+\])?: /.test(line.trim());
