import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
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

it('that cannot be opened is silent, ends nothing, and goes on once it can', async () => {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-log-'));
  const folder = path.join(parent, 'logs');
  writeFileSync(folder, 'a file stands where the folder should be');
  let time = 0;
  const now = vi.fn(() => time);
  const log = openLog(folder, now);
  log.info('first');
  await vi.waitFor(() => expect(now).toHaveBeenCalled(), 5_000);
  rmSync(folder);
  time = 59_999;
  log.info('too early');
  time = 60_000;
  log.info('health', { state: 'registered' });
  await log.close();
  const text = readFileSync(path.join(folder, 'frontdesk.log'), 'utf8');
  expect(text).toContain('"state":"registered"');
  expect(text).not.toContain('too early');
});
