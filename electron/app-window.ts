// Opens an address as an app window in the installed browser, with a profile of its own.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const CANDIDATES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** The installed browser, or undefined. */
export function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  for (const candidate of CANDIDATES[process.platform] ?? []) {
    const found = path.isAbsolute(candidate) ? [candidate] : folders.map((folder) => path.join(folder, candidate));
    const file = found.find((name) => existsSync(name));
    if (file) return file;
  }
  return undefined;
}

const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

/** `isDemo`: the made-up clinic's sound comes from this computer itself, which a browser refuses unless it is told. */
export function openAppWindow(
  url: string,
  profile: string,
  isDemo: boolean,
  extra: readonly string[] = [],
): 'opened' | 'noDisplay' | 'noBrowser' {
  if (!hasDisplay()) return 'noDisplay';
  const browser = findBrowser();
  if (!browser) return 'noBrowser';
  const isRoot = process.getuid?.() === 0;
  const args = [
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    // The phone rings before anybody has clicked, and a window behind the EHR must not be slowed down.
    '--autoplay-policy=no-user-gesture-required',
    '--disable-background-timer-throttling',
    '--disable-renderer-backgrounding',
    '--window-size=1440,900',
    ...extra,
    ...(isDemo ? ['--allow-loopback-in-peer-connection'] : []),
    ...(isRoot ? ['--no-sandbox'] : []),
    ...(process.env['FRONTDESK_BROWSER_FLAGS']?.split(' ').filter(Boolean) ?? []),
  ];
  spawn(browser, args, { stdio: 'ignore', detached: false }).unref();
  return 'opened';
}
