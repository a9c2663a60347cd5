// The figures of a month, made by the product's own arithmetic from invented calls, in the states that are drawn on purpose.
import type { Page } from 'playwright';
import type { ReportAnswer, ReportCall } from '../../shared/contract/reports.ts';
import { CallId } from '../../shared/domain/call/call.ts';
import { FigureColumns } from '../../shared/domain/figures/columns.ts';
import type { FigureRow } from '../../shared/domain/figures/columns.ts';
import { dayOf, localTimes } from '../../shared/domain/figures/local-time.ts';
import { reportOf } from '../../shared/domain/figures/report.ts';
import { ok } from '../../shared/result/result.ts';
import type { ConsoleHost } from './console-host.ts';
import { background, session } from './console-scenes.ts';
import type { ConsoleState } from './console-states.ts';

const ZONE = 'America/New_York';
const NOW = Date.parse('2026-01-30T17:00:00-05:00');
const QUEUES = ['front-desk', 'billing', 'espanol'];
const AGENTS = ['201', '202', '203', '204'];
const CATEGORIES = ['scheduling', 'billing', 'records', 'clinical', ''];

/** The same month every time. */
function month(): FigureColumns {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * random() * from.length)]!;
  const columns = new FigureColumns(localTimes(ZONE));
  for (let index = 0; index < 2_400; index++) {
    const at = Date.parse('2026-01-01T08:00:00-05:00') + Math.floor(random() * 30) * 86_400_000;
    const isWeekend = [0, 6].includes(new Date(at).getUTCDay());
    if (isWeekend && random() < 0.93) continue;
    const draw = random();
    const isAnswered = draw < 0.88;
    const wait = Math.floor(random() * random() * 90);
    const row: FigureRow = {
      ...{ kind: 'queue', at: at + Math.floor(random() ** 1.7 * 9 * 3_600_000), queue: pick(QUEUES) },
      ...{ agent: isAnswered ? pick(AGENTS) : '', category: isAnswered ? pick(CATEGORIES) : '', waited: wait },
      end: isAnswered ? 'answered' : draw < 0.96 ? 'gaveUp' : 'timedOut',
      ...(isAnswered ? { talk: 60 + Math.floor(random() * 240), hold: Math.floor(random() * 90), wrapUp: 45 } : {}),
      ...{ transferred: draw < 0.2, tried: draw < 0.2 ? 1 : 0, bounced: draw < 0.02 ? 1 : 0, voicemail: false },
      note: isAnswered ? (random() < 0.97 ? 'complete' : 'owed') : 'none',
      matter: isAnswered && random() < 0.7 ? (random() < 0.15 ? 'again' : 'first') : 'none',
      unanswered: random() < 0.1 ? { [pick(AGENTS)]: 1 } : {},
    };
    columns.set(index, row);
  }
  return columns;
}

const labelled = (labels: Record<string, string>) => Object.entries(labels).map(([key, label]) => ({ key, label }));

function answer(change: Partial<ReportAnswer> = {}, agent?: string): ReportAnswer {
  const selection = { from: dayOf('2026-01-01'), to: dayOf('2026-01-30'), agent };
  const measured = { shortSeconds: 5, targetSeconds: () => 30, now: NOW, resolutionDays: 7 };
  return {
    report: { ...reportOf(month(), selection, measured), people: TIMES },
    targets: {
      ...{ averageSpeedOfAnswer: 30, abandonment: 0.05, serviceLevel: 0.8, voicemailShare: 0.1 },
      ...{ firstCallResolution: 0.8, hold: 50, completeNotes: 1 },
    },
    ...{
      shortSeconds: 5,
      resolutionDays: 7,
      timeZone: ZONE,
      at: NOW,
      missing: [],
      queueLog: 'ok',
      notes: 'ok',
      isOwn: false,
    },
    queues: labelled({ 'front-desk': 'Front desk', billing: 'Billing', espanol: 'Español' }).map((queue) => ({
      ...queue,
      targetSeconds: 30,
    })),
    agents: labelled({ '201': 'Ana Ruiz', '202': 'Marcus Bell', '203': 'Chloe Sanders', '204': 'Joe Park' }),
    categories: labelled({ scheduling: 'Scheduling', billing: 'Billing', records: 'Records', clinical: 'Clinical' }),
    ...change,
  };
}

const TIMES = ['201', '202', '203'].flatMap((person, index) =>
  ['2026-01-28', '2026-01-29', '2026-01-30'].map((date, nth) => ({
    ...{ agent: person, date, signedIn: 27_000 + 600 * nth, paused: 3_000 + 900 * index, busy: 14_000 + 1_700 * index },
    reasons: [
      { reason: 'Lunch', seconds: 1_800 },
      { reason: index === 2 ? '' : 'Paperwork <b>', seconds: 1_200 + 900 * index },
    ],
  })),
);

const CALLS: ReportCall[] = [
  {
    at: NOW - 3_600_000,
    kind: 'queue',
    queue: 'front-desk',
    number: '+12065550142',
    end: 'gaveUp',
    agent: '',
    waited: 74,
    hasNote: false,
  },
  {
    ...{ at: NOW - 7_200_000, kind: 'queue', queue: 'billing', number: '+12065550177', end: 'answered', agent: '201' },
    ...{ waited: 12, talk: 245, category: 'billing', callId: CallId.parse('c1'), hasNote: true },
  },
  {
    at: NOW - 9_000_000,
    kind: 'queue',
    queue: 'espanol',
    number: '',
    end: 'timedOut',
    agent: '',
    waited: 300,
    hasNote: false,
  },
  {
    ...{
      at: NOW - 9_900_000,
      kind: 'queue',
      queue: 'front-desk',
      number: '<b>x</b>\u202Egnp',
      end: 'moved',
      agent: '',
    },
    ...{ waited: 20, hasNote: false },
  },
];

const leader = { id: 'marcus', name: 'Marcus Bell', role: 'supervisor', extension: '202' } as const;
const asLeader = () => ({ ...background(), session: { it: session({ user: leader }) } });

async function open(page: Page, host: ConsoleHost, given: ReportAnswer): Promise<void> {
  host.answer('reports.figures', () => ok(given));
  host.answer('reports.calls', () => ok({ calls: CALLS, total: 512 }));
  host.answer('reports.forecast', () =>
    ok({
      targetSeconds: 30,
      targetShare: 0.8,
      days: ['2026-02-02', '2026-02-03'].map((date) => ({
        date,
        basedOn: ['2026-01-26', '2026-01-19', '2026-01-12'],
        halves: Array.from({ length: 18 }, (_, index) => {
          const calls = 22 - Math.abs(index - 3) * 1.1;
          const people = Math.ceil(calls / 5);
          return { half: 16 + index, calls, least: calls - 3, most: calls + 4, handleSeconds: 245, people };
        }).map((half) => ({ ...half, least: Math.floor(half.least), most: Math.ceil(half.most) })),
      })),
    }),
  );
  await page.getByRole('button', { name: 'Find a person, number or action' }).waitFor();
  await page.keyboard.press('Alt+r');
  await page.locator('[data-reports] h2').waitFor();
}

const toPage = (name: string) => async (page: Page, host: ConsoleHost) => {
  await open(page, host, answer());
  await page.getByRole('button', { name, exact: true }).click();
};

export const REPORTS: readonly ConsoleState[] = [
  {
    name: 'reports-figures',
    rows: asLeader,
    until: 'text=Average speed of answer',
    act: (page, host) => open(page, host, answer()),
  },
  {
    name: 'reports-missing',
    rows: asLeader,
    until: 'text=Not known, because',
    act: (page, host) => {
      const from = Date.parse('2026-01-29T09:12:00-05:00');
      return open(page, host, answer({ missing: [{ from, to: from + 5_400_000 }], queueLog: 'notSet' }));
    },
  },
  { name: 'reports-hours', rows: asLeader, until: '.recharts-bar-rectangle', act: toPage('When people call') },
  { name: 'reports-queues', rows: asLeader, until: 'th:has-text("Español")', act: toPage('Queues') },
  { name: 'reports-people', rows: asLeader, until: 'th:has-text("Ana Ruiz")', act: toPage('People') },
  { name: 'reports-categories', rows: asLeader, until: 'th:has-text("Records")', act: toPage('Categories') },
  { name: 'reports-staffing', rows: asLeader, until: '.recharts-bar-rectangle', act: toPage('People needed') },
  {
    name: 'reports-calls',
    rows: asLeader,
    until: 'text=512 calls',
    act: async (page, host) => {
      await open(page, host, answer());
      await page.getByRole('button', { name: /^Abandonment/ }).click();
    },
  },
  {
    name: 'reports-export',
    rows: asLeader,
    until: 'form[aria-label="Export this report"]',
    act: async (page, host) => {
      await open(page, host, answer());
      await page.getByRole('button', { name: 'Export…' }).click();
    },
  },
  {
    name: 'reports-own',
    rows: () => background(),
    until: 'text=Your own figures',
    act: async (page, host) => {
      const whole = answer({ isOwn: true });
      const byAgent = whole.report.byAgent.filter(({ key }) => key === '201');
      await open(page, host, { ...whole, report: { ...whole.report, byAgent }, agents: whole.agents.slice(0, 1) });
      await page.getByRole('button', { name: 'People', exact: true }).click();
    },
  },
  {
    name: 'reports-none',
    rows: asLeader,
    until: 'text=No calls in these days',
    act: async (page, host) => {
      const none = reportOf(
        new FigureColumns(localTimes(ZONE)),
        { from: 0, to: 1 },
        { shortSeconds: 5, targetSeconds: () => 30, now: NOW, resolutionDays: 7 },
      );
      await open(page, host, answer({ report: none, agents: [] }));
    },
  },
];
