// The services of one desk, each built from ports and from what the others know. Nothing here decides; it says who tells whom.
// A callback may name a service that is built further down: by the time it is called, every service is there.
import { randomUUID } from 'node:crypto';
import { ONLY_KEY } from '../shared/contract/index.ts';
import type { CommandName } from '../shared/contract/index.ts';
import type { Preferences } from '../shared/contract/session.ts';
import { isLive } from '../shared/domain/call/call.ts';
import { commandOf } from '../shared/domain/call/press.ts';
import { fail } from '../shared/result/result.ts';
import type { Result } from '../shared/result/result.ts';
import type { Machine } from './compose.ts';
import { CallFlow } from './call-flow.ts';
import { Connections } from './connections.ts';
import { deskArchive } from './desk-archive.ts';
import type { DeskArchive } from './desk-archive.ts';
import { DeskJournal } from './desk-journal.ts';
import { deskPractice } from './desk-practice.ts';
import { deskScheduling } from './desk-scheduling.ts';
import { auditMirrorOf } from './audit-flow.ts';
import { ehrMemory } from './ehr-memory.ts';
import { TopicHub } from './ipc/hub.ts';
import { knownAbout } from './note-facts.ts';
import type { Clock } from './ports/runtime.ts';
import { SessionService } from './services/access/session-service.ts';
import { CallsService } from './services/calls/calls.ts';
import { DiallingService } from './services/calls/dialling.ts';
import { CardsService } from './services/cards/cards-service.ts';
import type { DirectoryService } from './services/directory/directory-service.ts';
import { QualityService } from './services/devices/quality-service.ts';
import { SoundService } from './services/devices/sound-service.ts';
import type { AuditMirror } from './services/audit/audit-mirror.ts';
import { NotesService } from './services/notes/notes-service.ts';
import { OutboxService } from './services/notes/outbox-service.ts';
import type { EhrAccessService } from './services/ehr-access/ehr-access-service.ts';
import type { CardKeeper } from './services/patients/kept-cards.ts';
import type { PhoneIndexService } from './services/patients/phone-index-service.ts';
import { PatientsService } from './services/patients/patients-service.ts';
import type { ParkingService } from './services/parking/parking-service.ts';
import type { PracticeService } from './services/practice/practice-service.ts';
import type { PresenceService } from './services/presence/presence-service.ts';
import type { QueuesService } from './services/queues/queues-service.ts';
import type { SchedulingService } from './services/scheduling/scheduling-service.ts';
import { HealthService } from './services/site/health-service.ts';
import { SiteService } from './services/site/site-service.ts';
import type { VoicemailService } from './services/voicemail/voicemail-service.ts';
import { boardsOf, directoryOf, parkingOf, presenceOf, queuesOf, voicemailOf } from './switchboard.ts';
import { DutyFlow } from './duty-flow.ts';
import { ehrAccessOf } from './ehr-sign-in.ts';
import { FiguresFlow } from './figures-flow.ts';
import { QueueFlow } from './queue-flow.ts';
import { SupervisionFlow } from './supervision-flow.ts';
import { RuleFlow } from './rule-flow.ts';
import { WorkFlow } from './work-flow.ts';

export class Desk {
  readonly #machine: Machine;
  readonly #clock: Clock;
  #phonePages = 0;

  readonly session: SessionService;
  readonly hub: TopicHub;
  readonly flow: CallFlow;
  readonly rules: RuleFlow;
  readonly health: HealthService;
  readonly journal: DeskJournal;
  readonly site: SiteService;
  readonly calls: CallsService;
  readonly dialling: DiallingService;
  readonly queues: QueuesService;
  readonly parking: ParkingService;
  readonly directory: DirectoryService;
  readonly voicemail: VoicemailService;
  readonly presence: PresenceService;
  readonly connections: Connections;
  readonly access: EhrAccessService;
  readonly memory: PhoneIndexService;
  readonly patients: PatientsService;
  readonly notes: NotesService;
  readonly work: WorkFlow;
  readonly scheduling: SchedulingService;
  readonly outbox: OutboxService;
  readonly auditMirror: AuditMirror;
  readonly cards: CardsService;
  readonly quality: QualityService;
  readonly sound: SoundService;
  readonly archive: DeskArchive;
  readonly practice: PracticeService;
  readonly duty: DutyFlow;
  readonly queueFlow: QueueFlow;
  readonly supervision: SupervisionFlow;
  readonly figures: FiguresFlow;
  /** The router's, once it is there: what a key outside the window does goes the way of every command. */
  runCommand: (name: CommandName, input: unknown) => Promise<Result<unknown>> = async () => fail('unknownCommand');

  constructor(machine: Machine, clock: Clock) {
    this.#machine = machine;
    this.#clock = clock;
    this.flow = new CallFlow(this, clock);
    this.rules = new RuleFlow(this, clock, machine.log);
    this.session = this.#newSession();
    this.hub = new TopicHub(this.session);
    this.health = new HealthService(this.hub, machine.log);
    this.journal = this.#newJournal();
    this.site = this.#newSite();
    this.calls = this.#newCalls();
    this.dialling = this.#newDialling();
    this.queues = queuesOf(this, clock);
    this.parking = parkingOf(this);
    this.directory = directoryOf(this);
    this.voicemail = voicemailOf(this, clock);
    this.presence = presenceOf(this, clock);
    this.supervision = new SupervisionFlow(this, clock, machine.log);
    this.figures = new FiguresFlow(this, clock, machine);
    this.access = ehrAccessOf(this, clock, machine.vault);
    this.connections = this.#newConnections();
    const { phones, cards } = ehrMemory(this, clock, machine.log);
    this.memory = phones;
    this.patients = this.#newPatients(cards);
    this.notes = this.#newNotes();
    this.outbox = this.#newOutbox();
    this.auditMirror = auditMirrorOf(this, clock, machine.log);
    this.work = new WorkFlow(this, clock, machine.log);
    this.scheduling = deskScheduling(this, clock);
    this.cards = this.#newCards();
    this.quality = new QualityService(
      (callId) => this.calls.get(callId)?.state === 'talking',
      (callId) => this.cards.refresh(callId),
    );
    this.sound = this.#newSound();
    this.archive = this.#newArchive();
    this.practice = deskPractice(machine, { clock, journal: this.journal, site: this.site });
    this.duty = new DutyFlow(this, clock, machine);
    this.queueFlow = new QueueFlow(this, clock);
  }

  phonePages(count: number): void {
    this.#phonePages = count;
    this.health.patch({ phonePage: count > 0 ? 'ok' : 'missing' });
    if (count > 0) return;
    this.calls.phonePageLost();
    this.sound.phonePageLost();
  }

  #newSession(): SessionService {
    return new SessionService({
      topics: () => this.hub,
      vault: this.#machine.vault,
      clock: this.#clock,
      site: () => this.site.current(),
      demo: this.#machine.demo !== undefined,
      onVaultOpen: () => {
        this.journal.open();
        this.access.apply();
      },
      onUser: () => {
        this.access.apply();
        this.connections.apply();
        this.work.sharing.restart();
        this.figures.userChanged();
      },
      audit: (action, userId) => this.journal.audit(action, userId),
    });
  }

  #newJournal(): DeskJournal {
    const { folder, vault, log } = this.#machine;
    return new DeskJournal({
      ...{ folder, vault, log, clock: this.#clock, health: this.health },
      onOpen: () => {
        this.notes.restore();
        this.work.restore();
        this.duty.restore();
        this.voicemail.publish();
        void this.outbox.run();
        this.archive.start();
        this.figures.start();
        this.memory.start();
        this.auditMirror.start();
        void this.practice.siteChanged();
      },
    });
  }

  #newSite(): SiteService {
    const { source, log, store } = this.#machine;
    return new SiteService({
      ...{ source, log, topics: this.hub, canClose: store !== undefined },
      onChange: (_site, state) => {
        this.health.patch({ site: state });
        this.session.publish();
        this.access.apply();
        this.connections.apply();
        this.cards.refreshLive();
        this.sound.siteChanged();
        this.work.siteChanged();
        this.figures.siteChanged();
        void this.practice.siteChanged();
      },
    });
  }

  #newCalls(): CallsService {
    return new CallsService({
      topics: this.hub,
      clock: this.#clock,
      ids: { next: () => randomUUID() },
      log: this.#machine.log,
      journal: this.journal.current,
      site: this.site.current,
      phonePageConnected: () => this.#phonePages > 0,
      onChange: (call, event) => this.flow.changed(call, event),
      onPhone: (change) => {
        this.connections.phoneIs(change);
        this.presence.phoneIs(change.phone);
      },
      onLamps: (report) => this.presence.said(report),
      sounded: (callId) => this.quality.summary(callId),
      onDismissed: (callId) => this.flow.letGo(callId),
      policy: this.rules.policy,
      proposedBy: this.rules.proposedBy,
      parkedIn: (slot) => {
        const parked = this.hub.get('parked', slot);
        return parked && { number: parked.number, name: parked.name, withheld: parked.withheld };
      },
      extension: () => this.session.user()?.extension,
      onTransfer: (call, userId) =>
        this.journal.audit('transfer', userId, { callId: call.id, detail: call.transfer?.kind }),
    });
  }

  #newDialling(): DiallingService {
    const asPerson = { page: 'console', userId: '', role: undefined } as const;
    return new DiallingService({
      topics: this.hub,
      clock: this.#clock,
      ids: { next: () => randomUUID() },
      site: this.site.current,
      calls: () => this.calls.all(),
      dialledBefore: () => this.flow.dialledBefore(),
      dial: async (target) => this.calls.handlers['call.dial']!({ target }, asPerson),
      act: (act) => this.runCommand(...commandOf(act)),
    });
  }

  #newConnections(): Connections {
    const { log, vault, demo } = this.#machine;
    return new Connections({
      ...{ log, vault, demo, clock: this.#clock, topics: this.hub, health: this.health, queues: this.queues },
      boards: boardsOf(this),
      journal: this.journal.current,
      site: this.site.current,
      user: () => this.session.user(),
      access: this.access,
      onEhrBack: () => {
        this.patients.ehrIsBack();
        void this.outbox.ehrIsBack();
        this.work.sharing.restart();
        this.figures.ehrIsBack();
      },
    });
  }

  #newPatients(kept: CardKeeper): PatientsService {
    return new PatientsService({
      topics: this.hub,
      clock: this.#clock,
      site: this.site.current,
      ehr: this.connections.ehr,
      ...{ memory: this.memory, kept, openOutside: this.#machine.openOutside },
      noted: (patientId, before) => this.work.repeats.notesOf(patientId, before),
      audit: this.journal.audit,
      onChange: (callId) => {
        this.cards.refresh(callId);
        this.notes.refresh(callId);
        this.work.repeats.refresh(callId);
      },
      onEhr: this.connections.ehrIs,
    });
  }

  #newNotes(): NotesService {
    return new NotesService({
      topics: this.hub,
      clock: this.#clock,
      journal: this.journal.current,
      site: this.site.current,
      subject: (callId) => ({
        patientId: this.patients.summary(callId).patientId,
        about: this.flow.aboutOf(callId),
      }),
      known: (callId) => {
        const [site, call] = [this.site.current(), this.calls.get(callId)];
        const required = this.hub.get('calls', callId)?.decision?.require;
        return site && call && knownAbout(site, call, this.hub.get('patients', callId), required);
      },
      onChange: (note) => this.cards.refresh(note.callId),
      onKept: this.journal.kept,
      onLookedAt: ({ callId, patientId }, detail, userId) =>
        this.journal.audit('note', userId, { callId, detail, ...(patientId ? { patientId } : {}) }),
      onFinished: (note, userId) => {
        this.journal.audit('note', userId, {
          callId: note.callId,
          ...(note.patientId ? { patientId: note.patientId } : {}),
        });
        this.work.noteFinished(note);
        void this.outbox.run();
        this.flow.letGo(note.callId);
      },
    });
  }

  #newOutbox(): OutboxService {
    return new OutboxService({
      clock: this.#clock,
      log: this.#machine.log,
      journal: this.journal.current,
      ehr: this.connections.ehr,
      site: this.site.current,
      contact: (callId) => ({ about: this.flow.aboutOf(callId), number: this.flow.callOf(callId)?.remote.number }),
      handled: this.figures.handledOf,
      onDelivered: (note) => {
        this.notes.delivered(note);
        this.work.list.show(note);
      },
      onAsked: (callId, detail, userId) => this.journal.audit('note', userId, { callId, detail }),
      onHealth: ({ ehr, outboxWaiting }) => {
        if (ehr) this.connections.ehrIs(ehr);
        if (outboxWaiting !== undefined) this.health.patch({ outboxWaiting });
      },
    });
  }

  #newCards(): CardsService {
    return new CardsService({
      topics: this.hub,
      clock: this.#clock,
      log: this.#machine.log,
      site: this.site.current,
      call: (id) => this.calls.get(id),
      liveCalls: () => this.calls.all().filter(isLive),
      note: (id) => this.notes.get(id),
      patient: (id) => this.patients.summary(id),
      presence: () => this.queues.presence(),
      facts: this.rules.factsOf,
      intent: (words) => this.rules.intent.suggest(words),
      waiting: (entry) => this.queues.waiting(entry),
      quality: (callId) => this.quality.view(callId),
      onEmergency: (callId, words) => this.notes.emergencyHeard(callId, words),
      onAtOnce: (callId, atOnce) => this.calls.ruleWants(callId, atOnce),
      onRequired: (callId) => this.notes.refresh(callId),
    });
  }

  #newSound(): SoundService {
    return new SoundService({
      topics: this.hub,
      clock: this.#clock,
      ids: { next: () => randomUUID() },
      site: this.site.current,
      // A transfer that rings silently is nobody's to answer or hang up by a key of the headset.
      calls: () => this.calls.all().filter((call) => !call.forTransfer),
      quality: this.quality,
      callFromPage: (pageId) => this.calls.idFromPage(pageId),
      saveChoice: (sound) => this.savePreferences({ ...this.preferences(), sound }),
      run: (name, input) => void this.runCommand(name, input),
    });
  }

  #newArchive(): DeskArchive {
    const { log, saveFile } = this.#machine;
    const ids = { next: () => randomUUID() };
    return deskArchive({ ids, log, saveFile, clock: this.#clock, journal: this.journal, site: this.site });
  }

  preferences(): Preferences {
    return this.hub.get('preferences', ONLY_KEY) ?? this.#machine.preferences.load();
  }

  savePreferences(value: Preferences): void {
    this.#machine.preferences.save(value);
    this.hub.set('preferences', ONLY_KEY, value);
  }
}
