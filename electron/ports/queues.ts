// Queues and presence as the services see them. One implementation: electron/adapters/asterisk (AMI).
import type { QueueEvent } from '../../shared/domain/queue/board.ts';
import type { Result } from '../../shared/result/result.ts';

export type QueueLink = 'connecting' | 'ok' | 'unreachable' | 'refused';

export interface QueuePort {
  /** Connects and keeps connecting; every (re)connect starts with a `snapshot` event. */
  start(listener: { onEvent(event: QueueEvent): void; onLink(state: QueueLink): void }): void;
  setPaused(extension: string, paused: boolean, reason?: string): Promise<Result<void>>;
  /** A waiting caller moves before everybody of a lower priority; one who has a higher one already keeps it. */
  setPriority(entry: string, queue: string, priority: number): Promise<Result<void>>;
  stop(): void;
}
