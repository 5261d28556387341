/** In ms: the timer of the platform waits no longer than this, and what is longer not at all. */
export const longestTimer = 2 ** 31 - 1;
