// A report as a table for a spreadsheet, and as what stands on its pages.
import type { ReportAnswer, ReportQuestion } from '../../../shared/contract/reports.ts';
import { csv } from '../../../shared/domain/archive/csv.ts';
import { occupancyOf, togetherOf } from '../../../shared/domain/figures/person-time.ts';
import type { Group } from '../../../shared/domain/figures/schemas.ts';
import { FIGURES, figureOf, knownShare, meets, targetOf } from '../../../shared/domain/figures/sums.ts';
import type { Figure, Known, Sums, Targets } from '../../../shared/domain/figures/sums.ts';
import type { ReportPages } from '../../ports/export.ts';
import { momentIn } from '../archive/note-lines.ts';
import { wordsIn } from './report-words.ts';
import type { ReportWords } from './report-words.ts';

export interface ReportWording {
  readonly language: string;
  readonly practice: string;
  /** Who asked for it, and why. */
  readonly by: string;
  readonly reason: string;
}

export const fileNameOf = ({ from, to }: ReportQuestion, format: 'csv' | 'pdf'): string =>
  `frontdesk-report-${from === to ? from : `${from}-${to}`}.${format}`;

function shown({ unit, value }: Pick<Figure, 'unit' | 'value'>): string {
  if (value === undefined) return '–';
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`;
  if (unit === 'count') return String(value);
  const seconds = Math.round(value);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function figureRows(sums: Sums, targets: Targets, words: ReportWords): string[][] {
  return FIGURES.map((name) => {
    const figure = figureOf(name, sums);
    const target = targetOf(name, targets);
    const met = meets(figure, targets);
    return [
      words.figures[name],
      shown(figure),
      target === undefined ? '' : shown({ unit: figure.unit, value: target }),
      met === undefined ? '' : met ? words.met : words.missed,
      String(figure.of),
    ];
  });
}

const GROUP_FIGURES = ['averageSpeedOfAnswer', 'serviceLevel', 'abandonment', 'handleTime', 'hold', 'wrapUp'] as const;

function groupTable(
  title: string,
  first: string,
  groups: readonly Group[],
  labels: readonly { key: string; label: string }[],
  words: ReportWords,
) {
  const labelOf = (key: string) => labels.find((one) => one.key === key)?.label ?? key;
  const counts = [words.calls, words.answered, words.gaveUp, words.shortGaveUp, words.timedOut];
  return {
    title,
    head: [first, ...counts, ...GROUP_FIGURES.map((name) => words.figures[name])],
    rows: groups.map(({ key, sums }) => [
      labelOf(key),
      ...[sums.entered + sums.direct, sums.answered + sums.direct, sums.gaveUp, sums.shortGaveUp, sums.timedOut].map(
        String,
      ),
      ...GROUP_FIGURES.map((name) => shown(figureOf(name, sums))),
    ]),
  };
}

const hours = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
};

/** Each person's days, where they are told apart, and the sum of them. */
function timesTable({ report, agents }: ReportAnswer, words: ReportWords): ReportPages['tables'][number] {
  const labelOf = (key: string) => agents.find((one) => one.key === key)?.label ?? key;
  const people = [...new Set(report.people.map(({ agent }) => agent))];
  const days = (agent: string) => report.people.filter((one) => one.agent === agent && one.date !== '');
  const rows = people.flatMap((agent) => [
    ...(days(agent).length > 1 ? days(agent) : []),
    { ...togetherOf(report.people, agent), date: days(agent).length === 1 ? days(agent)[0]!.date : '' },
  ]);
  return {
    title: words.times,
    head: [words.person, words.day, words.signedIn, words.paused, words.reasons, words.busy, words.occupancy],
    rows: rows.map((one) => [
      ...[labelOf(one.agent), one.date, one.signedIn > 0 ? hours(one.signedIn) : '–'],
      one.signedIn > 0 ? hours(one.paused) : '–',
      one.reasons.map(({ reason, seconds }) => `${reason || words.noReason} ${hours(seconds)}`).join(', '),
      ...[hours(one.busy), shown({ unit: 'share', value: occupancyOf(one) })],
    ]),
  };
}

function tablesOf(answer: ReportAnswer, words: ReportWords): ReportPages['tables'] {
  const { report, targets } = answer;
  const hours = report.byHour
    .map((sums, hour) => ({ key: `${String(hour).padStart(2, '0')}:00`, sums }))
    .filter(({ sums }) => sums.entered + sums.direct > 0);
  return [
    {
      title: words.all,
      head: [words.figure, words.value, words.target, '', words.of],
      rows: figureRows(report.all, targets, words),
    },
    groupTable(words.byQueue, words.queue, report.byQueue, answer.queues, words),
    groupTable(words.byAgent, words.person, report.byAgent, answer.agents, words),
    timesTable(answer, words),
    groupTable(words.byCategory, words.category, report.byCategory, answer.categories, words),
    groupTable(words.byHour, words.hour, hours, [], words),
  ].filter(({ rows }) => rows.length > 0);
}

function linesOf(answer: ReportAnswer, question: ReportQuestion, words: ReportWords): string[] {
  const { from, to, queue, agent, category } = question;
  const of = (labels: readonly { key: string; label: string }[], key: string | undefined) =>
    key === undefined ? [] : [labels.find((one) => one.key === key)?.label ?? key];
  const only = [...of(answer.queues, queue), ...of(answer.agents, agent), ...of(answer.categories, category)];
  return [
    `${words.range}: ${from === to ? from : `${from} – ${to}`} (${answer.timeZone})`,
    ...(only.length > 0 ? [`${words.filter}: ${only.join(', ')}`] : []),
  ];
}

function notesOf({ missing, timeZone, report, notes }: ReportAnswer, words: ReportWords): string[] {
  const share = (what: Known) => shown({ unit: 'share', value: knownShare(what, report.all) });
  const known = words.known
    .replace('{count}', String(report.all.talks))
    .replace(/\{(category|hold|wrapUp)\}/g, (_, what: Known) => share(what));
  const spans = missing.map(({ from, to }) => `${momentIn(from, timeZone)} – ${momentIn(to, timeZone)}`);
  return [
    ...(spans.length > 0 ? [words.missingText, ...spans] : [words.missingNone]),
    known,
    words.notes[notes],
    words.timesMeans,
  ];
}

export function pagesOf(answer: ReportAnswer, question: ReportQuestion, wording: ReportWording): ReportPages {
  const words = wordsIn(wording.language);
  return {
    language: wording.language,
    title: `${wording.practice} · ${words.title}`,
    lines: linesOf(answer, question, words),
    tables: tablesOf(answer, words),
    byHour: { title: words.byHour, values: answer.report.byHour.map(({ entered, direct }) => entered + direct) },
    notes: notesOf(answer, words),
    foot: `${words.made} ${momentIn(answer.at, answer.timeZone)} · ${wording.by} · ${wording.reason}`,
  };
}

/** The same tables one below the other: a spreadsheet has one sheet in a file of this kind. */
export function csvOf(answer: ReportAnswer, question: ReportQuestion, wording: ReportWording): string {
  const { title, lines, tables, notes, foot } = pagesOf(answer, question, wording);
  const blocks = tables.map((table) => [[table.title], [...table.head], ...table.rows.map((row) => [...row])]);
  return csv([
    [title],
    ...lines.map((line) => [line]),
    ...blocks.flatMap((rows) => [[], ...rows]),
    [],
    ...notes.map((note) => [note]),
    [foot],
  ]);
}
