// Where our pages live. Each page has an origin of its own, so that Chromium gives each a process of its own: whatever
// happens to the console's process, the phone's goes on.
import { PAGES } from '../../shared/contract/define.ts';
import type { Page } from '../../shared/contract/define.ts';

export const SCHEME = 'app';

export const originOf = (page: Page): string => `${SCHEME}://${page}`;

/** The one address of a page. The console is told that the phone is a window of its own, not a frame in it. */
export const addressOf = (page: Page): string =>
  `${originOf(page)}/${page}/index.html${page === 'console' ? '?separate-phone' : ''}`;

/** The page an origin belongs to, or undefined. Chromium writes origins with and without a closing slash. */
export const pageOfOrigin = (origin: string): Page | undefined =>
  PAGES.find((page) => origin === originOf(page) || origin === `${originOf(page)}/`);

/** The page whose document has this address, or undefined for everything that is not a page of ours. */
export function pageOfAddress(address: string): Page | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, pathname, username, password } = new URL(address);
  if (protocol !== `${SCHEME}:` || username !== '' || password !== '') return undefined;
  return PAGES.find((page) => host === page && pathname === `/${page}/index.html`);
}
