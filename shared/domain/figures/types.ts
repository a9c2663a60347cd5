// One call in one queue, as the PBX told it: the same from what it says at the moment (AMI) and from what it wrote down
// (queue_log). Times are epoch milliseconds by this computer's clock, durations whole seconds as the PBX counts them.
import { z } from 'zod';

/** How the waiting ended. */
export const QUEUE_ENDS = [
  'answered',
  /** Hung up, or was lost. */
  'gaveUp',
  'timedOut',
  /** Pressed a key that leads out of the queue. */
  'leftByKey',
  /** Nobody was there to wait for. */
  'leftEmpty',
  /** Went on waiting in another queue. */
  'moved',
  /** Taken out by somebody at a desk. */
  'withdrawn',
  /** Over while nobody was listening. */
  'unknown',
] as const;
export const QueueEnd = z.enum(QUEUE_ENDS);
export type QueueEnd = z.infer<typeof QueueEnd>;

export const EndedBy = z.enum(['agent', 'caller', 'transfer']);
export type EndedBy = z.infer<typeof EndedBy>;

export interface QueueCall {
  /** The PBX's unique id of the caller's channel when it joined. */
  readonly entry: string;
  readonly queue: string;
  readonly joinedAt: number;
  readonly linkedId?: string | undefined;
  /** Empty: withheld or not said. */
  readonly number: string;
  /** At which it joined. */
  readonly position?: number | undefined;
  /** Absent: still waiting. */
  readonly end?: QueueEnd | undefined;
  readonly waited?: number | undefined;
  /** Extension of who answered; the member's name where its extension is not known. */
  readonly agent?: string | undefined;
  /** From answer to end, hold included. */
  readonly talk?: number | undefined;
  /** Within the talk; absent where the PBX does not say. */
  readonly hold?: number | undefined;
  readonly endedBy?: EndedBy | undefined;
  /** How often it rang in vain at whom. */
  readonly unanswered: Readonly<Record<string, number>>;
}

/** What happened, in the order in which it happened. */
export type QueueFact =
  | {
      readonly type: 'joined';
      readonly at: number;
      readonly entry: string;
      readonly queue: string;
      readonly number: string;
      readonly position?: number | undefined;
      readonly linkedId?: string | undefined;
    }
  /** Out of the line, for whatever reason: what follows tells which. */
  | { readonly type: 'left'; readonly at: number; readonly entry: string; readonly queue: string }
  /** Over without an answer. The PBX first says "gave up" of everyone: a later one of these corrects it. */
  | {
      readonly type: 'ended';
      readonly at: number;
      readonly entry: string;
      /** Absent: the queue it was in last. */
      readonly queue?: string | undefined;
      readonly end: Exclude<QueueEnd, 'answered'>;
      readonly waited?: number | undefined;
      readonly position?: number | undefined;
    }
  | {
      readonly type: 'connected';
      readonly at: number;
      readonly entry: string;
      readonly queue: string;
      readonly agent: string;
      readonly waited: number;
      /** The agent's channel, for what is said of holds. */
      readonly channel?: string | undefined;
    }
  | {
      readonly type: 'completed';
      readonly at: number;
      /** Empty where the PBX had forgotten the channel before it told: then agent and wait say which call it was. */
      readonly entry: string;
      readonly waited?: number | undefined;
      readonly queue: string;
      readonly agent: string;
      readonly endedBy: EndedBy;
      readonly talk: number;
    }
  | {
      readonly type: 'unanswered';
      readonly at: number;
      readonly entry: string;
      readonly queue: string;
      readonly agent: string;
    }
  | { readonly type: 'held' | 'resumed'; readonly at: number; readonly channel: string }
  /** Who waits now; whoever waited and is not among them is over. */
  | {
      readonly type: 'snapshot';
      readonly at: number;
      readonly waiting: readonly (Extract<QueueFact, { type: 'joined' }> & { readonly waited: number })[];
    };
