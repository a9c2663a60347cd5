// What Asterisk tells and does for a supervisor: members with their times, channels and whom they are joined with, who listens
// to whom (ChanSpy). Field names as in Asterisk 18 to 22; `ask` sends an action over the one connection there is.
import { isAnonymous } from '../../../shared/domain/phone-number/phone-number.ts';
import type { ChannelFact, MemberFact, TeamEvent } from '../../../shared/domain/supervision/team.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { TeamPort } from '../../ports/team.ts';
import type { AmiMessage } from './framing.ts';
import { clean, extensionOf, memberOf, translate, whole } from './translate.ts';

type Ask = (action: string, fields: Readonly<Record<string, string>>, until?: string) => Promise<Result<AmiMessage[]>>;

/** The PBX's clock in seconds → epoch ms; 0 means never. */
const moment = (text: string | undefined): number | undefined => whole(text) * 1000 || undefined;

export function memberFactOf(message: AmiMessage): MemberFact | undefined {
  const member = memberOf(message);
  if (!member) return undefined;
  const { queue, extension, name, presence, paused, pauseReason } = member;
  return {
    ...{ queue, extension, name, presence, paused, reason: pauseReason },
    loginAt: moment(message.get('logintime')),
    pausedAt: moment(message.get('lastpause')),
    lastCallAt: moment(message.get('lastcall')),
    wrapUpMs: whole(message.get('wrapuptime')) * 1000,
    inCall: message.get('incall') === '1',
    fixed: message.get('membership') !== 'dynamic',
  };
}

/** `00:01:05` → milliseconds. */
function durationOf(text: string | undefined): number {
  const [, hours, minutes, seconds] = /^(\d+):(\d{2}):(\d{2})$/.exec(text ?? '') ?? [];
  return (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000;
}

export function channelFactOf(message: AmiMessage, now: number): ChannelFact | undefined {
  const channel = message.get('channel');
  const extension = extensionOf(channel);
  if (!channel || !extension || /^Local\//i.test(channel)) return undefined;
  const number = clean(message.get('connectedlinenum'));
  const withheld = isAnonymous(number);
  const spiedOn =
    message.get('application') === 'ChanSpy' ? extensionOf(spied(message.get('applicationdata'))) : undefined;
  return {
    channel,
    extension,
    number: withheld ? '' : number,
    withheld,
    joined: (message.get('bridgeid') ?? '') !== '',
    since: now - durationOf(message.get('duration')),
    ...(spiedOn === undefined ? {} : { listensTo: spiedOn }),
  };
}

/** `PJSIP/101-,qES` → a channel's name up to its hyphen, as `extensionOf` reads it. */
const spied = (data: string | undefined): string => (data ?? '').replace(/,.*$/s, '').replace(/-$/, '');

export function translateTeam(message: AmiMessage, now: number): TeamEvent[] {
  switch (message.get('event')) {
    case 'QueueMemberStatus':
    case 'QueueMemberPause':
    case 'QueueMemberAdded': {
      const member = memberFactOf(message);
      return member ? [{ type: 'member', member }] : [];
    }
    case 'QueueMemberRemoved': {
      const member = memberFactOf(message);
      return member ? [{ type: 'memberGone', member }] : [];
    }
    case 'AgentConnect': {
      const [channel, queue] = [message.get('destchannel'), message.get('queue')];
      return channel && queue ? [{ type: 'connected', channel, queue }] : [];
    }
    case 'ChanSpyStart': {
      const channel = message.get('spyerchannel');
      const [by, to] = [extensionOf(channel), extensionOf(message.get('spyeechannel'))];
      // The tone for whoever is listened to comes by a channel of the PBX itself: that is nobody who listens.
      const isPhone = channel !== undefined && !/^Local\//i.test(channel);
      return isPhone && by && to ? [{ type: 'listening', channel, by, to }] : [];
    }
    case 'ChanSpyStop': {
      const channel = message.get('spyerchannel');
      return channel ? [{ type: 'stoppedListening', channel }] : [];
    }
    case 'DeviceStateChange':
      return translate(message, now).flatMap((event) =>
        event.type === 'presence'
          ? [{ type: 'lamp' as const, extension: event.extension, presence: event.presence }]
          : [],
      );
    default:
      return [];
  }
}

/** Every member there is, from the answer to QueueStatus. */
export const teamSnapshot = (status: readonly AmiMessage[]): TeamEvent => ({
  type: 'snapshot',
  members: status.filter((one) => one.get('event') === 'QueueMember').flatMap((one) => memberFactOf(one) ?? []),
});

export class AsteriskTeam implements TeamPort {
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  async channels(): Promise<Result<ChannelFact[]>> {
    const answer = await this.#ask('CoreShowChannels', {}, 'CoreShowChannelsComplete');
    const now = Date.now();
    return answer.ok ? ok(answer.value.flatMap((message) => channelFactOf(message, now) ?? [])) : answer;
  }

  async pauseMember(extension: string, paused: boolean, reason: string, queue?: string): Promise<Result<void>> {
    const answer = await this.#ask('QueuePause', {
      Interface: `PJSIP/${extension}`,
      Paused: String(paused),
      Reason: reason,
      ...(queue === undefined ? {} : { Queue: queue }),
    });
    return answer.ok ? ok(undefined) : answer;
  }

  /** Asterisk refuses a static member with the words only, so it is asked first what kind of member that is. */
  async removeMember(extension: string, queue: string): Promise<Result<'removed' | 'notDynamic'>> {
    const status = await this.#ask('QueueStatus', { Queue: queue }, 'QueueStatusComplete');
    if (!status.ok) return status;
    const members = status.value.filter((one) => one.get('event') === 'QueueMember');
    const member = members.find((one) => memberOf(one)?.extension === extension);
    if (!member) return fail('memberGone');
    if (member.get('membership') !== 'dynamic') return ok('notDynamic');
    const device = member.get('location') ?? `PJSIP/${extension}`;
    const answer = await this.#ask('QueueRemove', { Queue: queue, Interface: device });
    return answer.ok ? ok('removed') : answer;
  }
}
