// A Monday morning at a real Asterisk: two hundred callers who are answered, give up, time out, press a key, are handed to
// another queue, moved, and rung for in vain. What the product makes of it while it happens, and what it makes of the log
// afterwards, must be what Asterisk wrote down, call by call and figure by figure.
import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueLogAt } from '../../electron/adapters/asterisk/queue-log.ts';
import { systemClock } from '../../electron/compose.ts';
import type { CallBehind } from '../../electron/ports/figures.ts';
import { LogImporter } from '../../electron/services/figures/log-importer.ts';
import type { FigureReport } from '../../shared/domain/figures/schemas.ts';
import type { Sums } from '../../shared/domain/figures/sums.ts';
import type { Result } from '../../shared/result/result.ts';
import { until } from '../support/until.ts';
import type { FigureBook } from '../fakes/figure-book.ts';
import type { Asterisk } from './asterisk.ts';
import { silent, watchFigures } from './figure-watch.ts';
import type { FigureWatch } from './figure-watch.ts';
import { AGENTS, extensionOfName, placeCall, planned } from './monday-plan.ts';
import type { PlannedCall } from './monday-plan.ts';
import { ownFigures } from './own-figures.ts';
import { ownReading } from './own-log.ts';
import type { LoggedCall } from './own-log.ts';

const ZONE = 'America/New_York';
const targets: Record<string, number> = { 'm-front': 2, 'm-billing': 1, 'm-espanol': 3, 'm-nobody': 2 };
const SHORT = 1;
const settings = { zone: ZONE, shortSeconds: SHORT, targetSeconds: targets, resolutionDays: 7 };
const always = { from: '1990-01-01', to: '2100-01-01' };

async function must<T>(asked: Promise<Result<T>>): Promise<T> {
  const answer = await asked;
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

const reportOf = (book: FigureBook) => must(book.reader.report(always, settings, Date.now()));
const callsOf = async (book: FigureBook) =>
  (await must(book.reader.behind({ ...always, figure: 'all', limit: 5_000 }, settings, Date.now()))).calls;

let watch: FigureWatch;
let asterisk: Asterisk;
let live: FigureBook;
let logFile: string;

beforeAll(async () => {
  watch = await watchFigures();
  ({ asterisk, live, logFile } = watch);
});

afterAll(() => watch?.stop());

/** Does what the plan wants done from outside: hands over who is talked to, moves who waits. Each once. */
function helper(plan: readonly PlannedCall[]): () => Promise<void> {
  const wanted = new Map(plan.map((call) => [call.number, call]));
  const done = new Set<string>();
  const due = (event: string, does: PlannedCall['does']) =>
    asterisk.events(event).filter((message) => {
      const number = message.get('calleridnum') ?? '';
      if (done.has(number) || wanted.get(number)?.does !== does) return false;
      return done.add(number);
    });
  return async () => {
    for (const message of due('AgentConnect', 'isTransferred'))
      await asterisk.ask('BlindTransfer', {
        Channel: message.get('destchannel') ?? '',
        Context: 'monday',
        Exten: message.get('queue') === 'm-billing' ? 'm-espanol' : 'm-billing',
      });
    for (const message of due('QueueCallerJoin', 'isMoved'))
      await asterisk.ask('QueueWithdrawCaller', {
        Queue: message.get('queue') ?? '',
        Caller: message.get('channel') ?? '',
      });
  };
}

/** Plays the plan, one caller every `gapMs`, until the last is gone; what the log says of it. */
async function play(plan: readonly PlannedCall[], gapMs: number): Promise<LoggedCall[]> {
  const start = statSync(logFile).size;
  const help = helper(plan);
  for (const call of plan) {
    await placeCall(asterisk, call);
    await help();
    await new Promise((resolve) => setTimeout(resolve, gapMs));
  }
  const reading = () => ownReading(readFileSync(logFile, 'utf8').slice(start), extensionOfName);
  await until(
    'everybody is gone',
    async () => {
      await help();
      const calls = reading();
      const isOver = calls.every(({ end, talk }) => end !== '' && (end !== 'answered' || talk >= 0));
      return isOver && new Set(calls.map(({ number }) => number)).size === plan.length;
    },
    60_000,
  );
  // The log may be ahead of what is told; and nobody says that a key was pressed: it shows in nothing being said for a while.
  await until(
    'the recorder has them all',
    async () => {
      const { waiting, talks, answered } = (await reportOf(live)).all;
      return waiting === 0 && talks === answered;
    },
    40_000,
  );
  return reading();
}

const OURS = (call: CallBehind | LoggedCall): string => `${call.number} ${call.queue}`;

/** The same in both: id, end, who, how long. Asterisk takes the time once for each of the two: they may be a second apart. */
function expectSameCalls(told: readonly CallBehind[], logged: readonly LoggedCall[]): void {
  const inOrder = [...told].sort((a, b) => a.at - b.at);
  expect(inOrder).toHaveLength(logged.length);
  for (const call of logged) {
    const mine = inOrder.filter((one) => OURS(one) === OURS(call));
    const nth = logged.filter((one) => OURS(one) === OURS(call)).indexOf(call);
    const one = mine[nth];
    const shown = one && { end: one.end, agent: one.agent };
    expect(shown, `${OURS(call)} of ${call.joined}`).toEqual({ end: call.end, agent: call.agent });
    expect(Math.abs((one?.waited ?? -9) - call.waited), `wait of ${OURS(call)}`).toBeLessThanOrEqual(1);
    expect(Math.abs((one?.talk ?? -1) - call.talk), `talk of ${OURS(call)}`).toBeLessThanOrEqual(1);
    expect(Math.abs((one?.at ?? 0) / 1000 - call.joined), `joining of ${OURS(call)}`).toBeLessThanOrEqual(2);
  }
}

const COUNTS = ['entered', 'answered', 'gaveUp', 'timedOut', 'leftByKey', 'moved', 'transferred', 'counted'] as const;

/** @param slack seconds that each call may differ by */
function expectSameFigures(sums: Sums | undefined, logged: readonly LoggedCall[], slack: number): void {
  const own = ownFigures(logged, { short: SHORT, target: (queue) => targets[queue] ?? 30 });
  for (const name of COUNTS) {
    // A wait that the two measured on either side of the limit is short for one of them.
    const near = name === 'gaveUp' || name === 'counted' ? slack * edge(logged, SHORT, 'gaveUp') : 0;
    expect(Math.abs((sums?.[name] ?? 0) - own[name]), name).toBeLessThanOrEqual(near);
  }
  expect((sums?.gaveUp ?? 0) + (sums?.shortGaveUp ?? 0)).toBe(own.gaveUp + own.shortGaveUp);
  const within = logged.filter(({ end, waited, queue }) => end === 'answered' && isNear(waited, targets[queue] ?? 30));
  expect(Math.abs((sums?.withinTarget ?? 0) - own.withinTarget)).toBeLessThanOrEqual(slack * within.length);
  expect(Math.abs((sums?.waitSum ?? 0) - own.waitSum)).toBeLessThanOrEqual(slack * own.answered);
  expect(Math.abs((sums?.talkSum ?? 0) - own.talkSum)).toBeLessThanOrEqual(slack * own.answered);
  expect(Math.abs((sums?.longestWait ?? 0) - own.longestWait)).toBeLessThanOrEqual(slack);
}

const isNear = (value: number, limit: number): boolean => Math.abs(value - limit) <= 1;
const edge = (logged: readonly LoggedCall[], limit: number, end: string): number =>
  logged.filter((call) => call.end === end && isNear(call.waited, limit)).length;

function expectSameReport(report: FigureReport, logged: readonly LoggedCall[], slack: number): void {
  expectSameFigures(report.all, logged, slack);
  for (const queue of Object.keys(targets)) {
    const sums = report.byQueue.find(({ key }) => key === queue)?.sums;
    expectSameFigures(
      sums,
      logged.filter((call) => call.queue === queue),
      slack,
    );
  }
  for (const agent of AGENTS) {
    const sums = report.byAgent.find(({ key }) => key === agent)?.sums;
    expectSameFigures(
      sums,
      logged.filter((call) => call.agent === agent),
      slack,
    );
    const rang = logged.reduce((sum, call) => sum + (call.unanswered[agent] ?? 0), 0);
    expect(sums?.unanswered ?? 0, `rang in vain at ${agent}`).toBe(rang);
  }
}

/** By its number every caller has a place in the two simulated hours: Monday, 8 to 10. */
const simulated = (number: string, count: number): number =>
  Date.parse('2026-01-05T08:00:00-05:00') + (Number(number.slice(-3)) / count) * 2 * 3_600_000;

describe('a Monday morning', () => {
  it('200 calls: live facts, the log read afterwards, and both together are what Asterisk wrote down', async () => {
    const plan = planned(200);
    const logged = await play(plan, 200);
    const kinds = Object.groupBy(logged, ({ end }) => end);
    for (const end of ['answered', 'gaveUp', 'timedOut', 'leftByKey', 'moved'])
      expect(kinds[end]?.length, end).toBeGreaterThan(3);
    expect(logged.filter(({ by }) => by === 'transfer').length).toBeGreaterThan(5);
    expect(logged.filter(({ unanswered }) => Object.keys(unanswered).length > 0).length).toBeGreaterThan(5);

    expectSameCalls(await callsOf(live), logged);
    expectSameReport(await reportOf(live), logged, 1);

    // The log alone, as after a morning without any console. Nothing is rounded twice here: it is the same to the second.
    const late = watch.newBook();
    const importer = (book: FigureBook) =>
      new LogImporter({
        ...{ clock: systemClock, log: silent, store: () => book.journal.figures, skewMs: () => 0 },
        agentOf: watch.recorder.agentOf,
        breathe: () => new Promise((resolve) => setImmediate(resolve)),
      });
    const fromLog = importer(late);
    fromLog.use(logFile, queueLogAt(logFile));
    await fromLog.run();
    expectSameCalls(await callsOf(late), logged);

    // Seen and found again: still one call each.
    const before = (await reportOf(live)).all.entered;
    const again = importer(live);
    again.use(logFile, queueLogAt(logFile));
    await again.run();
    await again.run();
    expect((await reportOf(live)).all.entered).toBe(before);
    expectSameCalls(await callsOf(live), logged);

    // By the hour, in the two hours that the morning stands for.
    const told = await callsOf(late);
    const retimed = watch.newBook();
    const kept = retimed.journal.figures.putCalls(
      told.map(({ number, queue, end, agent, waited, talk }, index) => ({
        ...{ entry: `e${index}`, number, queue, end, agent, waited, talk, unanswered: {} },
        joinedAt: simulated(number, plan.length),
      })),
      'live',
    );
    expect(kept.ok).toBe(true);
    const hours = await reportOf(retimed);
    for (const hour of [8, 9]) {
      const then = logged.filter(({ number }) => Math.floor(Number(number.slice(-3)) / 100) + 8 === hour);
      const ours = {
        ...hours.byHour[hour]!,
        transferred: ownFigures(then, { short: SHORT, target: () => 0 }).transferred,
      };
      expectSameFigures(ours, then, 0);
      expect(hours.heat[0]?.[hour]?.entered).toBe(then.length);
    }
  });

  it('at a thousand an hour nothing is lost', async () => {
    const known = (await callsOf(live)).length;
    // One every 3.6 s in the simulated hour; here twenty times as fast.
    const plan = planned(60).map((call) => ({ ...call, number: call.number.replace('2065551', '2065552') }));
    const logged = await play(plan, 120);
    expect((await callsOf(live)).length - known).toBe(logged.length);
    const fresh = (await callsOf(live)).filter(({ number }) => number.startsWith('2065552'));
    expectSameCalls(fresh, logged);
  });
});
