// Hours for a place: the practice, one of its locations, one of its lines. A location keeps the practice's holidays and
// closures and adds its own; a line does the same with its location's. Pure.
import type { Hours, Location, OwnHours } from '../site/hours.ts';
import type { OfficeState } from '../rules/types.ts';
import { officeState } from './schedule.ts';

export interface HoursSite {
  readonly clinic: { readonly timeZone: string };
  readonly hours: Hours;
  readonly locations?: readonly Location[] | undefined;
  readonly queues?:
    | readonly { readonly id: string; readonly location?: string | undefined; readonly hours?: OwnHours | undefined }[]
    | undefined;
}

/** A line, or a location, or (with neither) the practice. */
export interface Place {
  readonly queue?: string | undefined;
  readonly location?: string | undefined;
}

export interface PlaceHours {
  readonly hours: Hours;
  readonly timeZone: string;
}

/** What is the place's own comes first: of two holidays on one day the first one counts. */
function over(hours: Hours, own: OwnHours | undefined): Hours {
  if (!own) return hours;
  return {
    weekly: own.weekly ?? hours.weekly,
    holidays: [...own.holidays, ...hours.holidays],
    closures: [...own.closures, ...hours.closures],
  };
}

/** The same object for the same hours, so that what is remembered of them is found again. */
const merged = new WeakMap<Hours, WeakMap<OwnHours, Hours>>();
function hoursOver(hours: Hours, own: OwnHours | undefined): Hours {
  if (!own) return hours;
  const known = merged.get(hours) ?? new WeakMap<OwnHours, Hours>();
  merged.set(hours, known);
  const before = known.get(own);
  if (before) return before;
  const made = over(hours, own);
  known.set(own, made);
  return made;
}

/** The hours that hold at a place. A place that the site does not know has the practice's. */
export function hoursAt(site: HoursSite, place: Place = {}): PlaceHours {
  const queue = site.queues?.find(({ id }) => id === place.queue);
  const location = site.locations?.find(({ id }) => id === (place.location ?? queue?.location));
  return {
    hours: hoursOver(hoursOver(site.hours, location?.hours), queue?.hours),
    timeZone: location?.timeZone ?? site.clinic.timeZone,
  };
}

/** Whether a place is open at `instant` (ISO), why, and when that changes. */
export function officeAt(site: HoursSite, place: Place, instant: string): OfficeState {
  const { hours, timeZone } = hoursAt(site, place);
  return officeState(hours, timeZone, instant);
}
