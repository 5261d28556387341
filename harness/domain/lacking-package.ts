/**
 * How to install Brownout itself, to follow the message of an error that it is not there, as after `brownout init`; nothing for other
 * errors: another package's name may be misspelt, and somebody else's package of that name is not to be installed for it.
 */
export function lackingPackage(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "ERR_MODULE_NOT_FOUND") return "";
  return error.message.startsWith("Cannot find package 'brownout'")
    ? '; "npm install --save-dev brownout" installs it'
    : "";
}
