/** Pairs needed before a claim without a counterexample is believed. */
export const enoughWithoutCounterexample = 20;
/** Values of which the largest bounds a p95 at 95 %. */
export const enoughForP95 = 59;
/** What two figures may be apart and be the same: 1 − 0.9 is a little less than 0.1, and thirds do not add up to 1. */
export const rounding = 1e-9;
