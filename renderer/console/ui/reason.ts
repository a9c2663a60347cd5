/** As the contract asks for it. */
export const isReason = (text: string): boolean => text.trim().length >= 3;
