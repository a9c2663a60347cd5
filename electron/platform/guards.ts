// What no page may do, whatever runs in it: go elsewhere, open windows, attach webviews, download. Links outside are
// handed to the system, if they are of a kind we know.
import { app, shell } from 'electron';
import type { Session, WebContents } from 'electron';
import { fail, ok } from '../../shared/result/result.ts';
import type { OpenOutside } from '../ports/outside.ts';
import type { Log } from '../ports/runtime.ts';
import { pageOfAddress } from './pages.ts';

/** Kinds of links that may leave the app; everything else (file:, smb:, search-ms: …) can start programs. */
const EXTERNAL_SCHEMES: readonly string[] = ['https:', 'mailto:'];
const LOOPBACK = /^(127(\.\d+){3}|\[::1\])$/;
const MAX_LINK = 2_000;

/** The link as the system may open it, or undefined. */
export function externalLink(address: string): string | undefined {
  if (address.length > MAX_LINK || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  // Unencrypted only to this machine itself: an EHR, or its stand-in, that runs here has its sign-in there.
  const isHere = url.protocol === 'http:' && LOOPBACK.test(url.hostname);
  const isKnown = isHere || EXTERNAL_SCHEMES.includes(url.protocol);
  if (!isKnown || url.username !== '' || url.password !== '') return undefined;
  return url.href;
}

function openOutside(address: string, log: Log): void {
  const link = externalLink(address);
  if (link === undefined) return log.warn('link.refused');
  shell.openExternal(link).catch(() => log.warn('link.failed'));
}

/** What the person asked to see outside, asked for by main and not by a page. */
export const opensLinks =
  (log: Log): OpenOutside =>
  (address) => {
    if (externalLink(address) === undefined) return fail('chartNotOpened');
    openOutside(address, log);
    return ok({});
  };

function guard(contents: WebContents, log: Log): void {
  // A page may come back as itself (a reload); every other address is none of its business.
  const stay = (event: { url: string; preventDefault(): void }) => {
    const page = pageOfAddress(event.url);
    if (page !== undefined && page === pageOfAddress(contents.getURL())) return;
    event.preventDefault();
    log.warn('navigation.refused');
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url, log);
    return { action: 'deny' };
  });
}

/** Guards every page that is ever made, ours or not. */
export function guardEveryPage(log: Log): void {
  app.on('web-contents-created', (_event, contents) => guard(contents, log));
}

/** Files are saved by main, through the system's dialog (save-file.ts): a download is never ours. */
export function refuseDownloads(session: Session, log: Log): void {
  session.on('will-download', (event) => {
    event.preventDefault();
    log.warn('download.refused');
  });
}
