/** Names are the same whatever their case, and whatever blanks are around them. */
export const personKey = (name: string): string => name.trim().toLowerCase();
