import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFigureBook } from '../test/fakes/figure-book.ts';
import type { FigureBook } from '../test/fakes/figure-book.ts';
import { FakeClock, FakeLog } from '../test/fakes/parts.ts';
import type { DeskFact } from '../shared/domain/figures/desk-fact.ts';
import type { QueueCall } from '../shared/domain/figures/types.ts';
import { firstCallResolution } from '../shared/domain/work/repeat.ts';
import type { PastCall } from '../shared/domain/work/repeat.ts';
import { togetherOf } from '../shared/domain/figures/person-time.ts';
import { FigureRecorder } from './services/figures/recorder.ts';
import { LogImporter } from './services/figures/log-importer.ts';
import { queueLogAt } from './adapters/asterisk/queue-log.ts';

const ZONE = 'America/New_York';
const T = Date.parse('2026-01-05T09:00:00-05:00');
const NOW = T + 30 * 86_400_000;
const settings = { zone: ZONE, shortSeconds: 5, targetSeconds: {}, resolutionDays: 7 };
const always = { from: '2020-01-01', to: '2030-01-01' };

let book: FigureBook;
beforeEach(() => {
  book = openFigureBook();
});
afterEach(() => book.close());

async function calls() {
  const found = await book.reader.behind({ ...always, figure: 'all', limit: 999 }, settings, NOW);
  if (!found.ok) throw new Error(found.error.code);
  return found.value.calls;
}
async function sums() {
  const report = await book.reader.report(always, settings, NOW);
  if (!report.ok) throw new Error(report.error.code);
  return report.value.all;
}

const call = (change: Partial<QueueCall> = {}): QueueCall => ({
  ...{ entry: 'u1', queue: 'front', joinedAt: T, number: '2065550142', unanswered: {} },
  ...change,
});
const desk = (change: Partial<DeskFact> = {}): DeskFact => ({
  ...{ callId: 'c1', at: T + 10_000, direction: 'incoming', number: '2065550142', agent: '201', answered: true },
  ...{ transferred: false, tried: 0, bounced: 0, note: 'owed' },
  ...change,
});

describe('queue calls on disk', () => {
  it('a call that goes on is one row, and the reader sees it as it is now', async () => {
    book.journal.figures.putCalls([call()], 'live');
    expect((await sums()).waiting).toBe(1);
    book.journal.figures.putCalls([call({ end: 'answered', waited: 7, agent: '201' })], 'live');
    book.journal.figures.putCalls([call({ end: 'answered', waited: 7, agent: '201', talk: 60 })], 'live');
    expect(await sums()).toMatchObject({ entered: 1, waiting: 0, answered: 1, talkSum: 60 });
  });

  it('seen and found in the log is one; the same caller twice is two, in either order of telling', async () => {
    const again = { joinedAt: T + 20_000 };
    const seen = [call({ joinedAt: T + 350 }), call({ joinedAt: T + 20_600 })];
    const logged = [call({ end: 'gaveUp', waited: 3 }), call({ ...again, end: 'answered', waited: 9 })];
    book.journal.figures.putCalls(seen, 'live');
    book.journal.figures.putCalls(logged, 'log');
    book.journal.figures.putCalls(logged, 'log');
    expect((await calls()).map(({ end }) => end)).toEqual(['answered', 'gaveUp']);
    book.journal.figures.putCalls(seen.map((one) => ({ ...one, entry: 'u2' })).toReversed(), 'live');
    book.journal.figures.putCalls(logged.map((one) => ({ ...one, entry: 'u2' })).toReversed(), 'log');
    expect((await sums()).entered).toBe(4);
  });

  it('what this desk knows of the call stands in its row; a call without a queue has one of its own', async () => {
    book.journal.figures.putCalls([call({ end: 'answered', waited: 7, agent: '201', talk: 60 })], 'live');
    book.journal.figures.putDeskFacts([
      desk({ entry: 'u1', queue: 'front', category: 'billing', hold: 12, wrapUp: 30, note: 'complete' }),
      desk({ callId: 'c2' }),
      desk({ callId: 'voicemail/1', direction: 'voicemail', answered: false, note: 'none' }),
    ]);
    expect(await sums()).toMatchObject({
      entered: 1,
      direct: 1,
      voicemails: 1,
      holdSum: 12,
      wrapUpSum: 30,
      notesOwed: 2,
    });
    expect((await calls()).find(({ kind }) => kind === 'queue')).toMatchObject({
      category: 'billing',
      callId: 'c1',
      hasNote: true,
    });
  });

  it('a call that the PBX tells of only after its desk did is one, and not one more', async () => {
    book.journal.figures.putDeskFacts([desk({ entry: 'u1', queue: 'front', talk: 50 })]);
    expect(await sums()).toMatchObject({ entered: 0, direct: 1 });
    book.journal.figures.putCalls([call({ end: 'answered', waited: 7, agent: '201', talk: 60 })], 'log');
    expect(await sums()).toMatchObject({ entered: 1, direct: 0, talkSum: 60 });
  });

  it('what is past its time goes, and from the figures too', async () => {
    book.journal.figures.putCalls(
      [call(), call({ entry: 'u2', number: '+12065550199' }), call({ entry: 'u3', joinedAt: NOW })],
      'live',
    );
    expect((await sums()).entered).toBe(3);
    expect(book.journal.figures.removeBefore(NOW - 1, (number) => number.endsWith('0199'))).toEqual({
      ok: true,
      value: 1,
    });
    expect((await sums()).entered).toBe(2);
  });

  it('first-call resolution is what its definition says, in whatever order notes are finished', async () => {
    const one = fc.record({
      ...{ day: fc.integer({ min: 0, max: 25 }), key: fc.constantFrom('+1', '+2', undefined) },
      ...{ patientId: fc.constantFrom('p1', 'p2', undefined), category: fc.constantFrom('billing', 'records') },
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 9 }), async (matters) => {
        round++;
        const start = T + round * 400 * 86_400_000;
        const past = matters.map(({ day, ...matter }, index): PastCall & DeskFact => ({
          ...desk({ callId: `r${round}-${index}`, at: start + day * 86_400_000, ...matter }),
          ...{ callId: `r${round}-${index}`, answered: true, direction: 'incoming' as const },
        }));
        // Each first without its category, as before its note is finished; then in another order.
        book.journal.figures.putDeskFacts(past.map((each) => ({ ...each, category: undefined })));
        for (const each of past.toReversed()) book.journal.figures.putDeskFacts([each]);
        const now = start + 60 * 86_400_000;
        const expected = firstCallResolution(past, { now, days: 7, lookBackDays: 90 });
        const days = {
          from: new Date(start - 86_400_000).toISOString().slice(0, 10),
          to: new Date(now).toISOString().slice(0, 10),
        };
        const report = await book.reader.report(days, settings, now);
        if (!report.ok) throw new Error(report.error.code);
        expect([report.value.all.matters, report.value.all.resolved]).toEqual([expected.counted, expected.resolved]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the PBX’s log', () => {
  const file = () => path.join(book.folder, 'queue_log');
  const clock = new FakeClock(NOW);
  const importer = () =>
    new LogImporter({
      ...{ clock, log: new FakeLog(), store: () => book.journal.figures, skewMs: () => 0, agentOf: (name) => name },
      breathe: () => Promise.resolve(),
    });
  const second = T / 1000;
  const whole = (entry: string, at = second) =>
    `${at}|${entry}|front|NONE|ENTERQUEUE||2065550100|1\n${at + 5}|${entry}|front|101|CONNECT|5|x|2\n${at + 65}|${entry}|front|101|COMPLETEAGENT|5|60|1\n`;

  it('is read on from where it ended; a torn line waits for its rest; told twice is once', async () => {
    const log = importer();
    writeFileSync(file(), `${whole('a')}${second + 100}|b|front|NONE|ENTER`);
    log.use(file(), queueLogAt(file()));
    await log.run();
    expect(await sums()).toMatchObject({ entered: 1, answered: 1, talkSum: 60 });
    appendFileSync(
      file(),
      `QUEUE||2065550101|1\n${second + 109}|b|front|NONE|ABANDON|1|1|9\n${second + 109}|b|front|NONE|ABANDON|1|1|9\n`,
    );
    await log.run();
    expect(await sums()).toMatchObject({ entered: 2, gaveUp: 1 });
    expect(book.journal.figures.heardIn(0, NOW)).toEqual([{ from: T, to: NOW }]);
  });

  it('after a start it is read again from the oldest call that was not over', async () => {
    writeFileSync(file(), `${whole('a')}${second + 100}|b|front|NONE|ENTERQUEUE||2065550101|1\n`);
    const first = importer();
    first.use(file(), queueLogAt(file()));
    await first.run();
    appendFileSync(file(), `${second + 120}|b|front|NONE|ABANDON|1|1|20\n`);
    const next = importer();
    next.use(file(), queueLogAt(file()));
    await next.run();
    expect(await sums()).toMatchObject({ entered: 2, gaveUp: 1, waiting: 0 });
  });

  it('goes on across a rotation, with the rest of the old file', async () => {
    const log = importer();
    writeFileSync(file(), whole('a'));
    log.use(file(), queueLogAt(file()));
    await log.run();
    appendFileSync(file(), whole('b', second + 200));
    renameSync(file(), `${file()}.1`);
    writeFileSync(file(), whole('c', second + 400));
    await log.run();
    expect((await sums()).answered).toBe(3);
  });

  it('stands anything that is no log', async () => {
    const log = importer();
    log.use(file(), queueLogAt(file()));
    await log.run();
    expect(log.state()).toBe('unreadable');
    const noise = Array.from({ length: 3000 }, (_, index) => `${'\u0000|'.repeat(index % 50)}${index}`).join('\n');
    writeFileSync(file(), `${noise}\n${'x'.repeat(400_000)}\n${second - 9e9}|z|q|NONE|ENTERQUEUE||1|1\n${whole('a')}`);
    await log.run();
    expect(log.state()).toBe('ok');
    expect((await sums()).answered).toBe(1);
  });

  it('a hundred thousand lines are read in pieces', async () => {
    const lines = Array.from({ length: 6_000 }, (_, index) => whole(`m${index}`, second + index * 2)).join('');
    writeFileSync(file(), lines);
    let pieces = 0;
    const log = new LogImporter({
      ...{ clock, log: new FakeLog(), store: () => book.journal.figures, skewMs: () => 0, agentOf: (name) => name },
      breathe: async () => void pieces++,
    });
    log.use(file(), queueLogAt(file()));
    await log.run();
    expect((await sums()).answered).toBe(6_000);
    expect(pieces).toBeGreaterThan(20);
  });
});

describe('time in the queues on disk', () => {
  const timesOf = async (agent: string) => {
    const report = await book.reader.report(always, settings, NOW);
    if (!report.ok) throw new Error(report.error.code);
    return togetherOf(report.value.people, agent);
  };
  const recorder = (clock: FakeClock) =>
    new FigureRecorder({ clock, log: new FakeLog(), store: () => book.journal.figures });
  const listen = (to: FigureRecorder, at: number) => to.onFact({ type: 'snapshot', at, waiting: [] });

  it('goes on while the PBX is heard, ends where it was heard last, and is told anew after a start', async () => {
    const clock = new FakeClock(T);
    const first = recorder(clock);
    listen(first, T);
    first.onMember({ type: 'in', at: T, agent: '201', queue: 'front', since: T - 600_000 });
    first.onMember({ type: 'paused', at: T, agent: '201', queue: 'front', reason: 'Lunch', since: T - 60_000 });
    clock.advance(120_000);
    first.upToNow();
    expect(await timesOf('201')).toMatchObject({ signedIn: 720, paused: 180 });
    // Killed: nothing is put away. An hour later somebody looks again, and the PBX says since when.
    const second = recorder(new FakeClock(T + 3_600_000));
    listen(second, T + 3_600_000);
    second.onMember({ type: 'in', at: T + 3_600_000, agent: '201', queue: 'front', since: T + 3_000_000 });
    second.write();
    expect(book.journal.figures.openMemberSpans('live')).toHaveLength(1);
    first.stop();
    second.stop();
  });

  it('the log: read on in the middle of a pause, after a start too; a restarted PBX is signed out', async () => {
    const file = path.join(book.folder, 'queue_log');
    const at = (seconds: number) => Math.floor(T / 1000) + seconds;
    const line = (seconds: number, text: string) => `${at(seconds)}|${text}\n`;
    writeFileSync(
      file,
      line(0, 'MANAGER|front|Ana|ADDMEMBER|') +
        line(100, 'NONE|front|Ana|PAUSE|Lunch') +
        line(101, 'NONE|NONE|Ana|PAUSEALL|Lunch'),
    );
    const importer = () => {
      const made = new LogImporter({
        ...{
          clock: new FakeClock(T + 200_000),
          log: new FakeLog(),
          store: () => book.journal.figures,
          skewMs: () => 0,
        },
        ...{ agentOf: () => '201', breathe: async () => undefined },
      });
      made.use(file, queueLogAt(file));
      return made;
    };
    await importer().run();
    expect(await timesOf('201')).toMatchObject({ signedIn: 200, paused: 100 });
    appendFileSync(file, line(150, 'NONE|front|Ana|UNPAUSE|') + line(180, 'NONE|NONE|NONE|QUEUESTART|'));
    const after = importer();
    await after.run();
    await after.run();
    expect(await timesOf('201')).toMatchObject({
      signedIn: 180,
      paused: 50,
      reasons: [{ reason: 'Lunch', seconds: 50 }],
    });
    expect(book.journal.figures.openMemberSpans('log')).toEqual([]);
  });
});
