// Asterisk's words in ours. Pure: one AMI message in, queue events out. Field names as in Asterisk 16 to 22.
import type { Member, QueueEvent, QueueTruth } from '../../../shared/domain/queue/board.ts';
import type { Presence, WaitingCaller } from '../../../shared/domain/queue/types.ts';
import { askedBackOf } from '../../../shared/domain/callback/callback.ts';
import { isAnonymous } from '../../../shared/domain/phone-number/phone-number.ts';
import type { AmiMessage } from './framing.ts';

/** `PJSIP/101`, `PJSIP/101-0000001a`, `Local/101@agents` → `101`. */
export function extensionOf(name: string | undefined): string | undefined {
  return /^[A-Za-z0-9]+\/([^@/;]+?)(?:-[0-9a-f]{8})?(?:[@/;]|$)/.exec(name ?? '')?.[1];
}

/** `ast_device_state` names of DeviceStateChange, and the numbers QueueMember uses for the same states. */
const PRESENCE: Record<string, Presence> = {
  UNKNOWN: 'unknown',
  NOT_INUSE: 'free',
  INUSE: 'busy',
  BUSY: 'busy',
  INVALID: 'unregistered',
  UNAVAILABLE: 'unregistered',
  RINGING: 'ringing',
  RINGINUSE: 'busy',
  ONHOLD: 'busy',
  '0': 'unknown',
  '1': 'free',
  '2': 'busy',
  '3': 'busy',
  '4': 'unregistered',
  '5': 'unregistered',
  '6': 'ringing',
  '7': 'busy',
  '8': 'busy',
};

const presenceOf = (state: string | undefined): Presence => PRESENCE[state ?? ''] ?? 'unknown';
/** A count of seconds or a position: never negative, never NaN. */
export const whole = (text: string | undefined): number => Math.max(0, Math.trunc(Number(text)) || 0);
/** Asterisk writes `<unknown>` or `unknown` where there is nothing. */
const nothing = /^(<unknown>|unknown|)$/i;
export const clean = (text: string | undefined): string => {
  const plain = (text ?? '').replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').slice(0, 200);
  return nothing.test(plain) ? '' : plain;
};

export function callerOf(message: AmiMessage, now: number): WaitingCaller | undefined {
  const entry = message.get('uniqueid');
  const queue = message.get('queue');
  if (!entry || !queue) return undefined;
  const number = clean(message.get('calleridnum'));
  const callback = askedBackOf(message.get('channel'));
  return {
    entry,
    queue,
    position: whole(message.get('position')) || 1,
    number: isAnonymous(number) ? '' : number,
    name: clean(message.get('calleridname')),
    withheld: isAnonymous(number),
    // In events `Priority` is the step of the dialplan the channel is at; only the status list has the queue's.
    priority: message.get('event') === 'QueueEntry' ? whole(message.get('priority')) : 0,
    joinedAt: now - whole(message.get('wait')) * 1000,
    ringingAt: [],
    ...(callback ? { callback } : {}),
  };
}

/** Events at the end of the waiting say in `HoldTime` how long it was. */
const waited = (caller: WaitingCaller, message: AmiMessage): WaitingCaller => ({
  ...caller,
  joinedAt: caller.joinedAt - whole(message.get('holdtime')) * 1000,
});

const KINDS: Readonly<Record<string, Member['kind']>> = { dynamic: 'dynamic', realtime: 'realtime' };

/** @param clockAhead by how many ms the PBX's clock is ahead of ours: it tells the end of a call by its own. */
export function memberOf(message: AmiMessage, clockAhead = 0): Member | undefined {
  const queue = message.get('queue');
  const extension =
    extensionOf(message.get('stateinterface')) ?? extensionOf(message.get('interface') ?? message.get('location'));
  if (!queue || !extension) return undefined;
  const lastCall = whole(message.get('lastcall'));
  const wrapUp = whole(message.get('wrapuptime'));
  return {
    extension,
    queue,
    name: clean(message.get('membername') ?? message.get('name')) || extension,
    presence: presenceOf(message.get('status')),
    paused: message.get('paused') === '1',
    pauseReason: clean(message.get('pausedreason')) || undefined,
    kind: KINDS[message.get('membership') ?? ''] ?? 'static',
    penalty: whole(message.get('penalty')),
    ...(lastCall > 0 && wrapUp > 0 ? { wrapUpUntil: (lastCall + wrapUp) * 1000 - clockAhead } : {}),
  };
}

/** A list of QueueStatus, queue by queue. Queues without a caller and without a member are there too. */
export function truthsOf(messages: readonly AmiMessage[], now: number, clockAhead: number): QueueTruth[] {
  const queues = new Map<string, { strategy: string; waiting: WaitingCaller[]; members: Member[] }>();
  const at = (message: AmiMessage) => {
    const queue = message.get('queue') ?? '';
    const known = queues.get(queue) ?? { strategy: '', waiting: [], members: [] };
    queues.set(queue, known);
    return known;
  };
  for (const message of messages) {
    const event = message.get('event');
    if (event === 'QueueParams') at(message).strategy = clean(message.get('strategy'));
    const caller = event === 'QueueEntry' ? callerOf(message, now) : undefined;
    if (caller) at(message).waiting.push(caller);
    const member = event === 'QueueMember' ? memberOf(message, clockAhead) : undefined;
    if (member) at(message).members.push(member);
  }
  return [...queues].map(([queue, known]) => ({ queue, ...known }));
}

/** The dialplan's variable with the extension of whoever has moved a caller: told with every event of their channel. */
export const MOVED_BY = 'FRONTDESK_MOVED_BY';
/** Digits as letters: beside a number to dial, a dialplan that knows nothing of them filters them out. */
export const lettersOf = (extension: string): string =>
  [...extension].flatMap((digit) => 'abcdefghij'['0123456789'.indexOf(digit)] ?? []).join('');

function movedByOf(message: AmiMessage): string | undefined {
  const letters = /^FRONTDESK_MOVED_BY=([a-j]{1,20})$/.exec(message.get('chanvariable') ?? '')?.[1];
  return letters && [...letters].map((letter) => 'abcdefghij'.indexOf(letter)).join('');
}

/** What one event of the running system means for the board; unknown events mean nothing. */
export function translate(message: AmiMessage, now: number, clockAhead = 0): QueueEvent[] {
  const entry = message.get('uniqueid') ?? '';
  switch (message.get('event')) {
    case 'QueueCallerJoin': {
      const caller = callerOf(message, now);
      const linkedId = message.get('linkedid');
      const movedBy = movedByOf(message);
      const more = { ...(linkedId ? { linkedId } : {}), ...(movedBy ? { movedBy } : {}) };
      return caller ? [{ type: 'joined', caller, ...more }] : [];
    }
    case 'QueueCallerAbandon': {
      const caller = callerOf(message, now);
      return caller ? [{ type: 'abandoned', caller: waited(caller, message) }] : [];
    }
    case 'AgentConnect': {
      const caller = callerOf(message, now);
      const extension = extensionOf(message.get('interface') ?? message.get('destchannel'));
      const name = clean(message.get('membername'));
      return caller && extension
        ? [{ type: 'connected', caller: waited(caller, message), extension, name: name || extension }]
        : [];
    }
    case 'QueueCallerLeave': {
      const caller = callerOf(message, now);
      const count = message.get('count');
      return caller ? [{ type: 'left', caller, ...(count === undefined ? {} : { count: whole(count) }) }] : [];
    }
    // To whom a caller goes who was taken out of a queue; of one who waits it is only which phone the queue rings.
    case 'DialBegin': {
      const to = extensionOf(message.get('destchannel'));
      return entry && to ? [{ type: 'dialled', entry, to }] : [];
    }
    case 'Hangup':
      return entry ? [{ type: 'hungUp', entry }] : [];
    case 'AgentCalled':
    case 'AgentRingNoAnswer': {
      const extension = extensionOf(message.get('interface') ?? message.get('destchannel'));
      const type = message.get('event') === 'AgentCalled' ? 'rang' : 'stoppedRinging';
      return extension && entry ? [{ type, entry, extension }] : [];
    }
    case 'QueueMemberStatus':
    case 'QueueMemberPause':
    case 'QueueMemberAdded': {
      const member = memberOf(message, clockAhead);
      return member ? [{ type: 'member', member }] : [];
    }
    case 'QueueMemberRemoved': {
      const member = memberOf(message, clockAhead);
      return member ? [{ type: 'memberGone', queue: member.queue, extension: member.extension }] : [];
    }
    case 'DeviceStateChange': {
      const extension = extensionOf(message.get('device'));
      return extension ? [{ type: 'presence', extension, presence: presenceOf(message.get('state')) }] : [];
    }
    default:
      return [];
  }
}
