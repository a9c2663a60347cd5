// What the PBX tells and does besides its queues: parked callers, whose phone rings for whom, mailboxes. The same
// connection as the queue port; one implementation: electron/adapters/asterisk (AMI).
import type { DialEvent } from '../../shared/domain/directory/ringing.ts';
import type { MemberTimeFact } from '../../shared/domain/figures/member-time.ts';
import type { QueueFact } from '../../shared/domain/figures/types.ts';
import type { ParkingEvent } from '../../shared/domain/parking/board.ts';
import type { MailboxMessage } from '../../shared/domain/voicemail/types.ts';
import type { Result } from '../../shared/result/result.ts';
import type { TeamListener, TeamPort } from './team.ts';

export interface Mailbox {
  readonly mailbox: string;
  readonly context: string;
}

export interface PbxListener extends Partial<TeamListener> {
  /** Every (re)connect starts with a `snapshot`. */
  onParking(event: ParkingEvent): void;
  onDial(event: DialEvent): void;
  /** Something changed in that mailbox; absent: in any of them (after a reconnect). */
  onMailbox(changed: Mailbox | undefined): void;
  readonly facts?: FactListener;
}

/** What the figures are made of. */
export interface FactListener {
  /** Every (re)connect starts with a `snapshot`. */
  onFact(fact: QueueFact): void;
  /** Who is in a queue, or paused; after every snapshot of callers, that of the members. */
  onMember(fact: MemberTimeFact): void;
  /** How the PBX's log names a member of its queues. */
  onMemberName(name: string, extension: string): void;
  /** How far the PBX's clock is ahead of this computer's, in ms; told before the snapshot. */
  onClock(skewMs: number): void;
}

export interface PbxPort {
  /** What a supervisor sees and does; absent: nothing. */
  readonly team?: TeamPort;
  /** Follows until the connection is given up. Call it before the connection is started. */
  follow(listener: PbxListener): void;
  messages(box: Mailbox): Promise<Result<MailboxMessage[]>>;
  /** Puts a message among the new or the heard ones. */
  moveMessage(message: MailboxMessage, to: MailboxMessage['folder']): Promise<Result<void>>;
  removeMessage(message: MailboxMessage): Promise<Result<void>>;
}
