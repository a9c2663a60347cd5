// How long an acknowledged write takes: encrypted, synchronous=FULL, one transaction each.
import { mkdtempSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openJournal } from '../../electron/adapters/storage/journal.ts';
import { CallId } from '../../shared/domain/call/call.ts';
import type { Note } from '../../shared/domain/note/types.ts';
import { figure, percentile } from './figures.ts';

const WRITES = 3000;
const folder = mkdtempSync(path.join(os.homedir(), '.frontdesk-bench-'));
const opened = openJournal(folder, '5a'.repeat(32));
if (!opened.ok) throw new Error(opened.error.code);
const journal = opened.value;
const times: Record<'note' | 'event' | 'audit', number[]> = { note: [], event: [], audit: [] };
const timed = (kind: keyof typeof times, write: () => { ok: boolean }) => {
  const began = performance.now();
  if (!write().ok) throw new Error(`${kind} was not kept`);
  times[kind].push(performance.now() - began);
};

for (let index = 0; index < WRITES; index++) {
  const callId = CallId.parse(`call-${index % 50}`);
  const content = {
    category: 'clinical',
    words: 'what the caller said, as typed '.repeat(1 + (index % 20)),
    fields: { since: 'Tuesday' },
    told: 'we call back',
  };
  const note: Note = {
    callId,
    author: 'chloe',
    content,
    version: index,
    state: 'draft',
    createdAt: index,
    savedAt: index,
    emergency: [],
    delivery: 'none',
  };
  const remote = { number: '+12065550123', name: '', withheld: false };
  const call = {
    id: callId,
    line: 1,
    direction: 'incoming',
    state: 'talking',
    remote,
    startedAt: index,
    muted: false,
    remoteHold: false,
    silenced: false,
  } as const;
  timed('note', () => journal.saveNote(note));
  timed('event', () => journal.appendCallEvent(call, 'answered', index));
  timed('audit', () => journal.audit({ at: index, userId: 'chloe', action: 'verify', callId }));
}
for (const [kind, samples] of Object.entries(times)) {
  figure(`journal.${kind}.p50`, percentile(samples, 0.5), 'ms');
  figure(`journal.${kind}.p99`, percentile(samples, 0.99), 'ms', 10);
}
const began = performance.now();
const verdict = journal.verifyAudit();
figure('journal.auditVerify', performance.now() - began, `ms for ${verdict.intact ? verdict.rows : 0} rows`);
figure('journal.size', statSync(path.join(folder, 'journal.db')).size / 2 ** 20, 'MiB');
journal.close();
(await import('node:fs')).rmSync(folder, { recursive: true });
