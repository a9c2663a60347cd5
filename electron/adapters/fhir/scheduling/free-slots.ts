// What is free between two instants. Slots that a desk claimed and never came back to are settled on the way, a few at a
// time: the list must not wait for them all.
import type { EhrProfile } from '../../../../shared/domain/ehr/profile.ts';
import { ok } from '../../../../shared/result/result.ts';
import type { SchedulingPort } from '../../../ports/scheduling.ts';
import type { Search } from '../search.ts';
import type { CalendarBook } from './calendars.ts';
import type { Claims } from './claims.ts';
import { freeSlotOf, slotIn } from './slots.ts';
import type { SeenSlot, Slots } from './slots.ts';

const SETTLED_AT_ONCE = 10;
const PAGE = '500';

interface Parts {
  readonly search: Search;
  readonly profile: () => EhrProfile;
  readonly slots: Slots;
  readonly claims: Claims;
  readonly calendars: CalendarBook;
}

export function createFreeSlots({ search, profile, slots, claims, calendars }: Parts): SchedulingPort['freeSlots'] {
  /** The search that this server takes: by status where it can, the calendars along where it brings them. */
  function question(from: number, until: number, visitType: { code: string; system?: string | undefined } | undefined) {
    const start = { start: [`ge${new Date(from).toISOString()}`, `lt${new Date(until).toISOString()}`] };
    const type = visitType && {
      'service-type': visitType.system === undefined ? visitType.code : `${visitType.system}|${visitType.code}`,
    };
    const needsType = profile().scheduling.needsVisitType;
    // Only where calendars cannot be listed: servers bound what a join may bring.
    const along = profile().includes('Slot', 'Slot:schedule') && !profile().takes('Schedule', []);
    const byStatus = profile().parameter('Slot', ['status']) !== undefined;
    return {
      ...start,
      ...(needsType && type ? type : {}),
      ...(byStatus ? { status: 'free,busy-tentative' } : {}),
      ...(along ? { _include: 'Slot:schedule' } : {}),
      _count: PAGE,
    };
  }

  /** The search's own copy may be old: what is settled is what is read now. */
  async function settled({ id, claim }: SeenSlot): Promise<SeenSlot | undefined> {
    const read = await slots.read(id);
    if (!read.ok || read.value.claim?.of !== claim?.of || (claim?.until ?? Infinity) > read.value.at) return undefined;
    const after = await claims.settle(read.value);
    return after.ok && after.value.status === 'free' ? after.value : undefined;
  }

  return async ({ from, until, visitType }) => {
    const found = await search.all('Slot', question(from, until, visitType));
    if (!found.ok) return found;
    const now = Date.now();
    const all = found.value.flatMap((resource) => slotIn(resource, now) ?? []);
    const canSettle = profile().scheduling.book === 'held';
    const lapsed = all.filter(
      ({ status, claim }) => canSettle && status === 'tentative' && (claim?.until ?? Infinity) <= now,
    );
    const back = await Promise.all(lapsed.slice(0, SETTLED_AT_ONCE).map(settled));
    const isIn = (slot: SeenSlot): boolean => slot.start >= from && slot.start < until;
    const free = [...all.filter(({ status }) => status === 'free'), ...back.filter((slot) => slot !== undefined)];
    const along = found.value.filter(({ resourceType }) => resourceType === 'Schedule');
    const known = await calendars.of(
      free.map(({ calendar }) => calendar),
      along,
    );
    if (!known.ok) return known;
    return ok({ slots: free.filter(isIn).map(freeSlotOf), calendars: known.value });
  };
}
