// What can be offered: the EHR's calendars and kinds of visit, with what the practice adds to them, and the times that fit.
import { DateTime } from 'luxon';
import type { OfferedVisitType } from '../../../shared/contract/scheduling.ts';
import { openTimes } from '../../../shared/domain/scheduling/times.ts';
import type { Calendar, OpenTime, SchedulingSupport, Wishes } from '../../../shared/domain/scheduling/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { SchedulingPort } from '../../ports/scheduling.ts';

/** More than anybody reads out. */
const MOST_TIMES = 120;

interface TimesDeps {
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  readonly port: () => SchedulingPort | undefined;
}

export interface Offer {
  readonly support: SchedulingSupport;
  readonly calendars: readonly Calendar[];
  readonly visitTypes: OfferedVisitType[];
}

export class Times {
  readonly #deps: TimesDeps;
  constructor(deps: TimesDeps) {
    this.#deps = deps;
  }

  async offer(): Promise<Result<Offer>> {
    const [port, site] = [this.#deps.port(), this.#deps.site()];
    if (!port || !site) return fail('scheduleNotHere');
    const support = await port.support();
    if (!support.ok) return support;
    if (!support.value.times) return ok({ support: support.value, calendars: [], visitTypes: [] });
    const known = await port.calendars();
    if (!known.ok) return known;
    return ok({ support: support.value, ...known.value, visitTypes: typesOf(known.value.visitTypes, site) });
  }

  async find(wishes: Wishes): Promise<Result<{ times: OpenTime[]; more: boolean }>> {
    const [port, site] = [this.#deps.port(), this.#deps.site()];
    if (!port || !site) return fail('scheduleNotHere');
    const offer = await this.offer();
    if (!offer.ok) return offer;
    const type = offer.value.visitTypes.find(({ code }) => code === wishes.visitType);
    if (!offer.value.support.times || (offer.value.support.needsVisitType && !type))
      return ok({ times: [], more: false });
    const zone = site.clinic.timeZone;
    const now = this.#deps.clock.now();
    const times: OpenTime[] = [];
    // Week after week: the nearest are what is asked for, and a whole season is thousands of slots.
    for (const range of weeksOf(rangeOf(wishes, site, now), zone)) {
      const found = await port.freeSlots({ ...range, visitType: type });
      if (!found.ok) return found;
      const { slots, calendars } = found.value;
      times.push(...openTimes(slots, calendars, wishes, { zone, now, minutes: type?.minutes }));
      if (times.length > MOST_TIMES) break;
    }
    return ok({ times: times.slice(0, MOST_TIMES), more: times.length > MOST_TIMES });
  }

  /** For each of the wishes the first time that would do, looked for once. */
  async firstFor(all: readonly Wishes[]): Promise<(OpenTime | undefined)[]> {
    const [port, site, offer] = [this.#deps.port(), this.#deps.site(), await this.offer()];
    if (!port || !site || !offer.ok || all.length === 0 || offer.value.support.needsVisitType) return [];
    const now = this.#deps.clock.now();
    const zone = site.clinic.timeZone;
    const first: (OpenTime | undefined)[] = all.map(() => undefined);
    for (const range of weeksOf(rangeOf({}, site, now), zone)) {
      const found = await port.freeSlots(range);
      if (!found.ok) return first;
      const { slots, calendars } = found.value;
      all.forEach((wishes, index) => {
        const minutes = offer.value.visitTypes.find(({ code }) => code === wishes.visitType)?.minutes;
        first[index] ??= openTimes(slots, calendars, wishes, { zone, now, minutes })[0];
      });
      if (first.every((time) => time !== undefined)) break;
    }
    return first;
  }
}

/** From now, or the first day that was asked for, as far ahead as the practice looks; whole days of its own. */
export function rangeOf({ from, until }: Wishes, { clinic, scheduling }: Site, now: number) {
  const zone = clinic.timeZone;
  const first = from === undefined ? now : Math.max(now, DateTime.fromISO(from, { zone }).startOf('day').toMillis());
  const ahead = DateTime.fromMillis(first, { zone }).plus({ days: scheduling.daysAhead }).endOf('day').toMillis();
  const last = until === undefined ? ahead : DateTime.fromISO(until, { zone }).endOf('day').toMillis();
  return { from: first, until: Math.max(first, Math.min(ahead, last)) };
}

/** The same in weeks that begin with a day of the practice; a visit never goes on over midnight. */
function weeksOf({ from, until }: { from: number; until: number }, zone: string): { from: number; until: number }[] {
  const weeks: { from: number; until: number }[] = [];
  for (let start = from; start < until; start = weeks.at(-1)!.until) {
    const end = DateTime.fromMillis(start, { zone }).startOf('day').plus({ days: 7 }).toMillis();
    weeks.push({ from: start, until: Math.min(end, until) });
  }
  return weeks;
}

/** The EHR's, in its order, and those that only the practice names. */
function typesOf(ofEhr: readonly OfferedVisitType[], { scheduling }: Site): OfferedVisitType[] {
  const ours = new Map(scheduling.visitTypes.map((type) => [type.code, type]));
  const more = ({ code }: { code: string }) => {
    const { label, minutes, system } = ours.get(code) ?? {};
    return { ...(label ? { label } : {}), ...(minutes ? { minutes } : {}), ...(system ? { system } : {}) };
  };
  const known = new Set(ofEhr.map(({ code }) => code));
  const added = scheduling.visitTypes.filter(({ code }) => !known.has(code));
  return [
    ...ofEhr.map((type) => ({ ...type, ...more(type) })),
    ...added.map(({ code, label }) => ({ code, name: Object.values(label ?? {})[0] ?? code, ...more({ code }) })),
  ];
}
