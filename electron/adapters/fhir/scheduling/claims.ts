// Slots kept for a caller, one after the other in the order of time, so that two desks which want the same ones meet at the
// first. What a desk claimed and never came back to is decided by the visit: it stands there, or the slot is free.
import type { Claim, Holder } from '../../../../shared/domain/scheduling/claim.ts';
import { holderOf } from '../../../../shared/domain/scheduling/claim.ts';
import type { Result } from '../../../../shared/result/result.ts';
import { fail, ok } from '../../../../shared/result/result.ts';
import { idIn } from './shapes.ts';
import type { SeenSlot, Slots } from './slots.ts';
import { isLive, takes } from './visits.ts';
import type { Visits } from './visits.ts';

export interface Claims {
  /** All of them, or none: whoever has one of them has the time. */
  take(slotIds: readonly string[], who: Omit<Claim, 'until'>, ms: number): Promise<Result<SeenSlot[]>>;
  /** Free again where the claim is still ours. Best effort: what is not given back lapses. */
  giveBack(slots: readonly SeenSlot[], of: string): Promise<void>;
  /** Their visit stands in them. Best effort: a lapsed claim is settled by any desk. Errors: `slotTaken`. */
  keep(slots: readonly SeenSlot[]): Promise<Result<void>>;
  /** What a lapsed claim has become. */
  settle(slot: SeenSlot): Promise<Result<SeenSlot>>;
}

export function createClaims(slots: Slots, visits: Visits): Claims {
  async function settle(slot: SeenSlot): Promise<Result<SeenSlot>> {
    const { claim } = slot;
    if (!claim) return ok(slot);
    const visitId = idIn(claim.of, 'Appointment');
    const visit = visitId === undefined ? await visits.byIdentifier(claim.of) : await visits.read(visitId);
    // A visit that is gone holds nothing.
    if (!visit.ok && visit.error.code !== 'visitGone') return visit;
    const stands = visit.ok && visit.value !== undefined && isLive(visit.value) && takes(visit.value, slot.id);
    return stands ? slots.put(slot, 'busy', claim) : slots.put(slot, 'free');
  }

  /** Another desk may be settling it at the same moment: then it is looked at once more. */
  async function settled(slot: SeenSlot): Promise<Result<SeenSlot>> {
    const after = await settle(slot);
    return after.ok || after.error.code !== 'slotTaken' ? after : slots.read(slot.id);
  }

  async function takeOne(id: string, who: Omit<Claim, 'until'>, ms: number): Promise<Result<SeenSlot>> {
    const read = await slots.read(id);
    if (!read.ok) return read;
    if (read.value.start <= read.value.at) return fail('slotPast');
    const holderIn = (slot: SeenSlot): Holder => holderOf(slot.status, slot.claim, who.of, slot.at);
    const now = holderIn(read.value) === 'lapsed' ? await settled(read.value) : read;
    if (!now.ok) return now;
    const holder = holderIn(now.value);
    if (holder !== 'nobody' && holder !== 'us') return fail('slotTaken');
    return slots.put(now.value, 'tentative', { ...who, until: now.value.at + ms });
  }

  async function giveBack(taken: readonly SeenSlot[], of: string): Promise<void> {
    for (const slot of taken) {
      const read = await slots.read(slot.id);
      if (read.ok && read.value.status === 'tentative' && read.value.claim?.of === of)
        await slots.put(read.value, 'free');
    }
  }

  return {
    settle,
    giveBack,
    async take(slotIds, who, ms) {
      const taken: SeenSlot[] = [];
      for (const id of slotIds) {
        const one = await takeOne(id, who, ms);
        if (!one.ok) {
          await giveBack(taken, who.of);
          return one;
        }
        taken.push(one.value);
      }
      return ok(taken);
    },
    async keep(taken) {
      for (const slot of taken) {
        const kept = await slots.put(slot, 'busy', slot.claim);
        if (!kept.ok && kept.error.code === 'slotTaken') return kept;
      }
      return ok(undefined);
    },
  };
}
