// What the PBX tells and does for a supervisor, over the same connection as the queue port. One implementation:
// electron/adapters/asterisk (AMI).
import type { ChannelFact, TeamEvent } from '../../shared/domain/supervision/team.ts';
import type { Result } from '../../shared/result/result.ts';

export interface TeamPort {
  /** Every channel of a phone, with whom it is joined. */
  channels(): Promise<Result<ChannelFact[]>>;
  /** In one queue, or in all. The reason stays with the pause at the PBX. */
  pauseMember(extension: string, paused: boolean, reason: string, queue?: string): Promise<Result<void>>;
  /** `notDynamic`: the PBX's configuration puts the person into the queue, and only that can take them out. */
  removeMember(extension: string, queue: string): Promise<Result<'removed' | 'notDynamic'>>;
}

export interface TeamListener {
  /** Every (re)connect starts with a `snapshot`. */
  onTeam(event: TeamEvent): void;
}
