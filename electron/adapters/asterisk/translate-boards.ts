// Asterisk's words for parked callers, ringing phones and mailboxes in ours. Pure; field names as in Asterisk 16 to 22.
import type { DialEvent } from '../../../shared/domain/directory/ringing.ts';
import type { ParkedCaller, ParkingEvent } from '../../../shared/domain/parking/board.ts';
import { isAnonymous } from '../../../shared/domain/phone-number/phone-number.ts';
import type { MailboxMessage } from '../../../shared/domain/voicemail/types.ts';
import type { Mailbox } from '../../ports/pbx.ts';
import type { AmiMessage } from './framing.ts';
import { clean, extensionOf, whole } from './translate.ts';

/** Number and name, as they may be shown. */
function whoOf(number: string, name: string): { number: string; name: string; withheld: boolean } {
  const withheld = isAnonymous(number);
  return { number: withheld ? '' : number, name: withheld ? '' : name, withheld };
}

/** A caller in a slot, from ParkedCall and its kin: durations are seconds, counted from the moment of the event. */
export function parkedOf(message: AmiMessage, now: number): ParkedCaller | undefined {
  const slot = message.get('parkingspace');
  const entry = message.get('parkeeuniqueid');
  if (!slot || !entry) return undefined;
  const parkedAt = now - whole(message.get('parkingduration')) * 1000;
  const left = whole(message.get('parkingtimeout'));
  const parkedBy = extensionOf(message.get('parkerdialstring'));
  return {
    slot,
    entry,
    linkedId: message.get('parkeelinkedid') ?? entry,
    ...whoOf(clean(message.get('parkeecalleridnum')), clean(message.get('parkeecalleridname'))),
    parkedAt,
    ...(left > 0 ? { recallAt: now + left * 1000 } : {}),
    ...(parkedBy ? { parkedBy } : {}),
  };
}

export function translateParking(message: AmiMessage, now: number): ParkingEvent[] {
  const caller = parkedOf(message, now);
  if (!caller) return [];
  const { slot, entry } = caller;
  switch (message.get('event')) {
    case 'ParkedCall':
      return [{ type: 'parked', caller }];
    case 'UnParkedCall':
      return [
        { type: 'left', slot, entry, how: 'retrieved', retrievedBy: extensionOf(message.get('retrieverchannel')) },
      ];
    case 'ParkedCallTimeOut':
      return [{ type: 'left', slot, entry, how: 'timedOut' }];
    case 'ParkedCallGiveUp':
      return [{ type: 'left', slot, entry, how: 'gaveUp' }];
    case 'ParkedCallSwap':
      return [{ type: 'swapped', slot, caller }];
    default:
      return [];
  }
}

export function translateDial(message: AmiMessage, now: number): DialEvent[] {
  // Whoever picks up takes the place of the phone that rang: its own dial is never told to end.
  const taken = message.get('event') === 'Pickup' ? message.get('targetuniqueid') : undefined;
  if (taken) return [{ type: 'ended', leg: taken }];
  const leg = message.get('destuniqueid');
  const extension = extensionOf(message.get('destchannel'));
  if (!leg || !extension) return [];
  switch (message.get('event')) {
    case 'DialBegin': {
      // Without a calling channel (the PBX itself calls) the called leg knows for whom it rings.
      const part = message.has('channel') ? 'callerid' : 'destconnectedline';
      const who = whoOf(clean(message.get(`${part}num`)), clean(message.get(`${part}name`)));
      const entry = message.get('uniqueid');
      const linkedId = message.get('linkedid') ?? message.get('destlinkedid');
      return [
        {
          type: 'began',
          leg,
          caller: { extension, ...who, since: now, ...(entry ? { entry } : {}), ...(linkedId ? { linkedId } : {}) },
        },
      ];
    }
    case 'DialEnd':
      return [{ type: 'ended', leg }];
    default:
      return [];
  }
}

/** `790@practice`, as MessageWaiting names it. */
export function mailboxOf(message: AmiMessage): Mailbox | undefined {
  if (message.get('event') !== 'MessageWaiting') return undefined;
  const [mailbox, context = 'default'] = (message.get('mailbox') ?? '').split('@');
  return mailbox ? { mailbox, context } : undefined;
}

/** Asterisk's folder names; a message that lies anywhere else was put there by hand and is not ours to show. */
const FOLDERS: Readonly<Record<string, MailboxMessage['folder']>> = { INBOX: 'new', Urgent: 'new', Old: 'old' };
export const FOLDER_NAMES = { new: 'INBOX', old: 'Old' } as const satisfies Record<MailboxMessage['folder'], string>;

export function messageOf(message: AmiMessage, { mailbox, context }: Mailbox): MailboxMessage | undefined {
  const id = message.get('id');
  const folder = FOLDERS[message.get('folder') ?? ''];
  // An id begins with the second the message was left in; its date is text in the PBX's own zone and spelling.
  const seconds = Number(/^(\d{9,11})-[0-9a-f]+$/i.exec(id ?? '')?.[1]);
  if (!id || !folder || !Number.isFinite(seconds)) return undefined;
  const urgent = message.get('folder') === 'Urgent' || /urgent/i.test(message.get('flag') ?? '');
  return {
    ...{ mailbox, context, id, folder, urgent },
    ...whoLeft(message.get('callerid') ?? ''),
    at: seconds * 1000,
    durationSeconds: whole(message.get('duration')),
  };
}

/** `"Maria Lopez" <2065550177>`, `2065550177`, or nothing usable. */
function whoLeft(callerId: string): { number: string; name: string; withheld: boolean } {
  const parts = /^\s*"?([^"<]*?)"?\s*<([^>]*)>\s*$/.exec(callerId);
  const number = clean(parts ? parts[2] : /^[\d+*#]+$/.test(callerId.trim()) ? callerId.trim() : '');
  return whoOf(number, clean(parts?.[1]));
}

/** Where a message lies on the PBX: an urgent one has a folder of its own until it was heard. */
export const folderOf = (message: MailboxMessage): string =>
  message.folder === 'new' && message.urgent ? 'Urgent' : FOLDER_NAMES[message.folder];
