// Lines of Asterisk's queue_log as facts. Pure. `time|callid|queue|agent|VERB|data…`, Asterisk 16 to 22; what is not one
// of ours, or not whole, is nothing. https://docs.asterisk.org/Configuration/Applications/Queue-Logs/
import { isAnonymous } from '../phone-number/phone-number.ts';
import type { MemberTimeFact } from './member-time.ts';
import type { EndedBy, QueueFact } from './types.ts';

const whole = (text: string | undefined): number => Math.max(0, Math.trunc(Number(text)) || 0);
/** Beyond these a line is not a line of the log, or the PBX did not know the time. */
const EARLIEST = 946_684_800;
const LATEST = 7_258_118_400;
const LONGEST_LINE = 4_000;

const said = (text: string | undefined): string => {
  const plain = (text ?? '').replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').slice(0, 200);
  return isAnonymous(plain) || plain === 'NONE' ? '' : plain;
};

/** Joining and leaving are written with the phone (`Local/201@agents/n`) where everything else has the member's name. */
function personOf(member: string, agentOf: (name: string) => string): string {
  const known = agentOf(member);
  return known === member ? (/^[A-Za-z]\w*\/(\d{2,20})(?=[@/-]|$)/.exec(member)?.[1] ?? member) : known;
}

export interface LogLine {
  /** By the PBX's clock, epoch seconds. */
  readonly time: number;
  readonly fact: QueueFact | undefined;
  readonly member?: MemberTimeFact | undefined;
}

/** @param skewMs how far the PBX's clock is ahead of this computer's @param agentOf the extension of a member by its name */
export function readLogLine(line: string, skewMs: number, agentOf: (name: string) => string): LogLine | undefined {
  if (line.length > LONGEST_LINE) return undefined;
  const [time, entry, queue, member, verb, ...data] = line.trimEnd().split('|');
  const second = Number(time);
  if (!entry || !queue || !verb || !Number.isFinite(second) || second < EARLIEST || second > LATEST) return undefined;
  const base = { at: Math.trunc(second) * 1000 - skewMs, entry: entry.slice(0, 150), queue: queue.slice(0, 80) };
  const agent = personOf(said(member), agentOf);
  return { time: Math.trunc(second), fact: factOf(verb, base, agent, data), member: memberOf(verb, base, agent, data) };
}

/** Static members are in their queues without a line: only their pauses stand in the log. */
function memberOf(verb: string, base: Base, agent: string, data: readonly string[]): MemberTimeFact | undefined {
  const { at } = base;
  const queue = said(base.queue);
  const reason = said(data[0]).slice(0, 80);
  if (verb === 'QUEUESTART') return { type: 'restarted', at };
  if (agent === '') return undefined;
  switch (verb) {
    case 'ADDMEMBER':
      return queue === '' ? undefined : { type: 'in', at, agent, queue };
    case 'REMOVEMEMBER':
      return { type: 'out', at, agent, queue };
    case 'PAUSE':
      return { type: 'paused', at, agent, queue, reason };
    case 'UNPAUSE':
      return { type: 'resumed', at, agent, queue };
    case 'PAUSEALL':
      return { type: 'pausedEverywhere', at, agent, reason };
    case 'UNPAUSEALL':
      return { type: 'resumedEverywhere', at, agent };
    case 'AGENTLOGIN':
    case 'AGENTCALLBACKLOGIN':
      return { type: 'in', at, agent, queue: '' };
    case 'AGENTLOGOFF':
    case 'AGENTCALLBACKLOGOFF':
      return { type: 'outEverywhere', at, agent };
    default:
      return undefined;
  }
}

type Base = { readonly at: number; readonly entry: string; readonly queue: string };

function factOf(verb: string, base: Base, agent: string, data: readonly string[]): QueueFact | undefined {
  const over = (end: Extract<QueueFact, { type: 'ended' }>['end'], from = 0): QueueFact => ({
    ...{ ...base, type: 'ended', end },
    ...{ position: whole(data[from + 1]), waited: whole(data[from + 2]) },
  });
  const done = (endedBy: EndedBy, talk: string | undefined): QueueFact | undefined =>
    agent === '' ? undefined : { ...base, type: 'completed', agent, endedBy, talk: whole(talk) };
  switch (verb) {
    case 'ENTERQUEUE':
      return { ...base, type: 'joined', number: said(data[1]), ...(data[2] ? { position: whole(data[2]) } : {}) };
    case 'CONNECT':
      return agent === '' ? undefined : { ...base, type: 'connected', agent, waited: whole(data[0]) };
    case 'COMPLETEAGENT':
      return done('agent', data[1]);
    case 'COMPLETECALLER':
      return done('caller', data[1]);
    // Counted from the end: what stands before depends on how it was transferred, and the version.
    case 'BLINDTRANSFER':
    case 'ATTENDEDTRANSFER':
    case 'TRANSFER':
      return done('transfer', data.at(-2));
    case 'ABANDON':
      return over('gaveUp');
    case 'EXITWITHTIMEOUT':
      return over('timedOut');
    case 'EXITEMPTY':
      return over('leftEmpty');
    case 'EXITWITHKEY':
      return over('leftByKey', 1);
    case 'WITHDRAW':
      return over('withdrawn');
    case 'RINGNOANSWER':
      // Milliseconds of ringing; none: the phone could not be rung at all.
      return agent === '' ? undefined : { ...base, type: 'unanswered', agent };
    default:
      return undefined;
  }
}
