// Who was signed in and paused, at a real Asterisk: what is heard as it happens (AMI) and what is read afterwards (queue_log)
// must come to the same time, for people who join, pause in one queue or in all, change the reason and leave.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queueLogAt } from '../../electron/adapters/asterisk/queue-log.ts';
import { systemClock } from '../../electron/compose.ts';
import { LogImporter } from '../../electron/services/figures/log-importer.ts';
import { togetherOf } from '../../shared/domain/figures/person-time.ts';
import type { PersonTime } from '../../shared/domain/figures/person-time.ts';
import { until } from '../support/until.ts';
import type { FigureBook } from '../fakes/figure-book.ts';
import { silent, watchFigures } from './figure-watch.ts';
import type { FigureWatch } from './figure-watch.ts';

const settings = { zone: 'America/New_York', shortSeconds: 1, targetSeconds: {}, resolutionDays: 7 };

let watch: FigureWatch;
beforeAll(async () => {
  watch = await watchFigures();
});
afterAll(() => watch?.stop());

const PHONE = 'Local/231@monday-agents/n';
const does = async (action: string, fields: Record<string, string>) => {
  const answer = await watch.asterisk.ask(action, { Interface: PHONE, ...fields });
  expect(answer[0]?.get('response') ?? 'Success').toBe('Success');
  await secondsPass(2);
};
/** By the PBX's own clock, which is what both sides count with. */
async function secondsPass(count: number): Promise<void> {
  const end = Date.now() + count * 1000;
  await until('time goes by', () => Date.now() >= end);
}

async function timesIn({ reader }: FigureBook): Promise<PersonTime> {
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

  await until('the log has it', () => readFileSync(watch.logFile, 'utf8').split('REMOVEMEMBER').length === 4);
  watch.recorder.write();
  const heard = await timesIn(watch.live);
  const late = watch.newBook();
  const importer = new LogImporter({
    ...{ clock: systemClock, log: silent, store: () => late.journal.figures, skewMs: watch.recorder.skewMs },
    agentOf: watch.recorder.agentOf,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  importer.use(watch.logFile, queueLogAt(watch.logFile));
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
    ...{ clock: systemClock, log: silent, store: () => watch.live.journal.figures, skewMs: watch.recorder.skewMs },
    agentOf: watch.recorder.agentOf,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  both.use(watch.logFile, queueLogAt(watch.logFile));
  await both.run();
  const together = await timesIn(watch.live);
  expect(together.signedIn - Math.max(heard.signedIn, read.signedIn)).toBeLessThanOrEqual(3);
  expect(together.paused).toBeLessThanOrEqual(Math.max(heard.paused, read.paused) + 2);
});

it('members of the configuration are signed in since the PBX says so, and stay so while they are heard of', async () => {
  watch.recorder.upToNow();
  const answer = await watch.live.reader.report({ from: '1990-01-01', to: '2100-01-01' }, settings, Date.now());
  expect(answer.ok && togetherOf(answer.value.people, '201').signedIn).toBeGreaterThan(0);
});
