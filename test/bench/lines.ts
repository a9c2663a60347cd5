// Six lines at once with sound on the one in hand; then many short calls, and what they leave behind in memory.
//   CALLS=500 npm run bench -- lines
import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright';
import type { NoteContent } from '../../shared/domain/note/types.ts';
import { hearsInPage } from '../support/host.ts';
import { until } from '../support/until.ts';
import { bench, figure } from './figures.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';

const CALLS = Number(process.env['CALLS'] ?? 500);
/** The first calls fill caches that stay as they are: growth is counted from here. */
const WARM_CALLS = Math.min(50, Math.floor(CALLS / 5));
const LINES = 6;
/** SIP keeps a transaction for 32 s after its call (RFC 3261 timers L and J): what is left after that was forgotten. */
const SETTLE_MS = 35_000;
/** What a receptionist writes of a short call, so that nothing stays on the list of what is owed. */
const NOTE: NoteContent = {
  category: 'insurance',
  words: 'Asks whether a referral is needed',
  fields: { about: 'copay' },
  outcome: 'answered',
  told: 'Not for a first visit',
  nextStep: 'nothing',
};
const MEGABYTE = 2 ** 20;

await bench(15 * 60_000, async () => {
  const stage = await setStage();
  await sixLines(stage);
  await shortCalls(stage, WARM_CALLS);
  const before = await memoryOf(stage);
  // What is compiled and cached once more comes early; what is forgotten call by call shows in the second half as well.
  const half = Math.floor((CALLS - WARM_CALLS) / 2);
  await shortCalls(stage, half);
  const halfway = await memoryOf(stage);
  await shortCalls(stage, CALLS - WARM_CALLS - half);
  const after = await memoryOf(stage);
  figure('lines.calls', CALLS, 'calls');
  for (const part of ['phone', 'console', 'main'] as const) {
    figure(`lines.${part}.memory`, after[part] / MEGABYTE, 'MB');
    figure(`lines.${part}.growth`, growth(before[part], after[part]), '%', 5);
    figure(`lines.${part}.growth.second.half`, growth(halfway[part], after[part]), '%', 5);
  }
  figure('lines.console.and.main', (after.console + after.main) / MEGABYTE, 'MB', 300);
  await stage.close();
});

function growth(was: number, is: number): number {
  return (100 * (is - was)) / was;
}

function ringing(stage: Stage) {
  return stage.desk.rows('calls').find((call) => call.state === 'ringing');
}
function live(stage: Stage) {
  return stage.desk.rows('calls').filter((call) => call.state !== 'ended');
}

async function answerOne(stage: Stage, number: string): Promise<string> {
  await stage.asterisk.dialDesk('101', number);
  const { id } = await until('it rings', () => ringing(stage));
  await stage.desk.command('call.answer', { callId: id });
  await until('talking', () => stage.desk.row('calls', id)?.state === 'talking');
  return id;
}

async function must(answer: Promise<{ ok: boolean }>): Promise<void> {
  const given = await answer;
  if (!given.ok) throw new Error(JSON.stringify(given));
}

async function endAll({ desk }: Stage): Promise<void> {
  const talking = desk.rows('calls').filter((call) => call.state !== 'ended');
  for (const { id } of talking) await must(desk.command('call.hangUp', { callId: id }));
  await until('all over', () => desk.rows('calls').every((call) => call.state === 'ended'));
  for (const { id: callId } of desk.rows('calls')) {
    await must(desk.command('note.save', { callId, version: 0, content: NOTE }));
    await must(desk.command('note.finish', { callId }));
    await must(desk.command('call.dismiss', { callId }));
  }
  await until('put away', () => desk.rows('calls').length === 0);
}

async function sixLines(stage: Stage): Promise<void> {
  let inHand = '';
  for (let line = 1; line <= LINES; line++) inHand = await answerOne(stage, `206555010${line}`);
  const began = performance.now();
  await hearsInPage(stage.phone, inHand, 440);
  figure('lines.at.once', live(stage).length, 'calls');
  figure('lines.held', live(stage).filter((call) => call.state === 'held').length, 'calls');
  figure('lines.sound.in.hand', performance.now() - began, 'ms');
  await endAll(stage);
}

async function shortCalls(stage: Stage, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    await answerOne(stage, `20655502${String(index % 100).padStart(2, '0')}`);
    await endAll(stage);
  }
}

interface Memory {
  /** Bytes. */
  readonly phone: number;
  readonly console: number;
  readonly main: number;
}

async function memoryOf(stage: Stage): Promise<Memory> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  return { phone: await heapOf(stage.phone), console: await heapOf(stage.console), main: residentOf(stage) };
}

/** JavaScript and everything it holds, after two collections: what is only waiting to be collected does not count. */
async function heapOf(page: Page): Promise<number> {
  const session: CDPSession = await page.context().newCDPSession(page);
  for (let turn = 0; turn < 2; turn++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** The service's resident memory, from Linux's own account of it. */
function residentOf({ host }: Stage): number {
  const status = readFileSync(`/proc/${host.process.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) * 1024;
}
