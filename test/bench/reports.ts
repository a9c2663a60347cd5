// npm run bench -- figures: a million calls in the journal, and how long any report on them takes; what the main process
// is held up for meanwhile, and while calls are written. (figures.ts beside this one prints the lines of every bench.)
//   CALLS=100000 npm run bench -- figures    a smaller journal
import { rmSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { figureReader } from '../../electron/adapters/storage/figure-reader.ts';
import { openJournal } from '../../electron/adapters/storage/journal.ts';
import type { FigureQuestion, FigureSettings } from '../../electron/ports/figures.ts';
import type { QueueCall } from '../../shared/domain/figures/types.ts';
import { FIRST_DAY, KEY, LAST_DAY, millionCalls, ZONE } from './figure-journal.ts';
import { bench, figure, percentile } from './figures.ts';

const CALLS = Number(process.env['CALLS'] ?? 1_000_000);
const ROUNDS = 8;
const settings: FigureSettings = {
  zone: ZONE,
  shortSeconds: 5,
  targetSeconds: { 'front-desk': 30 },
  resolutionDays: 7,
};
const always = { from: FIRST_DAY, to: LAST_DAY };

const QUESTIONS: readonly FigureQuestion[] = [
  always,
  { ...always, queue: 'billing' },
  { ...always, agent: '203' },
  { ...always, category: 'records' },
  { ...always, weekday: 0, hour: 9 },
  { from: '2025-12-01', to: '2025-12-31' },
  { from: LAST_DAY, to: LAST_DAY },
];

const aCall = (index: number, at: number): QueueCall => ({
  ...{ entry: `new.${index}`, queue: 'front-desk', number: '+12065550100', joinedAt: at - 60_000 + index },
  ...{ end: 'answered', waited: 12, agent: '203', talk: 90, unanswered: {} },
});

await bench(600_000, async () => {
  const folder = millionCalls(CALLS);
  const began = performance.now();
  const reader = figureReader(folder, KEY, ZONE);
  const opened = openJournal(folder, KEY);
  if (!opened.ok) throw new Error(opened.error.code);
  const { figures } = opened.value;
  const now = Date.parse(`${LAST_DAY}T18:00:00-05:00`);
  const first = await reader.report(always, settings, now);
  if (!first.ok) throw new Error(first.error.code);
  console.log(`${first.value.all.entered} calls in queues, ${first.value.all.matters} matters`);
  figure('figures.read', performance.now() - began, 'ms once after the start, beside the calls');

  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const [reports, lists, forecasts, writes]: number[][] = [[], [], [], []];
  const timed = async (times: number[] | undefined, ask: () => Promise<{ ok: boolean }> | { ok: boolean }) => {
    const at = performance.now();
    if (!(await ask()).ok) throw new Error('no answer');
    times?.push(performance.now() - at);
  };
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, question] of QUESTIONS.entries()) {
      // A call goes on between any two questions: what is asked is always as of now.
      await timed(writes, () => figures.putCalls([aCall(round * 100 + index, now)], 'live'));
      await timed(reports, () => reader.report(question, settings, now));
      await timed(lists, () => reader.behind({ ...question, figure: 'abandonment', limit: 500 }, settings, now));
      if (index === 0) await timed(forecasts, () => reader.volumes({ from: '2025-11-01', to: LAST_DAY }, settings));
    }
  delay.disable();
  for (const [name, times = []] of Object.entries({ report: reports, list: lists, forecast: forecasts })) {
    figure(`figures.${name}.p50`, percentile(times, 0.5), 'ms');
    figure(`figures.${name}.p99`, percentile(times, 0.99), 'ms', 300);
  }
  figure('figures.write.p99', percentile(writes ?? [], 0.99), 'ms', 50);
  figure('figures.mainLongestBlock', delay.max / 1e6, 'ms', 50);
  figure('figures.memory', process.memoryUsage().rss / 2 ** 20, 'MiB of the process, its calls in memory');
  reader.close();
  opened.value.close();
  rmSync(folder, { recursive: true });
});
