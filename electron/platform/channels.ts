// The three names on Electron's IPC. Nothing but main and the preload script ever says them.
export const TO_MAIN = 'frontdesk:to-main';
export const TO_PAGE = 'frontdesk:to-page';
/** The page has taken in one topic message: how main knows that a page has fallen behind. */
export const TAKEN = 'frontdesk:taken';

/** How the preload script is told which page it serves. */
export const PAGE_ARGUMENT = '--frontdesk-page=';
