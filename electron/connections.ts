// The connections of one desk, brought in line with the site file and whoever is signed in: phone, PBX management, EHR.
// What has not changed is left alone, so that saving the site file never drops a call or a queue.
import { readFileSync } from 'node:fs';
import { ONLY_KEY } from '../shared/contract/index.ts';
import type { Health } from '../shared/contract/session.ts';
import type { Site } from '../shared/domain/site/site.ts';
import { ok } from '../shared/result/result.ts';
import { AsteriskQueues } from './adapters/asterisk/queue-adapter.ts';
import { openFhir } from './adapters/fhir/fhir-adapter.ts';
import { profileStore } from './adapters/storage/ehr-store.ts';
import type { StoredJournal } from './adapters/storage/journal.ts';
import { probeServer } from './adapters/probe/server-probe.ts';
import type { EhrPort } from './ports/ehr.ts';
import type { EhrTokens } from './ports/ehr-access.ts';
import type { PbxListener, PbxPort } from './ports/pbx.ts';
import type { Clock, Log } from './ports/runtime.ts';
import type { Handlers, Topics } from './ports/topics.ts';
import type { Vault } from './ports/vault.ts';
import type { SessionService } from './services/access/session-service.ts';
import type { EhrAccessService } from './services/ehr-access/ehr-access-service.ts';
import { ehrStateOf } from './services/patients/ehr-state.ts';
import type { QueuesService } from './services/queues/queues-service.ts';
import type { HealthService } from './services/site/health-service.ts';

/** How often an EHR that does not answer is asked again. */
const EHR_RETRY_MS = 5_000;

export interface PbxBoards extends PbxListener {
  /** Undefined: there is no management of the PBX. */
  use(port: PbxPort | undefined): void;
  /** Names, boxes or the person at the desk changed. */
  refresh(): void;
}

export interface ConnectionsDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly vault: Vault;
  readonly topics: Topics;
  readonly health: HealthService;
  readonly queues: QueuesService;
  /** Everything else the PBX tells: parked callers, ringing colleagues, mailboxes. */
  readonly boards: PbxBoards;
  readonly journal: () => StoredJournal | undefined;
  readonly site: () => Site | undefined;
  readonly user: SessionService['user'];
  /** Passwords that the made-up clinic brings along. */
  readonly demo: { readonly phonePassword: string; readonly pbxPassword: string } | undefined;
  /** The way into the EHR, where it asks for one. */
  readonly access: EhrTokens & Pick<EhrAccessService, 'isMissing' | 'apply'>;
  /** The EHR answers: what waits for it can go. */
  readonly onEhrBack: () => void;
}

export class Connections {
  readonly #deps: ConnectionsDeps;
  /** What each connection was last made from, as JSON. */
  readonly #applied: { phone?: string; pbx?: string; ehr?: string } = {};
  #ehr: EhrPort | undefined;
  #cancelEhrRetry: (() => void) | undefined;
  /** How often this run somebody has taken the phone back from another computer. */
  #claims = 0;

  constructor(deps: ConnectionsDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'phone.takeBack': () => {
      this.#claims++;
      this.apply();
      return ok({});
    },
  };

  readonly ehr = (): EhrPort | undefined => this.#ehr;

  /** The site file or the person at the desk has changed. */
  readonly apply = (): void => {
    const site = this.#deps.site();
    if (!site) return;
    this.#applyPhone(site);
    this.#applyPbx(site);
    this.#applyEhr(site);
  };

  /** The EHR's lamp; an EHR that does not answer is asked again. */
  readonly ehrIs = (state: Health['ehr']): void => {
    this.#deps.health.patch({ ehr: state });
    this.#cancelEhrRetry?.();
    // Who has to sign in is not waited for by knocking.
    if (state !== 'ok' && state !== 'notSet' && state !== 'signIn')
      this.#cancelEhrRetry = this.#deps.clock.after(EHR_RETRY_MS, () => void this.#askEhr());
  };

  /** A page cannot tell a refused certificate from a dead server: it is looked into once each time the server is lost. */
  readonly phoneIs = (change: Partial<Pick<Health, 'phone' | 'microphone'>>): void => {
    const { health, site } = this.#deps;
    const isSame = change.phone === 'unreachable' && health.current().phone === 'certificate';
    if (isSame) return;
    health.patch(change);
    if (change.phone !== 'unreachable') return;
    const servers = site()?.phone.servers ?? [];
    void Promise.all(servers.map(probeServer)).then((verdicts) => {
      if (verdicts.includes('certificate') && health.current().phone === 'unreachable')
        health.patch({ phone: 'certificate' });
    });
  };

  stop(): void {
    this.#deps.boards.use(undefined);
    this.#deps.queues.use(undefined);
    this.#cancelEhrRetry?.();
  }

  #applyPhone({ phone }: Site): void {
    const { topics, vault, demo } = this.#deps;
    const user = this.#deps.user();
    const password = demo?.phonePassword ?? vault.get('phonePassword');
    const setup =
      user && password !== undefined
        ? {
            servers: phone.servers,
            domain: phone.domain,
            extension: user.extension,
            displayName: user.name,
            password,
            iceServers: phone.iceServers,
            ...(this.#claims > 0 ? { claim: this.#claims } : {}),
          }
        : undefined;
    if (!this.#isNew('phone', setup)) return;
    if (setup) topics.set('phoneSetup', ONLY_KEY, setup);
    else topics.remove('phoneSetup', ONLY_KEY);
  }

  #applyPbx(site: Site): void {
    const { queues, boards, vault, demo } = this.#deps;
    const pbx = this.#deps.user() ? site.pbx : undefined;
    const secret = vault.get('pbxPassword') ?? demo?.pbxPassword;
    if (!this.#isNew('pbx', [pbx, secret])) {
      queues.refresh();
      return boards.refresh();
    }
    const port =
      pbx && secret
        ? new AsteriskQueues({ ...pbx, ca: pbx.ca === undefined ? undefined : this.#certificate(pbx.ca), secret })
        : undefined;
    boards.use(port);
    queues.use(port);
  }

  #applyEhr({ ehr, clinic }: Site): void {
    if (!this.#isNew('ehr', [ehr?.fhir, ehr?.signIn, clinic.timeZone])) return;
    const { log, access } = this.#deps;
    this.#ehr = ehr
      ? openFhir({
          ...{ baseUrl: ehr.fhir, timeZone: clinic.timeZone, log, access },
          store: profileStore(ehr.fhir, () => this.#deps.journal()?.ehr, log),
        })
      : undefined;
    if (this.#ehr) void this.#askEhr();
    else this.ehrIs('notSet');
  }

  /** Somebody signed in to the EHR, or is signed in no more. */
  readonly accessChanged = (): void => {
    if (this.#ehr) void this.#askEhr();
  };

  async #askEhr(): Promise<void> {
    const asked = this.#ehr;
    const answer = await asked?.connect();
    if (!answer || asked !== this.#ehr) return;
    // What is asked for at the sign-in depends on what this EHR has.
    if (answer.ok) this.#deps.access.apply();
    if (answer.ok && this.#deps.access.isMissing()) return this.ehrIs('signIn');
    this.ehrIs(answer.ok ? 'ok' : ehrStateOf(answer.error));
    if (answer.ok) this.#deps.onEhrBack();
  }

  #isNew(part: 'phone' | 'pbx' | 'ehr', made: unknown): boolean {
    const key = JSON.stringify(made) ?? 'none';
    if (this.#applied[part] === key) return false;
    this.#applied[part] = key;
    return true;
  }

  #certificate(file: string): string | undefined {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      this.#deps.log.error('pbx.certificateUnreadable');
      return undefined;
    }
  }
}
