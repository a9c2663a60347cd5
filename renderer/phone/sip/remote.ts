// Who is on the other side, from headers nobody may trust: cleaned, cut, never interpreted as markup.
import type { IncomingRequestMessage } from 'sip.js/lib/core';
import { Grammar } from 'sip.js';
import { askedBack } from '../../../shared/domain/callback/callback.ts';
import { asksForAnswer } from '../../../shared/domain/call/intercom.ts';
import type { QueueLeg, RemoteParty } from '../../../shared/domain/call/call.ts';

const MAX = 120;
const WITHHELD_USERS = /^(anonymous|restricted|unavailable|withheld|unknown|private|)$/i;

/** Takes out control characters and bidirectional overrides (they can make a name read as another one). */
export function plainText(text: string): string {
  return text
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/^"|"$/g, '')
    .trim()
    .slice(0, MAX);
}

/** Number and name: P-Asserted-Identity (RFC 3325) before From; RFC 3323 anonymity means withheld. */
export function remoteOf(request: IncomingRequestMessage): RemoteParty {
  const asserted = request.getHeader('P-Asserted-Identity');
  const identity = (asserted === undefined ? undefined : Grammar.nameAddrHeaderParse(asserted)) ?? request.from;
  const number = plainText(decodeUser(identity.uri.user ?? ''));
  const withheld = WITHHELD_USERS.test(number) || identity.uri.host === 'anonymous.invalid';
  return { number: withheld ? '' : number, name: withheld ? '' : plainText(identity.displayName ?? ''), withheld };
}

/** Headers the queue's pre-dial gosub adds: they tie this leg to the waiting caller. */
export function queueOf(request: IncomingRequestMessage): QueueLeg | undefined {
  const queue = request.getHeader('X-Queue');
  if (queue === undefined) return undefined;
  const entry = request.getHeader('X-Queue-Entry');
  const linkedId = request.getHeader('X-Linked-Id');
  const callback = askedBack(plainText(request.getHeader('X-Callback') ?? ''));
  return {
    queue: plainText(queue),
    ...(entry ? { entry: plainText(entry) } : {}),
    ...(linkedId ? { linkedId: plainText(linkedId) } : {}),
    ...(callback ? { callback } : {}),
  };
}

/** The slot of a parked caller whom nobody fetched: the PBX rings whoever parked them. */
export function parkedSlotOf(request: IncomingRequestMessage): string | undefined {
  const slot = request.getHeader('X-Parked-Slot') ?? '';
  return /^[0-9*#]{1,20}$/.test(slot) ? slot : undefined;
}

/** Intercom and paging: the caller asks to be answered at once. */
export const autoAnswerOf = (request: IncomingRequestMessage): boolean =>
  asksForAnswer({
    callInfo: request.getHeaders('Call-Info'),
    alertInfo: request.getHeaders('Alert-Info'),
    answerMode: request.getHeaders('Answer-Mode'),
  });

function decodeUser(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}
