import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openLog } from './log.ts';

it('writes codes and counters, and leaves out whatever could be a person', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-log-'));
  const log = openLog(folder);
  log.info('health', { name: 'phone', state: 'registered', count: 3 });
  log.warn('call.odd', { detail: 'Jane Doe called', code: 'callFailed', patient: 'Jane' } as never);
  log.error('ehr.failed', { detail: 'GET/Patient?phone=12065550123', error: 'TypeError' });
  await log.close();
  const text = readFileSync(path.join(folder, 'frontdesk.log'), 'utf8');
  expect(text).toContain('"state":"registered"');
  expect(text).toContain('"code":"callFailed"');
  expect(text).not.toMatch(/Jane|2065550123/);
});
