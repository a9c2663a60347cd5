// What the PBX shows of a desk's surroundings: queues, parked callers, colleagues, mailboxes and lamps, and who hears it. A
// callback may name a service that is built later: by the time it is called, every service is there.
import { nameIn } from '../shared/domain/directory/entries.ts';
import type { PbxBoards } from './connections.ts';
import type { Desk } from './desk.ts';
import type { FactListener } from './ports/pbx.ts';
import type { Clock } from './ports/runtime.ts';
import { DirectoryService } from './services/directory/directory-service.ts';
import { ParkingService } from './services/parking/parking-service.ts';
import { PresenceService } from './services/presence/presence-service.ts';
import { QueuesService } from './services/queues/queues-service.ts';
import { VoicemailService } from './services/voicemail/voicemail-service.ts';
import type { SupervisionFlow } from './supervision-flow.ts';

const nameOf =
  (desk: Desk) =>
  (number: string): string | undefined =>
    nameIn(desk.site.current(), number);

export const queuesOf = (desk: Desk, clock: Clock): QueuesService =>
  new QueuesService({
    topics: desk.hub,
    clock,
    site: desk.site.current,
    onLink: (state) => {
      desk.flow.queueLink(state);
      if (state !== 'ok') desk.figures.linkLost();
    },
    onChange: () => desk.cards.refreshLive(),
    onCaller: (event) => desk.flow.queueCaller(event),
  });

export const parkingOf = (desk: Desk): ParkingService =>
  new ParkingService({
    topics: desk.hub,
    nameOf: nameOf(desk),
    onParked: (fact) => desk.calls.parkingChanged(fact),
  });

export const directoryOf = (desk: Desk): DirectoryService =>
  new DirectoryService({
    topics: desk.hub,
    site: desk.site.current,
    nameOf: nameOf(desk),
    isColleague: (extension) => nameOf(desk)(extension) !== undefined || desk.queues.presence().has(extension),
    waiting: (entry) => desk.queues.waiting(entry),
    place: (target, known) => desk.calls.place(target, known),
    onPickUp: (callId, extension, userId) => desk.journal.audit('pickUp', userId, { callId, detail: extension }),
  });

export const voicemailOf = (desk: Desk, clock: Clock): VoicemailService =>
  new VoicemailService({
    topics: desk.hub,
    clock,
    site: desk.site.current,
    userId: () => desk.session.user()?.id,
    nameOf: nameOf(desk),
    place: (target, known) => desk.calls.place(target, known),
    keptWork: () => desk.work.list.kept(),
    addWork: (work) => desk.work.list.add(work),
    onMessages: (messages, owner) => desk.figures.messagesAre(messages, owner),
    onHandled: (what, userId) => desk.journal.audit('voicemail', userId, { detail: what }),
  });

export const presenceOf = (desk: Desk, clock: Clock): PresenceService =>
  new PresenceService({
    topics: desk.hub,
    clock,
    site: desk.site.current,
    extension: () => desk.session.user()?.extension,
    onLamp: (extension, presence) => desk.queues.lampIs(extension, presence),
    onDial: (event) => desk.directory.apply(event),
  });

interface Boards {
  readonly parking: ParkingService;
  readonly directory: DirectoryService;
  readonly voicemail: VoicemailService;
  readonly presence: PresenceService;
  readonly supervision: SupervisionFlow;
  readonly figures: { readonly facts: FactListener; linkLost(): void };
}

/** One listener for the connection: what it tells besides its queues goes to whom it concerns. */
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
