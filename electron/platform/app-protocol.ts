// The `app:` scheme: the built pages and nothing else, under the content security policy.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';
import type { Session } from 'electron';
import { PAGES } from '../../shared/contract/define.ts';
import type { Page } from '../../shared/contract/define.ts';
import { SCHEME } from './pages.ts';
import { CONTENT_TYPES } from '../ports/pages.ts';

const FEATURES: Record<Page, string> = {
  console: 'microphone=(), camera=(), geolocation=(), hid=()',
  wallboard: 'microphone=(), camera=(), geolocation=(), hid=()',
  phone: 'microphone=(self), speaker-selection=(self), hid=(self), camera=(), geolocation=()',
};

/** Electron takes this once, before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/**
 * The shared policy, narrowed to what a desktop page needs: no frames either way, and only the phone page opens sockets
 * (the console reaches main over IPC).
 */
export function policyFor(page: Page, policy: string): string {
  const narrowed: Record<string, string> = {
    'frame-src': "'none'",
    'frame-ancestors': "'none'",
    ...(page === 'console' ? { 'connect-src': "'self'" } : {}),
  };
  return policy
    .split('; ')
    .map((directive) => {
      const name = directive.split(' ')[0] ?? '';
      return Object.hasOwn(narrowed, name) ? `${name} ${narrowed[name]}` : directive;
    })
    .join('; ');
}

/** Serves `root` (the built pages) to this session. `policy` is the content security policy of both hosts. */
export function serveApp(session: Session, root: string, policy: string): void {
  session.protocol.handle(SCHEME, (request) => answer(path.resolve(root), policy, request));
}

async function answer(root: string, policy: string, request: Request): Promise<Response> {
  if (request.method !== 'GET') return new Response(null, { status: 405 });
  const url = new URL(request.url);
  const page = PAGES.find((name) => name === url.host);
  const file = page && fileFor(root, page, url.pathname);
  const body = file && (await readFile(file).catch(() => undefined));
  if (!page || !file || !body)
    return new Response(null, { status: 404, headers: { 'X-Content-Type-Options': 'nosniff' } });
  return new Response(new Uint8Array(body), {
    headers: {
      'Content-Type': CONTENT_TYPES[path.extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': policyFor(page, policy),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Permissions-Policy': FEATURES[page],
      'Cache-Control': 'no-cache',
    },
  });
}

/** The file a page may have: its own folder and the shared assets, below `root`; undefined for everything else. */
function fileFor(root: string, page: Page, pathname: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0')) return undefined;
  const file = path.resolve(path.join(root, decoded));
  const isInside = [page, 'assets'].some((folder) => file.startsWith(path.join(root, folder) + path.sep));
  return isInside ? file : undefined;
}
