import { describe, expect, it } from 'vitest';
import { FakeClock, testSite } from '../../../test/fakes/parts.ts';
import { FigureColumns } from '../../../shared/domain/figures/columns.ts';
import { localTimes } from '../../../shared/domain/figures/local-time.ts';
import { reportOf } from '../../../shared/domain/figures/report.ts';
import { ok } from '../../../shared/result/result.ts';
import type { CallBehind, FigureQuestion, FigureReader } from '../../ports/figures.ts';
import type { ExportFile, ReportPages } from '../../ports/export.ts';
import type { Caller } from '../../ports/topics.ts';
import { ReportsService } from './reports-service.ts';

const NOW = Date.parse('2026-01-05T17:00:00-05:00');
const ZONE = 'America/New_York';
const day = { from: '2026-01-05', to: '2026-01-05' };
const ana: Caller = { page: 'console', userId: 'ana', role: 'receptionist' };
const sam: Caller = { page: 'console', userId: 'sam', role: 'supervisor' };

function columns(): FigureColumns {
  const made = new FigureColumns(localTimes(ZONE));
  ['201', '202'].forEach((agent, index) =>
    made.set(index, {
      ...{
        kind: 'queue',
        at: NOW - 3_600_000,
        queue: 'front',
        agent,
        category: '',
        end: 'answered',
        waited: 9,
        talk: 60,
      },
      ...{ transferred: false, tried: 0, bounced: 0, voicemail: false, note: 'none', matter: 'none', unanswered: {} },
    }),
  );
  return made;
}

function desk(heard: { from: number; to: number }[] = []) {
  const audited: string[] = [];
  const saved: ExportFile[] = [];
  const asked: FigureQuestion[] = [];
  let pages: ReportPages | undefined;
  const call = (agent: string): CallBehind => ({
    ...{ at: NOW, kind: 'queue', queue: 'front', number: '2065550142', end: 'answered', agent },
    ...{ callId: `of-${agent}`, hasNote: true },
  });
  const reader: FigureReader = {
    report: async (question) => {
      asked.push(question);
      return ok(
        reportOf(
          columns(),
          { from: 0, to: 60_000 },
          { shortSeconds: 5, targetSeconds: () => 30, now: NOW, resolutionDays: 7 },
        ),
      );
    },
    behind: async () => ok({ calls: [call('201'), call('202')], total: 2 }),
    volumes: async () => ok([{ date: '2025-12-29', half: 18, calls: 40, handledSeconds: 8000, answered: 40 }]),
    close: () => undefined,
  };
  const service = new ReportsService({
    clock: new FakeClock(NOW),
    site: () => testSite({ hours: { weekly: { mon: [{ from: '08:00', to: '17:00' }] } } }),
    store: () => ({ heardIn: () => heard }) as never,
    reader: () => reader,
    nameOf: (extension) => ({ '201': 'Ana', '202': '=Sam()' })[extension],
    queueLog: () => 'notSet',
    notes: () => 'ok',
    writeDown: () => undefined,
    audit: (action, userId, row) => void audited.push(`${action} ${userId} ${row?.detail}`),
    pdf: async (given) => {
      pages = given;
      return Buffer.from('%PDF');
    },
    save: (file) => void saved.push(file),
  });
  const { handlers } = service;
  return { handlers, audited, saved, asked, pages: () => pages };
}

describe('whose figures somebody sees', () => {
  it('receptionists see the queues and themselves', async () => {
    const answer = await desk().handlers['reports.figures']!(day, ana);
    if (!answer.ok) throw new Error(answer.error.code);
    expect(answer.value.report.all.answered).toBe(2);
    expect(answer.value.report.byAgent.map(({ key }) => key)).toEqual(['201']);
    expect(answer.value.agents).toEqual([{ key: '201', label: 'Ana' }]);
    expect(answer.value.isOwn).toBe(true);
  });

  it('nobody but supervisors asks about others', async () => {
    const { handlers, asked } = desk();
    expect(await handlers['reports.figures']!({ ...day, agent: '202' }, ana)).toMatchObject({
      ok: false,
      error: { code: 'notAllowed' },
    });
    expect(await handlers['reports.calls']!({ ...day, agent: '202', figure: 'talk' }, ana)).toMatchObject({
      ok: false,
    });
    // A person without an extension in the site file is nobody's colleague.
    expect(await handlers['reports.figures']!({ ...day, agent: '202' }, { ...ana, userId: 'nobody' })).toMatchObject({
      ok: false,
    });
    expect(asked).toEqual([]);
    expect(await handlers['reports.figures']!({ ...day, agent: '202' }, sam)).toMatchObject({ ok: true });
    expect(await handlers['reports.figures']!({ ...day, agent: '201' }, ana)).toMatchObject({ ok: true });
  });

  it('of a colleague’s call a receptionist sees neither whose it was nor its note', async () => {
    const answer = await desk().handlers['reports.calls']!({ ...day, figure: 'all' }, ana);
    if (!answer.ok) throw new Error(answer.error.code);
    expect(answer.value.calls.map(({ agent, callId, hasNote }) => [agent, callId, hasNote])).toEqual([
      ['201', 'of-201', true],
      ['', undefined, false],
    ]);
  });

  it('a range that is none is refused', async () => {
    const { handlers } = desk();
    for (const range of [
      { from: '2026-01-06', to: '2026-01-05' },
      { from: '1900-01-01', to: '2026-01-05' },
      { from: '2026-99-99', to: '2026-01-05' },
    ])
      expect(await handlers['reports.figures']!(range, sam)).toMatchObject({
        ok: false,
        error: { code: 'invalidInput' },
      });
  });
});

describe('a report', () => {
  it('says what nobody heard in office hours', async () => {
    const eight = Date.parse('2026-01-05T08:00:00-05:00');
    const answer = await desk([{ from: eight + 3_600_000, to: NOW }]).handlers['reports.figures']!(day, sam);
    if (!answer.ok) throw new Error(answer.error.code);
    expect(answer.value.missing).toEqual([{ from: eight, to: eight + 3_600_000 }]);
  });

  it('leaves as a file with a reason, and the audit says so; no cell is a formula', async () => {
    const { handlers, audited, saved, pages } = desk();
    const asked = { ...day, reason: 'weekly meeting', language: 'en' };
    expect(await handlers['reports.export']!({ ...asked, format: 'csv' }, sam)).toEqual({ ok: true, value: {} });
    expect(await handlers['reports.export']!({ ...asked, format: 'pdf' }, sam)).toEqual({ ok: true, value: {} });
    expect(audited).toEqual([
      'reportExport sam as=csv 2026-01-05/2026-01-05: weekly meeting',
      'reportExport sam as=pdf 2026-01-05/2026-01-05: weekly meeting',
    ]);
    expect(saved[0]?.text).toContain('Average speed of answer,0:09,0:30,met,2');
    expect(saved[0]?.text).toContain("'=Sam()");
    expect(saved[1]).toMatchObject({ encoding: 'base64', name: 'frontdesk-report-2026-01-05.pdf' });
    expect(pages()?.foot).toContain('weekly meeting');
  });

  it('reckons how many people the same weekday needs', async () => {
    const answer = await desk().handlers['reports.forecast']!({ from: '2026-01-05', days: 2 }, sam);
    if (!answer.ok) throw new Error(answer.error.code);
    const [monday, tuesday] = answer.value.days;
    expect(monday?.halves).toEqual([expect.objectContaining({ half: 18, calls: 40, handleSeconds: 200 })]);
    expect(monday?.halves[0]?.people).toBeGreaterThan(4);
    expect(tuesday?.basedOn).toEqual([]);
  });
});
