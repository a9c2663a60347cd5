// What a screen reader is told when the calls change: one sentence an event, aloud at once only for a new ringing call.
import type { CallRow } from '../../../shared/contract/call.ts';
import type { Calls } from './calls.ts';
import { isRinging } from './calls.ts';

export interface Announcement {
  readonly level: 'polite' | 'assertive';
  /** Key under `announce.` in i18n. */
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Who is on the line, as far as it may be said: the directory's name, else the number. */
export const shownName = (call: CallRow): string =>
  call.patientName ?? call.directoryName ?? (call.shownNumber || call.remote.name);

const STATES_SPOKEN: Partial<Record<CallRow['state'], string>> = {
  talking: 'talking',
  held: 'held',
  parked: 'parked',
  remoteRinging: 'remoteRinging',
};

/** Once when it gets bad; the steps have their own calm, so that this is not said again and again. */
const isBad = ({ quality }: CallRow): boolean => quality?.step === 'bad' || quality?.step === 'poor';

function forChange(old: CallRow | undefined, call: CallRow): Announcement | undefined {
  const who = call.remote.withheld ? '' : shownName(call);
  const polite = (key: string): Announcement => ({ level: 'polite', key, values: { who, cause: call.ended ?? '' } });
  if (call.forTransfer) return undefined;
  if (isRinging(call) && !(old && isRinging(old)))
    return { level: 'assertive', key: 'ringing', values: { who, queue: call.queueName ?? '' } };
  if (!old) return undefined;
  if (old.transfer?.state !== call.transfer?.state && call.transfer)
    return { level: 'polite', key: `transfer.${call.transfer.state}`, values: { who: call.transfer.label } };
  if (old.state !== call.state) {
    if (call.state === 'ended') return polite('ended');
    const key = STATES_SPOKEN[call.state];
    return key ? polite(key) : undefined;
  }
  if (call.holdAlert !== undefined && old.holdAlert !== call.holdAlert) return polite(`holdAlert${call.holdAlert}`);
  if (old.conference !== call.conference) return polite(call.conference === undefined ? 'separated' : 'joined');
  if (isBad(call) && !isBad(old))
    return {
      level: 'polite',
      key: `quality.${call.quality?.cause ?? 'none'}`,
      values: { loss: String(call.quality?.loss ?? 0), delay: String(call.quality?.roundTrip ?? 0) },
    };
  if (old.remoteHold !== call.remoteHold) return polite(call.remoteHold ? 'remoteHold' : 'remoteBack');
  if (old.muted !== call.muted) return polite(call.muted ? 'muted' : 'unmuted');
  return undefined;
}

export function announcementsFor(before: Calls, after: Calls): Announcement[] {
  return [...after.values()].flatMap((call) => {
    const old = before.get(call.id);
    return old === call ? [] : (forChange(old, call) ?? []);
  });
}
