// Answers what is asked about the figures. Whose figures somebody may see is decided here and nowhere else: supervisors and
// administrators see everybody's, everybody sees their own and the queues'.
import type { CommandOutput, CommandParsed } from '../../../shared/contract/index.ts';
import type { ReportAnswer, ReportQuestion } from '../../../shared/contract/reports.ts';
import { missingOf, within } from '../../../shared/domain/figures/coverage.ts';
import { startOf } from '../../../shared/domain/figures/local-time.ts';
import type { Group } from '../../../shared/domain/figures/schemas.ts';
import type { Targets } from '../../../shared/domain/figures/sums.ts';
import { officeSpans } from '../../../shared/domain/figures/office.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { forecast } from '../../../shared/domain/staffing/forecast.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { FigureReader, FigureSettings, FigureStore } from '../../ports/figures.ts';
import type { MakePdf, SaveFile } from '../../ports/export.ts';
import type { AuditAction, AuditRow } from '../../ports/journal.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Caller, Handlers } from '../../ports/topics.ts';
import type { HandledState } from './handled-reader.ts';
import type { LogState } from './log-importer.ts';
import { csvOf, fileNameOf, pagesOf } from './report-file.ts';

export interface ReportsDeps {
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  readonly store: () => FigureStore | undefined;
  readonly reader: () => FigureReader | undefined;
  /** The name of who has an extension. */
  readonly nameOf: (extension: string) => string | undefined;
  readonly queueLog: () => LogState;
  /** Whether the notes of other desks are read from the EHR. */
  readonly notes: () => HandledState;
  /** Everything that is told is on disk: a report shows the call that has just ended. */
  readonly writeDown: () => void;
  readonly audit: (action: AuditAction, userId: string, row?: Partial<AuditRow>) => void;
  readonly pdf: MakePdf;
  /** The desktop's dialog; absent in the browser host. */
  readonly save: SaveFile | undefined;
}

/** Rows of a list behind a figure: more nobody reads. */
const LISTED = 500;
const RESOLUTION_DAYS = 7;
const LONGEST_RANGE_DAYS = 3_700;
const DAY_MS = 86_400_000;

const isLeader = ({ role }: Caller): boolean => role === 'supervisor' || role === 'administrator';

export class ReportsService {
  readonly #deps: ReportsDeps;

  constructor(deps: ReportsDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'reports.figures': (question, caller) => this.#figures(question, caller),
    'reports.calls': (question, caller) => this.#calls(question, caller),
    'reports.forecast': (asked) => this.#forecast(asked),
    'reports.export': (asked, caller) => this.#export(asked, caller),
  };

  async #figures(question: ReportQuestion, caller: Caller): Promise<Result<ReportAnswer>> {
    const site = this.#deps.site();
    const reader = this.#deps.reader();
    if (!site || !reader) return fail('journalLocked');
    const own = this.#ownExtension(site, caller);
    const refused = refusalOf(question, own);
    if (refused) return refused;
    this.#deps.writeDown();
    const now = this.#deps.clock.now();
    const asked = await reader.report(question, settingsOf(site), now);
    if (!asked.ok) return asked;
    const people = (groups: Group[]) => groups.filter(({ key }) => own === undefined || key === own);
    const report = {
      ...asked.value,
      byAgent: people(asked.value.byAgent),
      people: asked.value.people.filter(({ agent }) => own === undefined || agent === own),
    };
    const seen = new Set([...report.byAgent.map(({ key }) => key), ...report.people.map(({ agent }) => agent)]);
    return ok({
      report,
      ...this.#circumstances(site, question, now),
      agents: [...seen].map((key) => ({ key, label: this.#deps.nameOf(key) ?? key })),
      isOwn: own !== undefined,
    });
  }

  /** What stands beside every report: names, targets, and what is missing from it. */
  #circumstances(site: Site, { from, to }: ReportQuestion, now: number) {
    const { reports, clinic } = site;
    const english = (label: Readonly<Record<string, string>>) => label['en'] ?? Object.values(label)[0] ?? '';
    const span = { from: startOf(from, clinic.timeZone), to: Math.min(now, startOf(to, clinic.timeZone) + DAY_MS) };
    const heard = this.#deps.store()?.heardIn(span.from, span.to) ?? [];
    const unheard = span.to > span.from ? missingOf(heard, span) : [];
    return {
      targets: targetsOf(site),
      ...{ shortSeconds: reports.shortAbandonSeconds, resolutionDays: RESOLUTION_DAYS },
      ...{ timeZone: clinic.timeZone, at: now, queueLog: this.#deps.queueLog() },
      notes: this.#deps.notes(),
      queues: site.queues.map(({ id, name, targetSeconds }) => ({ key: id, label: name, targetSeconds })),
      categories: site.notes.categories.map(({ id, label }) => ({ key: id, label: english(label) })),
      // A night in which nobody could have called is not missed.
      missing: within(unheard, officeSpans(site, span)),
    };
  }

  async #calls(
    question: CommandParsed<'reports.calls'>,
    caller: Caller,
  ): Promise<Result<CommandOutput<'reports.calls'>>> {
    const site = this.#deps.site();
    const reader = this.#deps.reader();
    if (!site || !reader) return fail('journalLocked');
    const own = this.#ownExtension(site, caller);
    const refused = refusalOf(question, own);
    if (refused) return refused;
    this.#deps.writeDown();
    const found = await reader.behind({ ...question, limit: LISTED }, settingsOf(site), this.#deps.clock.now());
    if (!found.ok) return found;
    const calls = found.value.calls.map((call) => {
      // Whose call it was is that person's and the supervisors' to see; so is the way to the note.
      if (own === undefined || call.agent === own) return call;
      const { callId: _, ...others } = call;
      return { ...others, agent: '', hasNote: false };
    });
    return ok({ calls: calls as CommandOutput<'reports.calls'>['calls'], total: found.value.total });
  }

  async #forecast({
    from,
    days,
    queue,
  }: CommandParsed<'reports.forecast'>): Promise<Result<CommandOutput<'reports.forecast'>>> {
    const site = this.#deps.site();
    const reader = this.#deps.reader();
    if (!site || !reader) return fail('journalLocked');
    const { reports } = site;
    const first = Date.parse(`${from}T00:00:00Z`);
    const dateAt = (day: number) => new Date(first + day * DAY_MS).toISOString().slice(0, 10);
    const range = { from: dateAt(-7 * reports.forecastWeeks - days), to: dateAt(days), queue };
    const past = await reader.volumes(range, settingsOf(site));
    if (!past.ok) return past;
    const targetSeconds =
      site.queues.find(({ id }) => id === queue)?.targetSeconds ?? reports.targets.averageSpeedOfAnswerSeconds;
    const targetShare = reports.targets.serviceLevel;
    const wanted = {
      ...{ targetSeconds, targetShare, maximumOccupancy: reports.maximumOccupancy },
      ...(reports.patienceSeconds === undefined ? {} : { patienceSeconds: reports.patienceSeconds }),
    };
    const expected = Array.from({ length: days }, (_, index) => {
      const date = dateAt(index);
      const { halves, basedOn } = forecast(past.value, { day: date, weeks: reports.forecastWeeks, wanted });
      return { date, halves: [...halves], basedOn: [...basedOn] };
    });
    return ok({ days: expected, targetSeconds, targetShare });
  }

  async #export(
    { format, reason, language, ...question }: CommandParsed<'reports.export'>,
    caller: Caller,
  ): Promise<Result<CommandOutput<'reports.export'>>> {
    const answer = await this.#figures(question, caller);
    const site = this.#deps.site();
    if (!answer.ok) return answer;
    if (!site) return fail('journalLocked');
    if (answer.value.report.all.entered + answer.value.report.all.direct === 0) return fail('nothingToExport');
    const wording = { language, practice: site.clinic.name, by: nameOfUser(site, caller.userId), reason };
    const name = fileNameOf(question, format);
    const file =
      format === 'csv'
        ? {
            name,
            type: 'text/csv;charset=utf-8',
            text: csvOf(answer.value, question, wording),
            encoding: 'utf8' as const,
          }
        : {
            ...{ name, type: 'application/pdf', encoding: 'base64' as const },
            text: (await this.#deps.pdf(pagesOf(answer.value, question, wording))).toString('base64'),
          };
    // Written down before anything is handed over.
    this.#deps.audit('reportExport', caller.userId, {
      detail: `as=${format} ${question.from}/${question.to}: ${reason}`,
    });
    this.#deps.save?.(file);
    return ok(this.#deps.save ? {} : { file });
  }

  /** Undefined: this person sees everybody's. */
  #ownExtension(site: Site, caller: Caller): string | undefined {
    if (isLeader(caller)) return undefined;
    return site.users.find(({ id }) => id === caller.userId)?.extension ?? '';
  }
}

const nameOfUser = (site: Site, userId: string): string => site.users.find(({ id }) => id === userId)?.name ?? userId;

/** @param own the extension of who may see only their own */
function refusalOf({ from, to, agent }: ReportQuestion, own: string | undefined): Result<never> | undefined {
  if (own !== undefined && agent !== undefined && agent !== own) return fail('notAllowed');
  const days = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
  return Number.isFinite(days) && days >= 0 && days <= LONGEST_RANGE_DAYS ? undefined : fail('invalidInput', 'from');
}

export const targetsOf = ({ reports: { targets } }: Site): Targets => ({
  averageSpeedOfAnswer: targets.averageSpeedOfAnswerSeconds,
  ...{ abandonment: targets.abandonment, serviceLevel: targets.serviceLevel },
  ...{ voicemailShare: targets.voicemail, firstCallResolution: targets.firstCallResolution },
  ...{ hold: targets.holdSeconds, completeNotes: targets.completeNotes },
});

export const settingsOf = ({ clinic, queues, reports }: Site): FigureSettings => ({
  zone: clinic.timeZone,
  shortSeconds: reports.shortAbandonSeconds,
  targetSeconds: Object.fromEntries(queues.map(({ id, targetSeconds }) => [id, targetSeconds])),
  resolutionDays: RESOLUTION_DAYS,
});
