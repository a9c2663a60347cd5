// When somebody was in the queues, and when and why they were paused: facts into spans of time, the same from what the PBX
// says at the moment and from what it wrote down. Pure. Spans of both sources may tell of the same time: they are united when
// they are counted, so nothing has to be brought together here. Epoch ms by this computer's clock.
import { assertNever } from '../../result/result.ts';

export interface MemberSpan {
  /** Extension, or the name where that is not known. */
  readonly agent: string;
  /** Empty: not said in which, so in all (an agent's sign-in, a pause everywhere). */
  readonly queue: string;
  readonly kind: 'in' | 'paused';
  /** Of a pause; empty: none was given. */
  readonly reason: string;
  readonly from: number;
  readonly to: number;
  /** It goes on, as far as is known. */
  readonly isOpen: boolean;
}

type Who = { readonly at: number; readonly agent: string; readonly queue: string };

export type MemberTimeFact =
  /** `since`: it began earlier, as the PBX says. */
  | (Who & { readonly type: 'in'; readonly since?: number | undefined })
  | (Who & { readonly type: 'paused'; readonly reason: string; readonly since?: number | undefined })
  | (Who & { readonly type: 'out' | 'resumed' })
  /** In all queues; the PBX mostly says it for each of them as well. */
  | (Omit<Who, 'queue'> & { readonly type: 'pausedEverywhere'; readonly reason: string })
  | (Omit<Who, 'queue'> & { readonly type: 'resumedEverywhere' | 'outEverywhere' })
  /** The PBX began anew: who is in its queues then it says, or not. */
  | { readonly type: 'restarted'; readonly at: number };

export interface MemberStep {
  /** The spans that go on. */
  readonly open: readonly MemberSpan[];
  /** Those that began, ended or were told anew. */
  readonly changed: readonly MemberSpan[];
}

/** Lines that one action makes stand in the same second or the next. */
const SAME_MS = 2_000;

const isOf =
  ({ agent, queue }: Pick<Who, 'agent' | 'queue'>, kind?: MemberSpan['kind']) =>
  (span: MemberSpan): boolean =>
    span.agent === agent && span.queue === queue && (kind === undefined || span.kind === kind);

export function foldMember(open: readonly MemberSpan[], fact: MemberTimeFact): MemberStep {
  switch (fact.type) {
    case 'in':
      return begin(open, fact, 'in', '');
    case 'paused':
      return pausedIn(open, fact);
    case 'out':
      return end(open, fact.at, isOf(fact));
    case 'resumed':
      return end(open, fact.at, isOf(fact, 'paused'));
    case 'pausedEverywhere': {
      const isTold = open.some((span) => span.agent === fact.agent && span.kind === 'paused');
      return isTold ? { open, changed: [] } : begin(open, { ...fact, queue: '' }, 'paused', fact.reason);
    }
    case 'resumedEverywhere':
      return end(open, fact.at, (span) => span.agent === fact.agent && span.kind === 'paused');
    case 'outEverywhere':
      return end(open, fact.at, (span) => span.agent === fact.agent && span.queue === '');
    case 'restarted':
      return end(open, fact.at, () => true);
    default:
      return assertNever(fact);
  }
}

/** Asterisk says a pause everywhere first, and then for each queue: where it does, the queues' own are what counts. */
function pausedIn(open: readonly MemberSpan[], fact: Extract<MemberTimeFact, { type: 'paused' }>): MemberStep {
  const isTheSame = (span: MemberSpan) =>
    isOf({ agent: fact.agent, queue: '' }, 'paused')(span) && fact.at - span.from <= SAME_MS;
  const everywhere = open.find(isTheSame);
  const before: MemberStep =
    everywhere && fact.queue !== '' ? end(open, everywhere.from, isTheSame) : { open, changed: [] };
  const step = begin(before.open, fact, 'paused', fact.reason);
  return { open: step.open, changed: [...before.changed, ...step.changed] };
}

function begin(
  open: readonly MemberSpan[],
  { at, agent, queue, since }: Who & { readonly since?: number | undefined },
  kind: MemberSpan['kind'],
  reason: string,
): MemberStep {
  const known = open.find(isOf({ agent, queue }, kind));
  // Told twice; another reason begins another pause.
  if (known?.reason === reason) return { open, changed: [] };
  const before = end(open, at, isOf({ agent, queue }, kind));
  const from = known ? at : Math.min(at, since ?? at);
  const span: MemberSpan = { agent, queue, kind, reason, from, to: at, isOpen: true };
  return { open: [...before.open, span], changed: [...before.changed, span] };
}

function end(open: readonly MemberSpan[], at: number, isMeant: (span: MemberSpan) => boolean): MemberStep {
  const changed = open
    .filter(isMeant)
    .map((span): MemberSpan => ({ ...span, to: Math.max(span.from, at), isOpen: false }));
  return changed.length === 0 ? { open, changed } : { open: open.filter((span) => !isMeant(span)), changed };
}

/** They went on until now. */
export const stretched = (open: readonly MemberSpan[], now: number): MemberSpan[] =>
  open.map((span) => ({ ...span, to: Math.max(span.to, now) }));
