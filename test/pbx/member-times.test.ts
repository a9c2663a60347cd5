// Who was signed in and paused, at a real Asterisk: what is heard as it happens (AMI) and what is read afterwards (queue_log)
// must come to the same time, for people who join, pause in one queue or in all, change the reason and leave.
import { mkdtempSync, readFileSync, truncateSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AsteriskQueues } from '../../electron/adapters/asterisk/queue-adapter.ts';
import { queueLogAt } from '../../electron/adapters/asterisk/queue-log.ts';
import { figureReader } from '../../electron/adapters/storage/figure-reader.ts';
import { openJournal } from '../../electron/adapters/storage/journal.ts';
import type { StoredJournal } from '../../electron/adapters/storage/journal.ts';
import { systemClock } from '../../electron/compose.ts';
import type { FigureReader } from '../../electron/ports/figures.ts';
import { LogImporter } from '../../electron/services/figures/log-importer.ts';
import { FigureRecorder } from '../../electron/services/figures/recorder.ts';
import { togetherOf } from '../../shared/domain/figures/person-time.ts';
import type { PersonTime } from '../../shared/domain/figures/person-time.ts';
import { until } from '../support/until.ts';
import { Asterisk } from './asterisk.ts';
import { AMI_PASSWORD, AMI_PORT } from './asterisk-setup.ts';
import { furnish } from './monday-plan.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const settings = { zone: 'America/New_York', shortSeconds: 1, targetSeconds: {}, resolutionDays: 7 };
const KEY = '5a'.repeat(32);

interface Book {
  readonly journal: StoredJournal;
  readonly reader: FigureReader;
}
const books: Book[] = [];
function newBook(): Book {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-members-'));
  const opened = openJournal(folder, KEY);
  if (!opened.ok) throw new Error(opened.error.code);
  const book = { journal: opened.value, reader: figureReader(folder, KEY) };
  books.push(book);
  return book;
}

let asterisk: Asterisk;
let pbx: AsteriskQueues;
let recorder: FigureRecorder;
let live: Book;
let logFile: string;
beforeAll(async () => {
  asterisk = await Asterisk.start();
  await furnish(asterisk);
  logFile = path.join(asterisk.folder, 'var/log/asterisk/queue_log');
  truncateSync(logFile);
  live = newBook();
  recorder = new FigureRecorder({ clock: systemClock, log, store: () => live.journal.figures });
  const ca = readFileSync(asterisk.certificateFile, 'utf8');
  pbx = new AsteriskQueues({
    host: '127.0.0.1',
    port: AMI_PORT,
    tls: true,
    ca,
    username: 'frontdesk',
    secret: AMI_PASSWORD,
  });
  const nothing = () => undefined;
  pbx.follow({ onParking: nothing, onDial: nothing, onMailbox: nothing, facts: recorder });
  await new Promise<void>((resolve) => {
    pbx.start({ onEvent: nothing, onLink: (state) => state === 'ok' && resolve() });
  });
});
afterAll(async () => {
  recorder?.stop();
  pbx?.stop();
  for (const { journal, reader } of books) {
    reader.close();
    journal.close();
  }
  await asterisk?.stop();
});

const PHONE = 'Local/231@monday-agents/n';
const does = async (action: string, fields: Record<string, string>) => {
  const answer = await asterisk.ask(action, { Interface: PHONE, ...fields });
  expect(answer[0]?.get('response') ?? 'Success').toBe('Success');
  await secondsPass(2);
};
/** By the PBX's own clock, which is what both sides count with. */
async function secondsPass(count: number): Promise<void> {
  const end = Date.now() + count * 1000;
  await until('time goes by', () => Date.now() >= end);
}

async function timesIn({ reader }: Book): Promise<PersonTime> {
  const answer = await reader.report({ from: '1990-01-01', to: '2100-01-01' }, settings, Date.now());
  if (!answer.ok) throw new Error(answer.error.code);
  return togetherOf(answer.value.people, '231');
}

it('signed in, paused and why: heard and read come to the same', async () => {
  await does('QueueAdd', { Queue: 'm-front', MemberName: 'Zoe' });
  await does('QueueAdd', { Queue: 'm-billing', MemberName: 'Zoe' });
  // In one of two: no pause.
  await does('QueuePause', { Queue: 'm-front', Paused: 'true', Reason: 'Paperwork' });
  await does('QueuePause', { Paused: 'true', Reason: 'Lunch' });
  await does('QueuePause', { Paused: 'false' });
  await does('QueuePause', { Paused: 'true', Reason: 'Meeting' });
  await does('QueueRemove', { Queue: 'm-front' });
  await does('QueuePause', { Queue: 'm-billing', Paused: 'false' });
  await does('QueueRemove', { Queue: 'm-billing' });
  await does('QueueAdd', { Queue: 'm-front', MemberName: 'Zoe' });
  await does('QueueRemove', { Queue: 'm-front' });

  await until('the log has it', () => readFileSync(logFile, 'utf8').split('REMOVEMEMBER').length === 4);
  recorder.write();
  const heard = await timesIn(live);
  const late = newBook();
  const importer = new LogImporter({
    ...{ clock: systemClock, log, store: () => late.journal.figures, skewMs: recorder.skewMs },
    agentOf: recorder.agentOf,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  importer.use(logFile, queueLogAt(logFile));
  await importer.run();
  await importer.run();
  const read = await timesIn(late);

  // Nine steps of two seconds signed in, and then one more; three steps paused everywhere.
  expect(heard.signedIn).toBeGreaterThanOrEqual(17);
  expect(heard.paused).toBeGreaterThanOrEqual(5);
  // The log has whole seconds, and each beginning and end its own.
  expect(Math.abs(heard.signedIn - read.signedIn)).toBeLessThanOrEqual(3);
  expect(Math.abs(heard.paused - read.paused)).toBeLessThanOrEqual(4);
  expect(heard.reasons.map(({ reason }) => reason).sort()).toEqual(read.reasons.map(({ reason }) => reason).sort());
  expect(read.reasons.map(({ reason }) => reason)).toContain('Meeting');

  // Both in one journal: still the same time.
  const both = new LogImporter({
    ...{ clock: systemClock, log, store: () => live.journal.figures, skewMs: recorder.skewMs },
    agentOf: recorder.agentOf,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  both.use(logFile, queueLogAt(logFile));
  await both.run();
  const together = await timesIn(live);
  expect(together.signedIn - Math.max(heard.signedIn, read.signedIn)).toBeLessThanOrEqual(3);
  expect(together.paused).toBeLessThanOrEqual(Math.max(heard.paused, read.paused) + 2);
});

it('members of the configuration are signed in since the PBX says so, and stay so while they are heard of', async () => {
  recorder.upToNow();
  const answer = await live.reader.report({ from: '1990-01-01', to: '2100-01-01' }, settings, Date.now());
  expect(answer.ok && togetherOf(answer.value.people, '201').signedIn).toBeGreaterThan(0);
});
