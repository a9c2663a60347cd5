// Which number is what. Colleagues are people of the demo clinic; every other place is in this one table.

export interface Colleague {
  readonly extension: string;
  readonly name: string;
  /** What happens when they are called: rings for `after` milliseconds, then answers or refuses. */
  readonly manner:
    | { readonly kind: 'answers'; readonly after: number }
    | { readonly kind: 'refuses'; readonly after: number; readonly cause: number };
  /** Sound file (without .ulaw) that they say; '' says nothing. */
  readonly says: string;
  /** The lamp while nobody of ours talks to them. */
  readonly resting: 'NOT_INUSE' | 'INUSE' | 'UNAVAILABLE';
}

export const COLLEAGUES: readonly Colleague[] = [
  {
    extension: '201',
    name: 'Nurse Ana R.',
    manner: { kind: 'answers', after: 1500 },
    says: 'nurse',
    resting: 'NOT_INUSE',
  },
  {
    extension: '202',
    name: 'Billing Marcus B.',
    manner: { kind: 'answers', after: 2500 },
    says: 'billing',
    resting: 'NOT_INUSE',
  },
  {
    extension: '203',
    name: 'On call Dr. Lee',
    manner: { kind: 'answers', after: 3000 },
    says: 'on-call',
    resting: 'NOT_INUSE',
  },
  {
    extension: '204',
    name: 'Referrals',
    manner: { kind: 'refuses', after: 0, cause: 486 },
    says: '',
    resting: 'INUSE',
  },
  {
    extension: '299',
    name: 'Nobody home',
    manner: { kind: 'refuses', after: 25_000, cause: 480 },
    says: '',
    resting: 'NOT_INUSE',
  },
];

export type Destination =
  | { readonly kind: 'desk'; readonly extension: string }
  | { readonly kind: 'colleague'; readonly colleague: Colleague }
  | { readonly kind: 'echo' }
  | { readonly kind: 'queue'; readonly queue: string }
  | { readonly kind: 'outside'; readonly number: string }
  | { readonly kind: 'emergency' }
  | { readonly kind: 'park' }
  | { readonly kind: 'slot'; readonly slot: string }
  | { readonly kind: 'pickUp'; readonly extension: string }
  | { readonly kind: 'playback' }
  | { readonly kind: 'unknown' };

/** As in the sample Asterisk and the example site; 911 is no slot. */
export const PARKING = { number: '900', from: 901, to: 910 } as const;
const PICK_UP = '**';
const PLAYBACK = '*99';

export interface DialplanParts {
  /** Extensions of phones. */
  readonly desks: readonly string[];
  /** Queue names by the number that reaches them; the name itself reaches it too. */
  readonly queues: ReadonlyMap<string, string>;
}

/** Finds what a dialled number means. Spelling of outside numbers does not matter. */
export function resolveNumber(dialled: string, plan: DialplanParts): Destination {
  const number = dialled.trim();
  if (plan.desks.includes(number)) return { kind: 'desk', extension: number };
  const colleague = COLLEAGUES.find(({ extension }) => extension === number);
  if (colleague) return { kind: 'colleague', colleague };
  if (number === '601') return { kind: 'echo' };
  if (number === PARKING.number) return { kind: 'park' };
  if (/^\d{3}$/.test(number) && Number(number) >= PARKING.from && Number(number) <= PARKING.to)
    return { kind: 'slot', slot: number };
  if (number === PLAYBACK) return { kind: 'playback' };
  if (number.startsWith(PICK_UP)) return { kind: 'pickUp', extension: number.slice(PICK_UP.length) };
  if (number === '911' || number === '9911') return { kind: 'emergency' };
  const queue = plan.queues.get(number) ?? [...plan.queues.values()].find((name) => name === number);
  if (queue) return { kind: 'queue', queue };
  const digits = number.replace(/[\s().-]/g, '');
  if (/^(\+?1)?[2-9]\d{9}$/.test(digits)) return { kind: 'outside', number: digits };
  return { kind: 'unknown' };
}
