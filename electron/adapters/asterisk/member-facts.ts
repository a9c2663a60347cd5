// What AMI says of who is in a queue and who is paused, as facts for the figures. Field names as in Asterisk 16 to 22.
import type { MemberTimeFact } from '../../../shared/domain/figures/member-time.ts';
import type { AmiMessage } from './framing.ts';
import { memberFactOf } from './team.ts';

/** @param clockAhead by how much the PBX's clock is ahead, in ms: login and pause come with its times */
export function memberTimesOf(message: AmiMessage, at: number, clockAhead: number): MemberTimeFact[] {
  const event = message.get('event') ?? '';
  if (!/^QueueMember(Added|Removed|Pause|)$/.test(event)) return [];
  const member = memberFactOf(message);
  if (!member) return [];
  const who = { at, agent: member.extension, queue: member.queue };
  // What has just happened did so now; of what was there before, the PBX says since when, in whole seconds.
  const here = (moment: number | undefined) =>
    moment === undefined || event !== 'QueueMember' ? undefined : moment - clockAhead;
  if (event === 'QueueMemberRemoved') return [{ type: 'out', ...who }];
  const pause: MemberTimeFact = member.paused
    ? { type: 'paused', ...who, reason: member.reason ?? '', since: here(member.pausedAt) }
    : { type: 'resumed', ...who };
  return event === 'QueueMemberPause' ? [pause] : [{ type: 'in', ...who, since: here(member.loginAt) }, pause];
}
