/** Digits of the longest number inside the practice; longer ones are outside numbers. */
export const LONGEST_EXTENSION = 6;
