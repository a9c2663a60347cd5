// How many people a queue needs. Calls come at random, last at random, and are taken in order by whoever is free.
// Erlang B and C: A. K. Erlang 1917; the queue whose callers give up (Erlang A, C. Palm 1946): F. Baccelli and G. Hebuterne,
// "On queues with impatient customers", 1981; O. Garnett, A. Mandelbaum, M. Reiman, "Designing a call center with impatient
// customers", 2002. Times are seconds. Pure.

/** What a queue has to do in an hour. */
export interface Load {
  readonly callsPerHour: number;
  /** Talk, hold and wrap-up of one call. */
  readonly handleSeconds: number;
  readonly targetSeconds: number;
}

export interface Staffed extends Load {
  readonly agents: number;
}

export interface Outlook {
  /** Share of the callers who are answered within the target. */
  readonly serviceLevel: number;
  /** Share of the callers who wait at all. */
  readonly waits: number;
  readonly averageWaitSeconds: number;
  /** Share of the people's time spent on calls. */
  readonly occupancy: number;
}

export interface ImpatientOutlook extends Outlook {
  /** Share of the callers who give up. */
  readonly abandoned: number;
}

const SECONDS_PER_HOUR = 3600;
/** Steps of the integral over the waiting time: even, for Simpson's rule. */
const STEPS = 4000;
/** e to the minus this is nothing beside one. */
const NOTHING_LEFT = 30;
/** More people than any practice: what needs more has figures that are wrong. */
const MOST_PEOPLE = 10_000;

/** Calls under way on average if nobody waited, in Erlang. */
export const intensityOf = ({ callsPerHour, handleSeconds }: Pick<Load, 'callsPerHour' | 'handleSeconds'>): number =>
  (callsPerHour * handleSeconds) / SECONDS_PER_HOUR;

/** Share of callers lost when nobody can wait (Erlang B), by the recursion that never overflows. */
export function erlangB(erlangs: number, agents: number): number {
  let inverse = 1;
  for (let count = 1; count <= agents; count++) inverse = 1 + (inverse * count) / erlangs;
  return erlangs <= 0 ? 0 : 1 / inverse;
}

/** Nobody gives up: with fewer people than the load needs, the queue grows without end. */
export function erlangC(staffed: Staffed): Outlook {
  const { agents, handleSeconds, targetSeconds } = staffed;
  const erlangs = intensityOf(staffed);
  if (erlangs <= 0) return { serviceLevel: 1, waits: 0, averageWaitSeconds: 0, occupancy: 0 };
  if (agents <= erlangs) return { serviceLevel: 0, waits: 1, averageWaitSeconds: Infinity, occupancy: 1 };
  const lost = erlangB(erlangs, agents);
  const waits = (agents * lost) / (agents - erlangs * (1 - lost));
  return {
    serviceLevel: 1 - waits * Math.exp((-(agents - erlangs) * targetSeconds) / handleSeconds),
    waits,
    averageWaitSeconds: (waits * handleSeconds) / (agents - erlangs),
    occupancy: erlangs / agents,
  };
}

/** Callers wait for `patienceSeconds` on average before they give up; so it is never without end. */
export function erlangA(staffed: Staffed & { readonly patienceSeconds: number }): ImpatientOutlook {
  const { agents, handleSeconds, targetSeconds, patienceSeconds } = staffed;
  const erlangs = intensityOf(staffed);
  if (erlangs <= 0) return { serviceLevel: 1, waits: 0, averageWaitSeconds: 0, occupancy: 0, abandoned: 0 };
  if (agents <= 0)
    return { serviceLevel: 0, waits: 1, averageWaitSeconds: patienceSeconds, occupancy: 0, abandoned: 1 };
  const perSecond = staffed.callsPerHour / SECONDS_PER_HOUR;
  const freed = agents / handleSeconds;
  // Baccelli and Hebuterne (1981): density of the wait that a patient caller would have, up to a factor.
  const exponent = (wait: number) =>
    perSecond * patienceSeconds * (1 - Math.exp(-wait / patienceSeconds)) - freed * wait;
  const peak = Math.max(0, patienceSeconds * Math.log(perSecond / freed));
  // Measured against its highest value: that itself may be larger than any number.
  const density = (wait: number) => Math.exp(exponent(wait) - exponent(peak));
  const stays = (wait: number) => Math.exp(-wait / patienceSeconds);
  // Nothing is left beyond it: the density falls ever faster behind its peak.
  const end = beyond(peak, 1 / freed, (wait) => exponent(wait) < exponent(peak) - NOTHING_LEFT);
  const whole = integrate(density, end);
  // All callers are those who find somebody free and those who wait; the former by Erlang B's chain up to `agents - 1`.
  const lost = erlangB(erlangs, agents);
  // Share of time in which exactly one of the people is free, measured against all states with somebody free.
  const lastFree = (lost * agents) / erlangs / (1 - lost);
  const factor = 1 / (Math.exp(-exponent(peak)) / (perSecond * lastFree) + whole);
  const waits = factor * whole;
  const served = 1 - waits + factor * integrate((wait) => density(wait) * stays(wait), end);
  const inTime = 1 - waits + factor * integrate((wait) => density(wait) * stays(wait), Math.min(targetSeconds, end));
  const abandoned = Math.max(0, 1 - served);
  return {
    serviceLevel: Math.min(1, inTime),
    waits,
    // Little: who waits gives up at the rate 1/patience, so the mean wait is patience times the share that gives up.
    averageWaitSeconds: abandoned * patienceSeconds,
    occupancy: (erlangs * served) / agents,
    abandoned,
  };
}

/** A place behind `from` at which `isOver`, not far behind the first such. */
function beyond(from: number, step: number, isOver: (at: number) => boolean): number {
  let reach = step;
  while (!isOver(from + reach)) reach *= 1.5;
  return from + reach;
}

/** Simpson's rule from 0 to `end`. */
function integrate(of: (at: number) => number, end: number): number {
  if (end <= 0) return 0;
  const step = end / STEPS;
  let sum = of(0) + of(end);
  for (let index = 1; index < STEPS; index++) sum += of(index * step) * (index % 2 === 1 ? 4 : 2);
  return (sum * step) / 3;
}

export interface Wanted extends Load {
  /** Share of callers to be answered within the target. */
  readonly targetShare: number;
  /** Absent: nobody gives up (Erlang C). */
  readonly patienceSeconds?: number | undefined;
  /** Share of their time that people may spend on calls; what is above wears them out. */
  readonly maximumOccupancy?: number | undefined;
}

/** The fewest people with whom the target is met; 0 when nobody calls. */
export function peopleNeeded(wanted: Wanted): number {
  const erlangs = intensityOf(wanted);
  if (!(erlangs > 0)) return 0;
  const { patienceSeconds, targetShare, maximumOccupancy = 1 } = wanted;
  const meets = (agents: number): boolean => {
    const staffed = { ...wanted, agents };
    const outlook = patienceSeconds === undefined ? erlangC(staffed) : erlangA({ ...staffed, patienceSeconds });
    return outlook.serviceLevel >= targetShare && outlook.occupancy <= maximumOccupancy;
  };
  // More people never make it worse: the bound is doubled, then halved down to the fewest.
  let high = 1;
  while (!meets(high) && high < MOST_PEOPLE) high *= 2;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (meets(middle)) high = middle;
    else low = middle;
  }
  return high;
}
