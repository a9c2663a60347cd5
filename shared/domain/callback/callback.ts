// Callers who hung up and kept their place: how the PBX names them, and what they were promised. Pure, without schemas.
import type { AskedBack } from '../call/call.ts';
import { callBackDue } from '../work/contacts.ts';
import type { Site } from '../site/site.ts';

/** Without a promise in the site file the window for missed calls holds. */
type Promising = Pick<Site, 'hours' | 'clinic' | 'callback' | 'work'>;

/**
 * `1763793120*2065550142`: when it was asked (Unix seconds) and whom to call. The same text stands in the name of the
 * channel that waits in the caller's place and in the header on the leg that rings, so that it is known at a snapshot, too.
 */
export function askedBack(text: string): AskedBack | undefined {
  const [, seconds, number] = /^(\d{9,11})\*(\+?\d{2,20})$/.exec(text) ?? [];
  return seconds === undefined || number === undefined ? undefined : { askedAt: Number(seconds) * 1000, number };
}

/** The caller who waits at home behind this channel: `Local/1763793120*2065550142@callback-0000000a;1`. */
export function askedBackOf(channel: string | undefined): AskedBack | undefined {
  const [, text] = /^Local\/([^@]+)@callback-[0-9a-f]+;[12]$/.exec(channel ?? '') ?? [];
  return text === undefined ? undefined : askedBack(text);
}

/** The thing to do has the same id at every desk. */
export const workIdOf = ({ askedAt, number }: AskedBack): string => `callback/${askedAt}*${number}`;

/** By when the caller was promised to be called, as an ISO instant of the clinic. */
export function promisedBy(queue: string, askedAt: number, { hours, clinic, callback, work }: Promising): string {
  const promise = callback.queues.find((one) => one.queue === queue);
  return callBackDue(hours, clinic.timeZone, askedAt, promise?.promiseMinutes ?? work.callBackMinutes);
}
