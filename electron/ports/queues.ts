// Queues and presence as the services see them. One implementation: electron/adapters/asterisk (AMI).
import type { QueueEvent, QueueTruth } from '../../shared/domain/queue/board.ts';
import type { Result } from '../../shared/result/result.ts';

/** `certificate`: somebody answers there whom this PC does not trust; nothing was said to them. */
export type QueueLink = 'connecting' | 'ok' | 'unreachable' | 'refused' | 'certificate';

/** A caller as the PBX names them at this moment: a transfer may have exchanged the channel since. */
export interface CallerAt {
  readonly queue: string;
  readonly uniqueId: string;
}

export interface MemberAt {
  readonly extension: string;
  readonly queue: string;
}

/** Every action may fail with `queueUnreachable`, `queueForbidden` (the account lacks the right) or `queueRefused`. */
export interface QueuePort {
  /** Connects and keeps connecting; every (re)connect starts with a `snapshot` event. */
  start(listener: { onEvent(event: QueueEvent): void; onLink(state: QueueLink): void }): void;
  stop(): void;
  /** What the PBX has of one queue now. */
  truth(queue: string): Promise<Result<QueueTruth>>;
  /** Whether that channel is there still. */
  isThere(uniqueId: string): Promise<Result<boolean>>;
  /** A waiting caller moves before everybody of a lower priority. */
  setPriority(caller: CallerAt, priority: number): Promise<Result<void>>;
  /**
   * Asks the queue to let a caller go on to the number `to`. Of several who ask, the PBX hears exactly one; the others are
   * told `queueCallerGone`. The queue looks up every second or when its ringing ends. `by`: the extension that asks, which
   * every desk is told if they join another queue.
   */
  withdraw(caller: CallerAt, to: string, by?: string): Promise<Result<void>>;
  /** Takes a caller out at once, whatever rings. Only for whoever has won by `withdraw`. */
  redirect(caller: CallerAt, context: string, to: string, by?: string): Promise<Result<void>>;
  /** In one queue, or in all. */
  setPaused(extension: string, paused: boolean, reason?: string, queue?: string): Promise<Result<void>>;
  signIn(member: MemberAt, name: string, penalty?: number): Promise<Result<void>>;
  /** `queueMemberFixed`: the PBX's configuration has them there. */
  signOut(member: MemberAt): Promise<Result<void>>;
}
