// Where a referral stands, out of what charts say about it. The four places are those of the person who runs referrals at a
// practice: it is not here yet, it has come, the provider looks at it, the patient can be called.

/** In the order in which a referral goes through them. */
export const REFERRAL_LANE = ['missing', 'received', 'pendingReview', 'readyToSchedule'] as const;
export type LanePlace = (typeof REFERRAL_LANE)[number];

/** A Task that is about the referral. */
export interface Tracking {
  /** The place itself, where a desk of ours (or the practice's own code list) wrote it. */
  readonly place?: LanePlace | undefined;
  /** Task.businessStatus in anybody's words or codes. */
  readonly words?: string | undefined;
  /** Task.status (https://hl7.org/fhir/R4/valueset-task-status.html). */
  readonly status?: string | undefined;
  /** When it was last changed, ISO; of two the later one counts. */
  readonly changed?: string | undefined;
}

export interface ReferralOrder {
  /** ServiceRequest.status (https://hl7.org/fhir/R4/valueset-request-status.html). */
  readonly status: string | undefined;
  /** Whether anybody signed it (ServiceRequest.authoredOn). */
  readonly isAuthored: boolean;
  /** The last day on which it is good for, YYYY-MM-DD (the end of ServiceRequest.occurrence). */
  readonly goodUntil?: string | undefined;
  readonly tracking: readonly Tracking[];
}

/** Tasks that say nothing any more: they were given up, or never meant. */
const VOID = new Set(['cancelled', 'entered-in-error', 'failed']);

/** What systems call the places in their own words; the first that fits, from the end of the lane to its beginning. */
const WORDS: readonly (readonly [RegExp, LanePlace])[] = [
  [/not (?:yet )?(?:received|here)|missing|await|outstanding|request(?:ed)? from|incomplete|expired/i, 'missing'],
  [/not (?:yet )?(?:ready|schedul|approved|authori|complete)|denied|declined|rejected/i, 'pendingReview'],
  [/ready|schedul|approved|authori[sz]ed|complete/i, 'readyToSchedule'],
  [/review|pending|triage|authori[sz]ation|with (?:the )?provider/i, 'pendingReview'],
  [/receiv|arrived|new|open/i, 'received'],
];

/**
 * A task's own status says how far some work is, and not which: "call the patient" done does not make a referral ready. So a
 * task that names no place says nothing of it.
 */
const placeOf = ({ place, words = '' }: Tracking): LanePlace | undefined =>
  place ?? WORDS.find(([pattern]) => pattern.test(words))?.[1];

/**
 * The place on the lane; undefined: the referral is over (completed, revoked, a mistake) and stands on no lane.
 *
 * 1. A task about it that says a place wins, ours before anybody else's, the later before the earlier: a person put it there.
 * 2. An order whose time is over has to be asked for again: `missing`.
 * 3. The order's own status: a draft, or one that nobody signed, is `missing`; on hold is `pendingReview`; active is `received`.
 * @param today YYYY-MM-DD in the practice's zone
 */
export function lanePlaceOf(order: ReferralOrder, today: string): LanePlace | undefined {
  if (!['draft', 'active', 'on-hold'].includes(order.status ?? '')) return undefined;
  const told = order.tracking
    .filter(({ status }) => !VOID.has(status ?? ''))
    .map((one) => ({
      isOurs: one.place !== undefined,
      changed: Date.parse(one.changed ?? '') || 0,
      place: placeOf(one),
    }))
    .filter(({ place }) => place !== undefined)
    .sort((a, b) => Number(b.isOurs) - Number(a.isOurs) || b.changed - a.changed)[0];
  if (told) return told.place;
  if (order.goodUntil !== undefined && order.goodUntil < today) return 'missing';
  if (order.status === 'on-hold') return 'pendingReview';
  return order.status === 'draft' || !order.isAuthored ? 'missing' : 'received';
}
