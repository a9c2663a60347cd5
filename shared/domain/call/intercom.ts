// Speaking into a colleague's desk, and being spoken to: which calls are that, and which are answered by nobody's hand. Pure.
import type { Site } from '../site/site.ts';
import type { Call, CallEvent, Purpose, RemoteParty } from './call.ts';
import { holdsLine } from './call.ts';

type Rang = Extract<CallEvent, { type: 'rang' }>;

export interface DeskNow {
  readonly setting: Site['phone']['autoAnswer'];
  readonly isSignedIn: boolean;
  /** Every call of this desk besides the one that rings. */
  readonly others: Iterable<Call>;
}

/**
 * Whether the call is answered without anybody touching the phone. Never over another call, ringing and held ones
 * included: a patient goes before a colleague. Nor for a caller of a queue or a parked one, whatever the headers say.
 */
export function answersByItself(rang: Rang, { setting, isSignedIn, others }: DeskNow): boolean {
  if (rang.autoAnswer !== true || setting !== 'intercom' || !isSignedIn) return false;
  if (rang.queue !== undefined || rang.parkedSlot !== undefined) return false;
  return ![...others].some(holdsLine);
}

export interface Announcement {
  readonly purpose: Purpose;
  readonly remote: RemoteParty;
}

type Announced = Pick<Site, 'directory'> & {
  phone: Pick<Site['phone'], 'emergencyNumbers'> & { intercomPrefix?: string | undefined };
};

/** What dialling `target` is, when it is spoken into rather than talked on: an intercom, or a group that is paged. */
export function announcementOf(target: string, { phone, directory }: Announced): Announcement | undefined {
  if (phone.emergencyNumbers.includes(target)) return undefined;
  const to = (purpose: Purpose, number: string) => ({ purpose, remote: { number, name: '', withheld: false } });
  const prefix = phone.intercomPrefix;
  if (prefix !== undefined && target.startsWith(prefix) && target.length > prefix.length)
    return to('intercom', target.slice(prefix.length));
  const isGroup = directory.some((entry) => entry.kind === 'page' && entry.number === target);
  return isGroup ? to('page', target) : undefined;
}

interface Wishes {
  readonly callInfo: readonly string[];
  readonly alertInfo: readonly string[];
  readonly answerMode: readonly string[];
}

/**
 * The ways in which phones are asked to answer at once: `Call-Info: <…>;answer-after=0`, `Alert-Info: <…>;info=alert-autoanswer`,
 * `Alert-Info: Auto Answer`, `Answer-Mode: Auto` (RFC 5373).
 */
export const asksForAnswer = ({ callInfo, alertInfo, answerMode }: Wishes): boolean =>
  callInfo.some((value) => /;\s*answer-after\s*=\s*"?0+"?\s*(?:[;,]|$)/i.test(value)) ||
  alertInfo.some(
    (value) => /;\s*info\s*=\s*"?alert-autoanswer\b/i.test(value) || /^\W*auto[ -]?answer\b/i.test(value),
  ) ||
  answerMode.some((value) => /^\s*auto\s*(?:[;,]|$)/i.test(value));
