// What the PBX shows of a desk's surroundings: queues, parked callers, colleagues, mailboxes and lamps. A callback may name a
// service that is built later: by the time it is called, every service is there.
import { nameIn } from '../shared/domain/directory/entries.ts';
import type { Desk } from './desk.ts';
import type { Clock } from './ports/runtime.ts';
import { DirectoryService } from './services/directory/directory-service.ts';
import { ParkingService } from './services/parking/parking-service.ts';
import { PresenceService } from './services/presence/presence-service.ts';
import { QueuesService } from './services/queues/queues-service.ts';
import { VoicemailService } from './services/voicemail/voicemail-service.ts';

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
