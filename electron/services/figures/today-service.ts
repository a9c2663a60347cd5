// The day so far, from the journaled facts: for the strip above the board and for the wallboard. Asked anew when something has
// become known, at most every few seconds, beside the calls; what a crash or a late start left out is in it as soon as the
// PBX's log is.
import { ONLY_KEY } from '../../../shared/contract/index.ts';
import { missingOf, within } from '../../../shared/domain/figures/coverage.ts';
import { dateAt, startOf } from '../../../shared/domain/figures/local-time.ts';
import { officeSpans } from '../../../shared/domain/figures/office.ts';
import type { FigureReport } from '../../../shared/domain/figures/schemas.ts';
import { figureOf, noSums } from '../../../shared/domain/figures/sums.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import type { WallboardDay } from '../../../shared/domain/supervision/types.ts';
import type { FigureReader, FigureStore } from '../../ports/figures.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Topics } from '../../ports/topics.ts';
import { settingsOf, targetsOf } from './reports-service.ts';

const LOOK_MS = 3_000;
/** Without news: a short hang-up, a new day, a settled matter come with time alone. */
const ANYWAY_MS = 60_000;

export interface TodayDeps {
  readonly clock: Clock;
  readonly topics: Topics;
  readonly site: () => Site | undefined;
  readonly store: () => FigureStore | undefined;
  readonly reader: () => FigureReader | undefined;
  /** Of who is signed in. */
  readonly extension: () => string | undefined;
  /** Everything that is told is on disk. */
  readonly writeDown: () => void;
}

interface Day {
  readonly date: string;
  readonly report: FigureReport;
  /** From when on nothing is missing; absent: all of the day is known. */
  readonly since?: number | undefined;
}

export class TodayService {
  readonly #deps: TodayDeps;
  #day: Day | undefined;
  #isNews = true;
  #askedAt = 0;
  #cancel: (() => void) | undefined;
  #isStopped = false;

  constructor(deps: TodayDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#cancel?.();
    this.#cancel = this.#deps.clock.after(LOOK_MS, () => void this.#look());
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  /** Something has become known. */
  readonly changed = (): void => {
    this.#isNews = true;
  };

  /** Somebody else sits at the desk: their own figures are others. */
  readonly publish = (): void => {
    const { topics, site, extension } = this.#deps;
    const [day, practice, own] = [this.#current(), site(), extension()];
    if (!day || !practice || own === undefined) return topics.remove('today', ONLY_KEY);
    const sums = day.report.byAgent.find(({ key }) => key === own)?.sums;
    topics.set('today', ONLY_KEY, {
      ...{ date: day.date, all: day.report.all, own: sums ?? noSums(), targets: targetsOf(practice) },
      ...(day.since === undefined ? {} : { since: day.since }),
    });
  };

  /** A queue's day for the wallboard; undefined: the journal cannot be asked yet. */
  readonly queueDay = (queue: string): WallboardDay | undefined => {
    const day = this.#current();
    if (!day) return undefined;
    const sums = day.report.byQueue.find(({ key }) => key === queue)?.sums ?? noSums();
    const service = figureOf('serviceLevel', sums).value;
    const answer = figureOf('averageSpeedOfAnswer', sums).value;
    return {
      ...{ answered: sums.answered, abandoned: sums.gaveUp },
      ...(service === undefined ? {} : { servicePercent: Math.round(service * 100) }),
      ...(answer === undefined ? {} : { answerSeconds: Math.round(answer) }),
    };
  };

  readonly since = (): number | undefined => this.#current()?.since;

  /** Yesterday's figures are nobody's today. */
  #current(): Day | undefined {
    const zone = this.#deps.site()?.clinic.timeZone;
    const today = zone === undefined ? undefined : dateAt(this.#deps.clock.now(), zone);
    return this.#day?.date === today ? this.#day : undefined;
  }

  async #look(): Promise<void> {
    const now = this.#deps.clock.now();
    if (this.#isNews || now - this.#askedAt >= ANYWAY_MS) await this.#ask(now);
    if (!this.#isStopped) this.start();
  }

  async #ask(now: number): Promise<void> {
    const [site, reader] = [this.#deps.site(), this.#deps.reader()];
    if (!site || !reader) return;
    this.#deps.writeDown();
    this.#isNews = false;
    this.#askedAt = now;
    const date = dateAt(now, site.clinic.timeZone);
    const asked = await reader.report({ from: date, to: date }, settingsOf(site), now);
    if (!asked.ok || this.#isStopped) return;
    const span = { from: startOf(date, site.clinic.timeZone), to: now };
    const heard = this.#deps.store()?.heardIn(span.from, span.to) ?? [];
    const missing = within(missingOf(heard, span), officeSpans(site, span));
    this.#day = { date, report: asked.value, since: missing.at(-1)?.to };
    this.publish();
  }
}
