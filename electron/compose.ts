// The one composition root: services built from ports, used by the desktop and by the browser host alike.
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ONLY_KEY } from '../shared/contract/index.ts';
import type { Health, Preferences } from '../shared/contract/session.ts';
import type { Call, CallEvent, CallId } from '../shared/domain/call/call.ts';
import { isLive } from '../shared/domain/call/call.ts';
import type { Site } from '../shared/domain/site/site.ts';
import { ok } from '../shared/result/result.ts';
import { AsteriskQueues } from './adapters/asterisk/queue-adapter.ts';
import { openFhir } from './adapters/fhir/fhir-adapter.ts';
import { probeServer } from './adapters/probe/server-probe.ts';
import { openJournal } from './adapters/storage/journal.ts';
import { TopicHub } from './ipc/hub.ts';
import { CommandRouter } from './ipc/router.ts';
import type { EhrPort } from './ports/ehr.ts';
import type { AuditAction, AuditRow, Journal } from './ports/journal.ts';
import type { Clock, Log } from './ports/runtime.ts';
import type { PreferencesStore, SiteSource } from './ports/site.ts';
import type { Vault } from './ports/vault.ts';
import { SessionService } from './services/access/session-service.ts';
import { CallsService } from './services/calls/calls.ts';
import { CardsService } from './services/cards/cards-service.ts';
import { NotesService } from './services/notes/notes-service.ts';
import { OutboxService } from './services/notes/outbox-service.ts';
import { WorklistService } from './services/notes/worklist-service.ts';
import { PatientsService, ehrStateOf } from './services/patients/patients-service.ts';
import { QueuesService } from './services/queues/queues-service.ts';
import { HealthService } from './services/site/health-service.ts';
import { SiteService } from './services/site/site-service.ts';

/** How often an EHR that does not answer is asked again. */
const EHR_RETRY_MS = 5_000;

/** A call without a note leaves the screen this long after its end. */
const SHOW_ENDED_MS = 15_000;

export interface Machine {
  readonly source: SiteSource;
  readonly vault: Vault;
  readonly log: Log;
  readonly preferences: PreferencesStore<Preferences>;
  /** Folder for the journal. */
  readonly folder: string;
  readonly clock?: Clock;
  /** The made-up clinic: signs `user` in by itself and brings its own passwords. */
  readonly demo?: { readonly user: string; readonly phonePassword: string; readonly pbxPassword: string };
}

export interface Console {
  readonly hub: TopicHub;
  readonly router: CommandRouter;
  /** How many phone pages are connected: without one nothing can ring, and the window says so. */
  phonePages(count: number): void;
  liveCalls(): number;
  /** Problems of the site file when there is no good one to start with. */
  start(): Promise<readonly { line: number; column: number; message: string }[]>;
  stop(): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export function compose(machine: Machine): Console {
  const { vault, log } = machine;
  const clock = machine.clock ?? systemClock;
  let journal: Journal | undefined;
  let ehr: EhrPort | undefined;
  let phonePages = 0;
  let cancelEhrRetry: (() => void) | undefined;

  const audit = (action: AuditAction, userId: string, row: Partial<AuditRow> = {}) => {
    const kept = journal?.audit({ ...row, at: clock.now(), userId, action });
    if (kept && !kept.ok) health.patch({ journal: kept.error.code === 'journalDiskFull' ? 'diskFull' : 'failed' });
  };
  const session: SessionService = new SessionService({
    topics: () => hub,
    vault,
    clock,
    site: () => site.current(),
    demo: machine.demo !== undefined,
    onVaultOpen: openTheJournal,
    onUser: () => applySite(site.current()),
    audit: (action, userId) => audit(action, userId),
  });
  const hub = new TopicHub(session);
  const router = new CommandRouter(session, log);
  const health = new HealthService(hub, log);
  const site = new SiteService({
    source: machine.source,
    topics: hub,
    log,
    onChange: (current, state) => {
      health.patch({ site: state });
      session.publish();
      applySite(current);
      cards.refreshLive();
    },
  });
  const calls: CallsService = new CallsService({
    topics: hub,
    clock,
    ids: { next: () => randomUUID() },
    log,
    journal: () => journal,
    site: site.current,
    phonePageConnected: () => phonePages > 0,
    onChange: callChanged,
    onPhone: phoneIs,
    onTransfer: (call, userId) => audit('transfer', userId, { callId: call.id, detail: call.transfer?.kind }),
  });
  const patients = new PatientsService({
    topics: hub,
    clock,
    site: site.current,
    ehr: () => ehr,
    audit,
    onChange: (callId) => {
      cards.refresh(callId);
      notes.refresh(callId);
    },
    onEhr: ehrIs,
  });
  const notes: NotesService = new NotesService({
    topics: hub,
    clock,
    journal: () => journal,
    site: site.current,
    subject: (callId) => ({ patientId: patients.summary(callId).patientId, about: aboutOf(callId) }),
    onChange: (note) => cards.refresh(note.callId),
    onKept: (kept) =>
      health.patch({ journal: kept.ok ? 'ok' : kept.error.code === 'journalDiskFull' ? 'diskFull' : 'failed' }),
    onFinished: (note, userId) => {
      audit('note', userId, { callId: note.callId, ...(note.patientId ? { patientId: note.patientId } : {}) });
      worklist.show(note);
      void outbox.run();
    },
  });
  const outbox = new OutboxService({
    clock,
    log,
    journal: () => journal,
    ehr: () => ehr,
    site: site.current,
    onDelivered: (note) => {
      notes.delivered(note);
      worklist.show(note);
    },
    onHealth: (change) => {
      if (change.ehr) ehrIs(change.ehr);
      if (change.outboxWaiting !== undefined) health.patch({ outboxWaiting: change.outboxWaiting });
    },
  });
  const worklist = new WorklistService({
    topics: hub,
    clock,
    journal: () => journal,
    contact: (callId) => ({ about: aboutOf(callId), number: calls.get(callId)?.remote.number }),
  });
  const queues: QueuesService = new QueuesService({
    topics: hub,
    clock,
    site: site.current,
    extension: () => session.user()?.extension,
    onLink: (state) => health.patch({ queues: state }),
    onChange: () => cards.refreshLive(),
  });
  const cards: CardsService = new CardsService({
    topics: hub,
    clock,
    log,
    site: site.current,
    call: (id) => calls.get(id),
    liveCalls: () => calls.all().filter(isLive),
    note: (id) => notes.get(id),
    patient: (id) => patients.summary(id),
    presence: () => queues.presence(),
    waiting: (entry) => queues.waiting(entry),
    onEmergency: (callId, words) => notes.emergencyHeard(callId, words),
  });

  function aboutOf(callId: CallId): string {
    const row = hub.get('calls', callId);
    return patients.summary(callId).name ?? row?.directoryName ?? row?.shownNumber ?? '';
  }

  function callChanged(call: Call, event: CallEvent): void {
    if (event.type === 'rang' || event.type === 'dialled') {
      // The card is on its way to the screen before anything is looked up or decided: each answer is a later change.
      cards.announce(call);
      setImmediate(() => callBegan(call));
      return;
    }
    cards.refresh(call.id);
    if (call.state !== 'ended') return;
    if (call.answeredAt === undefined) notes.discardIfEmpty(call.id);
    if (notes.get(call.id)) return;
    patients.forget(call.id);
    // Why it ended stays readable for a moment: busy, declined, gave up.
    clock.after(SHOW_ENDED_MS, () => hub.remove('calls', call.id));
  }

  function callBegan(call: Call): void {
    if (call.consultFor === undefined) {
      notes.open(call.id, session.current().userId);
      patients.begin(call);
    } else cards.refresh(call.id);
  }

  /** A page cannot tell a refused certificate from a dead server: it is looked into once each time the server is lost. */
  function phoneIs(change: Partial<Pick<Health, 'phone' | 'microphone'>>): void {
    const isSame = change.phone === 'unreachable' && health.current().phone === 'certificate';
    if (isSame) return;
    health.patch(change);
    if (change.phone !== 'unreachable') return;
    const servers = site.current()?.phone.servers ?? [];
    void Promise.all(servers.map(probeServer)).then((verdicts) => {
      if (verdicts.includes('certificate') && health.current().phone === 'unreachable')
        health.patch({ phone: 'certificate' });
    });
  }

  function openTheJournal(): void {
    if (journal || vault.state() !== 'ready') return;
    const known = vault.get('journalKey');
    if (!known && existsSync(path.join(machine.folder, 'journal.db'))) return health.patch({ journal: 'keyMissing' });
    const key = known ?? randomBytes(32).toString('hex');
    const kept = known ? ok(undefined) : vault.set('journalKey', key);
    const opened = kept.ok ? openJournal(machine.folder, key) : kept;
    if (!opened.ok) {
      const states = { journalKeyMissing: 'keyMissing', journalDiskFull: 'diskFull' } as const;
      return health.patch({ journal: states[opened.error.code as keyof typeof states] ?? 'failed' });
    }
    journal = opened.value as Journal;
    health.patch({ journal: 'ok' });
    const verdict = journal.verifyAudit();
    if (!verdict.intact) log.error('audit.broken', { count: verdict.brokenAt });
    notes.restore();
    worklist.restore();
    void outbox.run();
  }

  function ehrIs(state: ReturnType<HealthService['current']>['ehr']): void {
    health.patch({ ehr: state });
    cancelEhrRetry?.();
    if (state !== 'ok' && state !== 'notSet') cancelEhrRetry = clock.after(EHR_RETRY_MS, () => void askEhr());
  }

  async function askEhr(): Promise<void> {
    const asked = ehr;
    const answer = await asked?.connect();
    if (!answer || asked !== ehr) return;
    ehrIs(answer.ok ? 'ok' : ehrStateOf(answer.error));
    if (answer.ok) void outbox.run();
  }

  let applied: { phone?: string; pbx?: string; ehr?: string } = {};
  /** Brings the connections in line with the site file and whoever is signed in; what has not changed is left alone. */
  function applySite(current: Site | undefined): void {
    if (!current) return;
    applyPhone(current);
    const pbx = session.user() ? current.pbx : undefined;
    const secret = vault.get('pbxPassword') ?? machine.demo?.pbxPassword;
    const pbxKey = JSON.stringify([pbx, secret]);
    if (applied.pbx !== pbxKey) {
      applied = { ...applied, pbx: pbxKey };
      queues.use(
        pbx && secret
          ? new AsteriskQueues({ ...pbx, ca: pbx.ca === undefined ? undefined : readCertificate(pbx.ca), secret })
          : undefined,
      );
    } else queues.refresh();
    const ehrKey = JSON.stringify([current.ehr?.fhir, current.clinic.timeZone]);
    if (applied.ehr !== ehrKey) {
      applied = { ...applied, ehr: ehrKey };
      ehr = current.ehr ? openFhir({ baseUrl: current.ehr.fhir, timeZone: current.clinic.timeZone, log }) : undefined;
      if (ehr) void askEhr();
      else ehrIs('notSet');
    }
  }

  function readCertificate(file: string): string | undefined {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      log.error('pbx.certificateUnreadable');
      return undefined;
    }
  }

  function applyPhone(current: Site): void {
    const user = session.user();
    const password = machine.demo?.phonePassword ?? vault.get('phonePassword');
    const setup =
      user && password !== undefined
        ? {
            servers: current.phone.servers,
            domain: current.phone.domain,
            extension: user.extension,
            displayName: user.name,
            password,
            iceServers: current.phone.iceServers,
          }
        : undefined;
    const key = JSON.stringify(setup);
    if (applied.phone === key) return;
    applied = { ...applied, phone: key };
    if (setup) hub.set('phoneSetup', ONLY_KEY, setup as never);
    else hub.remove('phoneSetup', ONLY_KEY);
  }

  router.register(session.handlers);
  router.register(calls.handlers);
  router.register(patients.handlers);
  router.register(notes.handlers);
  router.register(worklist.handlers);
  router.register(queues.handlers);
  router.register({
    'preferences.save': (value) => {
      machine.preferences.save(value);
      hub.set('preferences', ONLY_KEY, value);
      return ok({});
    },
  });
  if (router.missing().length > 0) throw new Error(`nobody answers ${router.missing().join(', ')}`);

  return {
    hub,
    router,
    phonePages: (count) => {
      phonePages = count;
      health.patch({ phonePage: count > 0 ? 'ok' : 'missing' });
      if (count === 0) calls.phonePageLost();
    },
    liveCalls: () => calls.all().filter(isLive).length,
    start: async () => {
      hub.set('preferences', ONLY_KEY, machine.preferences.load());
      const problems = await site.start();
      openTheJournal();
      session.publish();
      if (machine.demo) session.signInDemo(machine.demo.user);
      return problems;
    },
    stop: () => {
      site.stop();
      queues.use(undefined);
      outbox.stop();
      cancelEhrRetry?.();
      journal?.close();
    },
  };
}
