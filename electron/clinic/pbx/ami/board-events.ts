// Parked callers, ringing phones and mailboxes as Asterisk 22 writes them (res_parking, main/stasis_channels, app_voicemail).
import type { Channel } from '../core/channel.ts';
import type { Message } from '../core/mailboxes.ts';
import type { ParkedChannel, ParkingEvent } from '../core/parking.ts';
import type { AmiFields } from './framing.ts';
import { snapshot } from './events.ts';

const PARKING_EVENTS = {
  parked: 'ParkedCall',
  retrieved: 'UnParkedCall',
  timedOut: 'ParkedCallTimeOut',
  gaveUp: 'ParkedCallGiveUp',
} as const satisfies Record<ParkingEvent['kind'], string>;

const parkedFields = ({ slot, channel, parker, parkedAt, recallAt }: ParkedChannel): AmiFields => [
  ...snapshot(channel, 'Parkee'),
  ['ParkerDialString', parker],
  ['Parkinglot', 'default'],
  ['ParkingSpace', slot],
  ['ParkingTimeout', Math.max(0, Math.round((recallAt - Date.now()) / 1000))],
  ['ParkingDuration', Math.round((Date.now() - parkedAt) / 1000)],
];

export const parkingEvent = (event: ParkingEvent): AmiFields => [
  ['Event', PARKING_EVENTS[event.kind]],
  ['Privilege', 'call,all'],
  ...parkedFields(event.parked),
  ...(event.kind === 'retrieved' ? snapshot(event.by, 'Retriever') : []),
];

export const parkedItem = (parked: ParkedChannel): AmiFields => [['Event', 'ParkedCall'], ...parkedFields(parked)];

export const dialEvent = (kind: 'DialBegin' | 'DialEnd', from: Channel, leg: Channel): AmiFields => [
  ['Event', kind],
  ['Privilege', 'call,all'],
  ...snapshot(from),
  ...snapshot(leg, 'Dest'),
  kind === 'DialBegin'
    ? ['DialString', leg.device.replace(/^PJSIP\//, '')]
    : ['DialStatus', leg.state === 'up' ? 'ANSWER' : 'CANCEL'],
];

/** Counts as Asterisk does: what is not in Old is new. */
export const waitingEvent = (mailbox: string, context: string, messages: readonly Message[]): AmiFields => {
  const old = messages.filter(({ folder }) => folder === 'Old').length;
  return [
    ['Event', 'MessageWaiting'],
    ['Privilege', 'call,all'],
    ['Mailbox', `${mailbox}@${context}`],
    ['Waiting', messages.length > old ? 1 : 0],
    ['New', messages.length - old],
    ['Old', old],
  ];
};

export const messageItem = (message: Message): AmiFields => [
  ['Event', 'VoicemailBoxDetail'],
  ['Folder', message.folder],
  ['CallerID', message.callerId],
  ['Date', new Date(message.leftAt * 1000).toUTCString()],
  ['Duration', message.seconds],
  ['Flag', ''],
  ['ID', message.id],
];
