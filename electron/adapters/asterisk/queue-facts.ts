// What AMI says about queue calls, as facts for the figures. Pure. Field names as in Asterisk 16 to 22. In events about a
// channel `Priority` is that of the dialplan: nothing is read from it.
import type { EndedBy, QueueFact } from '../../../shared/domain/figures/types.ts';
import type { AmiMessage } from './framing.ts';
import { callerOf, clean, extensionOf, whole } from './translate.ts';

/** What the dialplan is told when Queue() comes back, where the account may see it (VarSet of QUEUESTATUS). */
const RESULTS: Readonly<Record<string, Extract<QueueFact, { type: 'ended' }>['end']>> = {
  TIMEOUT: 'timedOut',
  LEAVEEMPTY: 'leftEmpty',
  LEAVEUNAVAIL: 'leftEmpty',
  WITHDRAW: 'withdrawn',
};
const REASONS: Readonly<Record<string, EndedBy>> = { agent: 'agent', caller: 'caller', transfer: 'transfer' };

const durationOf = (text: string | undefined): number => Math.min(whole(text), 7 * 86_400);

export function factsOf(message: AmiMessage, at: number): QueueFact[] {
  const [entry, queue] = [message.get('uniqueid') ?? '', message.get('queue') ?? ''];
  const agent = extensionOf(message.get('interface') ?? message.get('destchannel')) ?? '';
  switch (message.get('event')) {
    case 'QueueCallerJoin':
      return joinOf(message, at);
    case 'QueueCallerLeave':
      return entry && queue ? [{ type: 'left', at, entry, queue }] : [];
    case 'QueueCallerAbandon': {
      const waited = durationOf(message.get('holdtime'));
      const position = whole(message.get('position'));
      return entry && queue ? [{ type: 'ended', at, entry, queue, end: 'gaveUp', waited, position }] : [];
    }
    case 'VarSet': {
      const end = message.get('variable') === 'QUEUESTATUS' ? RESULTS[message.get('value') ?? ''] : undefined;
      return entry && end ? [{ type: 'ended', at, entry, end }] : [];
    }
    case 'AgentConnect': {
      const waited = durationOf(message.get('holdtime'));
      const channel = message.get('destuniqueid');
      return entry && queue && agent
        ? [{ type: 'connected', at, entry, queue, agent, waited, ...(channel ? { channel } : {}) }]
        : [];
    }
    case 'AgentComplete': {
      const talk = durationOf(message.get('talktime'));
      const waited = durationOf(message.get('holdtime'));
      const endedBy = REASONS[message.get('reason') ?? ''] ?? 'caller';
      // Both channels may be gone by then: Asterisk leaves all of their headers out.
      return queue && agent ? [{ type: 'completed', at, entry, queue, agent, endedBy, talk, waited }] : [];
    }
    case 'AgentRingNoAnswer':
      return entry && queue && agent ? [{ type: 'unanswered', at, entry, queue, agent }] : [];
    case 'Hold':
    case 'Unhold':
      return entry ? [{ type: message.get('event') === 'Hold' ? 'held' : 'resumed', at, channel: entry }] : [];
    default:
      return [];
  }
}

type Join = Extract<QueueFact, { type: 'joined' }>;

function joinOf(message: AmiMessage, at: number): Join[] {
  const caller = callerOf(message, at);
  const linkedId = message.get('linkedid');
  if (!caller) return [];
  const { entry, queue, position, number } = caller;
  return [{ type: 'joined', at, entry, queue, position, number, ...(linkedId ? { linkedId } : {}) }];
}

/** The answer to QueueStatus. */
export function snapshotOf(messages: readonly AmiMessage[], at: number): QueueFact {
  const waiting = messages
    .filter((message) => message.get('event') === 'QueueEntry')
    .flatMap((message) => joinOf(message, at).map((join) => ({ ...join, waited: whole(message.get('wait')) })));
  return { type: 'snapshot', at, waiting };
}

/** What the log calls a member, and its extension. */
export function memberNameOf(message: AmiMessage): { name: string; extension: string } | undefined {
  const place = message.get('stateinterface') ?? message.get('interface') ?? message.get('location');
  const extension = extensionOf(place);
  const name = clean(message.get('membername') ?? message.get('name'));
  return extension && name ? { name, extension } : undefined;
}
