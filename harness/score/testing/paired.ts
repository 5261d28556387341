import { groupsFrom, type PairedGroups } from "../groups.ts";

/** Pairs with values in both arms. */
export const paired = (
  pairs: readonly { readonly treatment: readonly number[]; readonly control: readonly number[] }[],
): PairedGroups => ({
  treatment: groupsFrom(pairs.map(({ treatment }) => treatment)),
  control: groupsFrom(pairs.map(({ control }) => control)),
});
