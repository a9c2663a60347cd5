// The one session our pages live in, with everything a session can refuse refused.
import { session } from 'electron';
import type { Log } from '../ports/runtime.ts';
import { serveApp } from './app-protocol.ts';
import { refuseDownloads } from './guards.ts';
import { setPermissions } from './permissions.ts';

/** @param root folder with the built pages @param policy their content security policy */
export function secureSession(root: string, policy: string, log: Log): void {
  const ours = session.defaultSession;
  setPermissions(ours);
  refuseDownloads(ours, log);
  serveApp(ours, root, policy);
}
