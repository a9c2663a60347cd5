// The way out of the program: an address that the person asked to see in the system's browser.
import type { Result } from '../../shared/result/result.ts';

/**
 * Opens it; or, where only a page can open anything, gives the page an address of this host that leads there, once.
 * Errors: chartNotOpened where the address is of a kind that is not opened.
 */
export type OpenOutside = (address: string) => Result<{ way?: string }>;
