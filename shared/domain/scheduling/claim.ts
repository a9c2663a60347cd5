// Who has a slot. A desk that keeps a time for its caller writes into the slot who it is and until when; the EHR lets one
// such change through. What became of a claim that has run out is not guessed: the visit says it.
export interface Claim {
  /** What the claim is for: our id of a booking, or the reference of a visit that is being moved or cancelled. */
  readonly of: string;
  /** The person at the desk. */
  readonly by: string;
  /** Epoch ms by the EHR's clock. */
  readonly until: number;
}

export type SlotStatus = 'free' | 'tentative' | 'busy';

/** `lapsed`: claimed by a desk that never came back to it. */
export type Holder = 'nobody' | 'us' | 'somebody' | 'lapsed';

/** @param now epoch ms by the EHR's clock: those of the desks may differ by more than a claim lasts */
export function holderOf(status: SlotStatus, claim: Claim | undefined, of: string, now: number): Holder {
  if (status === 'free') return 'nobody';
  if (claim?.of === of) return 'us';
  // Tentative without a claim is another program's: it knows when to let go.
  if (status === 'busy' || claim === undefined) return 'somebody';
  return claim.until <= now ? 'lapsed' : 'somebody';
}
