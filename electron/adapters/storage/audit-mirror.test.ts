// How far the audit has been told, over the real journal.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openJournal } from './journal.ts';

const KEY = 'ab'.repeat(32);
function open(folder: string) {
  const opened = openJournal(folder, KEY);
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

it('begins with what comes after it is switched on, and goes on there after a start', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-mirror-'));
  const journal = open(folder);
  journal.audit({ at: 1, userId: 'ana', action: 'search' });
  expect(journal.auditMirror.place()).toEqual({ seq: 1, trying: false });
  journal.audit({ at: 2, userId: 'ana', action: 'reveal', patientId: 'p1' });
  journal.audit({ at: 2, userId: 'ana', action: 'reveal', patientId: 'p1' });
  const [first, second, ...more] = journal.auditMirror.after(1, 10);
  expect([first?.row.action, second?.seq, more]).toEqual(['reveal', 3, []]);
  // Two rows that say the same are two.
  expect(first?.id).toMatch(/^audit\/[0-9a-f]{32}$/);
  expect(first?.id).not.toBe(second?.id);
  journal.auditMirror.keep(2, true);
  journal.close();
  const again = open(folder);
  expect(again.auditMirror.place()).toEqual({ seq: 2, trying: true });
  expect(again.auditMirror.after(2, 10)).toEqual([second]);
  expect(again.verifyAudit()).toEqual({ intact: true, rows: 3 });
  again.close();
});
