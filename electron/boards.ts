// Who hears what the PBX tells besides its queues, as one listener for the connection.
import type { PbxBoards } from './connections.ts';
import type { FactListener } from './ports/pbx.ts';
import type { DirectoryService } from './services/directory/directory-service.ts';
import type { ParkingService } from './services/parking/parking-service.ts';
import type { PresenceService } from './services/presence/presence-service.ts';
import type { VoicemailService } from './services/voicemail/voicemail-service.ts';
import type { SupervisionFlow } from './supervision-flow.ts';

interface Boards {
  readonly parking: ParkingService;
  readonly directory: DirectoryService;
  readonly voicemail: VoicemailService;
  readonly presence: PresenceService;
  readonly supervision: SupervisionFlow;
  readonly figures: { readonly facts: FactListener; linkLost(): void };
}

export function boardsOf(desk: Boards): PbxBoards {
  const { parking, directory, voicemail, presence, supervision, figures } = desk;
  let turn = 0;
  const boards: PbxBoards = {
    use: (port) => {
      // A connection that was given up may still have something to say.
      const mine = ++turn;
      const isInUse = () => mine === turn;
      boards.onParking({ type: 'snapshot', callers: [] });
      boards.onDial({ type: 'snapshot' });
      voicemail.use(port);
      supervision.use(port?.team);
      presence.use(port !== undefined);
      figures.linkLost();
      port?.follow({
        onParking: (event) => isInUse() && parking.apply(event),
        onDial: (event) => isInUse() && directory.apply(event),
        onMailbox: (changed) => isInUse() && voicemail.changed(changed),
        onTeam: (event) => isInUse() && supervision.team.apply(event),
        facts: {
          onFact: (fact) => isInUse() && figures.facts.onFact(fact),
          onMember: (fact) => isInUse() && figures.facts.onMember(fact),
          onMemberName: (...named) => isInUse() && figures.facts.onMemberName(...named),
          onClock: (skewMs) => isInUse() && figures.facts.onClock(skewMs),
        },
      });
    },
    refresh: () => {
      parking.refresh();
      directory.refresh();
      voicemail.refresh();
      presence.refresh();
      supervision.team.refresh();
    },
    onParking: parking.apply,
    onDial: directory.apply,
    onMailbox: voicemail.changed,
  };
  return boards;
}
