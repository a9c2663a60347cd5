// Events as Asterisk 22 writes them: same names, same fields, same order (apps/app_queue.c, main/manager_channels.c).
import type { Channel, ChannelState, Party } from '../core/channel.ts';
import { DEVICE_STATE_NUMBER } from '../core/devices.ts';
import type { DeviceState } from '../core/devices.ts';
import type { CallQueue, QueueCaller } from '../queue/queue.ts';
import type { Member } from '../queue/logic.ts';
import type { QueueEvent } from '../queue/events.ts';
import type { AmiFields } from './framing.ts';

const CHANNEL_STATE: Readonly<Record<ChannelState, readonly [number, string]>> = {
  down: [0, 'Down'],
  ring: [4, 'Ring'],
  ringing: [5, 'Ringing'],
  up: [6, 'Up'],
  hungup: [6, 'Up'],
};

/** Asterisk writes `<unknown>` where a caller ID or a name is missing. */
const known = (text: string): string => (text === '' ? '<unknown>' : text);
const line = (party: Party): readonly [string, string] => [known(party.number), known(party.name)];

/** The snapshot of a channel, `Channel` to `Linkedid`; `prefix` is `Dest` for the agent's. */
export function snapshot(channel: Channel, prefix = ''): AmiFields {
  const [number, state] = CHANNEL_STATE[channel.state];
  const [callerNumber, callerName] = line(channel.party);
  const [connectedNumber, connectedName] = line(channel.connected);
  return (
    [
      ['Channel', channel.name],
      ['ChannelState', number],
      ['ChannelStateDesc', state],
      ['CallerIDNum', callerNumber],
      ['CallerIDName', callerName],
      ['ConnectedLineNum', connectedNumber],
      ['ConnectedLineName', connectedName],
      ['Language', channel.language],
      ['AccountCode', ''],
      ['Context', 'frontdesk'],
      ['Exten', channel.exten],
      ['Priority', 1],
      ['Uniqueid', channel.id],
      ['Linkedid', channel.linkedId],
    ] as const
  ).map(([name, value]) => [`${prefix}${name}`, value] as const);
}

/** The numeric device state of a member, as in QueueMember and QueueMemberStatus. */
type StateOf = (device: string) => DeviceState;

function memberFields(queue: CallQueue, member: Member, stateOf: StateOf): AmiFields {
  return [
    ['Queue', queue.name],
    ['MemberName', member.name],
    ['Interface', member.interface],
    ['StateInterface', member.interface],
    ['Membership', member.membership],
    ['Penalty', member.penalty],
    ['CallsTaken', member.callsTaken],
    ['LastCall', member.lastCall],
    ['LastPause', member.lastPause],
    ['LoginTime', member.loginTime],
    ['InCall', member.inCall ? 1 : 0],
    ['Status', DEVICE_STATE_NUMBER[stateOf(member.interface)]],
    ['Paused', member.paused ? 1 : 0],
    ['PausedReason', member.pausedReason],
    ['Ringinuse', 0],
    ['Wrapuptime', queue.settings.wrapUpSeconds],
  ];
}

const head = (name: string, privilege: string): AmiFields => [
  ['Event', name],
  ['Privilege', privilege],
];
const agentCall = (event: Extract<QueueEvent, { agent: Channel }>): AmiFields => [
  ...snapshot(event.caller),
  ...snapshot(event.agent, 'Dest'),
  ['Queue', event.queue],
  ['MemberName', event.member.name],
  ['Interface', event.member.interface],
];

/** A queue event as the fields of its AMI event. */
export function queueEvent(event: QueueEvent, queue: CallQueue, stateOf: StateOf): AmiFields {
  switch (event.kind) {
    case 'join':
      return [
        ...head('QueueCallerJoin', 'agent,all'),
        ...snapshot(event.caller),
        ['Queue', event.queue],
        ['Position', event.position],
        ['Count', event.count],
      ];
    case 'leave':
      return [
        ...head('QueueCallerLeave', 'agent,all'),
        ...snapshot(event.caller),
        ['Queue', event.queue],
        ['Count', event.count],
        ['Position', event.position],
      ];
    case 'abandon':
      return [
        ...head('QueueCallerAbandon', 'agent,all'),
        ...snapshot(event.caller),
        ['Queue', event.queue],
        ['Position', event.position],
        ['OriginalPosition', event.originalPosition],
        ['HoldTime', event.holdTime],
      ];
    case 'called':
      return [...head('AgentCalled', 'agent,all'), ...agentCall(event)];
    case 'noAnswer':
      return [...head('AgentRingNoAnswer', 'agent,all'), ...agentCall(event), ['RingTime', event.ringTime]];
    case 'connect':
      return [
        ...head('AgentConnect', 'agent,all'),
        ...agentCall(event),
        ['HoldTime', event.holdTime],
        ['RingTime', event.ringTime],
      ];
    case 'complete':
      return [
        ...head('AgentComplete', 'agent,all'),
        ...agentCall(event),
        ['HoldTime', event.holdTime],
        ['TalkTime', event.talkTime],
        ['Reason', event.reason],
      ];
    case 'memberStatus':
      return [...head('QueueMemberStatus', 'agent,all'), ...memberFields(queue, event.member, stateOf)];
    case 'memberPause':
      return [...head('QueueMemberPause', 'agent,all'), ...memberFields(queue, event.member, stateOf)];
    case 'memberAdded':
      return [...head('QueueMemberAdded', 'agent,all'), ...memberFields(queue, event.member, stateOf)];
    case 'memberRemoved':
      return [...head('QueueMemberRemoved', 'agent,all'), ...memberFields(queue, event.member, stateOf)];
  }
}

/** DeviceStateChange (main/devicestate.c); in a DeviceStateList the privilege line is absent. */
export function deviceEvent(device: string, state: DeviceState, listed = false): AmiFields {
  const opening: AmiFields = listed ? [['Event', 'DeviceStateChange']] : head('DeviceStateChange', 'call,all');
  return [...opening, ['Device', device], ['State', state]];
}

/** The three kinds of item that QueueStatus lists for a queue, in Asterisk's order. */
export function queueStatus(queue: CallQueue, stateOf: StateOf): AmiFields[] {
  const { counts, settings } = queue;
  return [
    [
      ['Event', 'QueueParams'],
      ['Queue', queue.name],
      ['Max', 0],
      ['Strategy', settings.strategy],
      ['Calls', queue.callers.length],
      ['Holdtime', counts.holdTime],
      ['TalkTime', counts.talkTime],
      ['Completed', counts.completed],
      ['Abandoned', counts.abandoned],
      ['ServiceLevel', 0],
      ['ServicelevelPerf', '0.0'],
      ['ServicelevelPerf2', '0.0'],
      ['Weight', 0],
    ],
    ...queue.members.map((member) => memberItem(queue, member, stateOf)),
    ...queue.callers.map((entry) => entryItem(queue, entry)),
  ];
}

function memberItem(queue: CallQueue, member: Member, stateOf: StateOf): AmiFields {
  return [
    ['Event', 'QueueMember'],
    ['Queue', queue.name],
    ['Name', member.name],
    ['Location', member.interface],
    ['StateInterface', member.interface],
    ['Membership', member.membership],
    ['Penalty', member.penalty],
    ['CallsTaken', member.callsTaken],
    ['LastCall', member.lastCall],
    ['LastPause', member.lastPause],
    ['LoginTime', member.loginTime],
    ['InCall', member.inCall ? 1 : 0],
    ['Status', DEVICE_STATE_NUMBER[stateOf(member.interface)]],
    ['Paused', member.paused ? 1 : 0],
    ['PausedReason', member.pausedReason],
    ['Wrapuptime', queue.settings.wrapUpSeconds],
  ];
}

function entryItem(queue: CallQueue, entry: QueueCaller): AmiFields {
  const [number, name] = line(entry.channel.party);
  const [connectedNumber, connectedName] = line(entry.channel.connected);
  return [
    ['Event', 'QueueEntry'],
    ['Queue', queue.name],
    ['Position', queue.position(entry)],
    ['Channel', entry.channel.name],
    ['Uniqueid', entry.channel.id],
    ['CallerIDNum', number === '<unknown>' ? 'unknown' : number],
    ['CallerIDName', name === '<unknown>' ? 'unknown' : name],
    ['ConnectedLineNum', connectedNumber === '<unknown>' ? 'unknown' : connectedNumber],
    ['ConnectedLineName', connectedName === '<unknown>' ? 'unknown' : connectedName],
    ['Wait', Math.floor((Date.now() - entry.joinedAt) / 1000)],
    ['Priority', entry.priority],
  ];
}
