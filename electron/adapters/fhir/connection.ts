// One connection to one server: what it said of itself, what was learned since, and everything that asks it.
import type { EhrPort, EhrProfileStore } from '../../ports/ehr.ts';
import type { Log } from '../../ports/runtime.ts';
import { EhrProfile, factsOf, withLearned } from '../../../shared/domain/ehr/profile.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Disclosure } from '../../../shared/domain/patient/authority.ts';
import { createAuditEvents } from './audit-events.ts';
import type { AuditEvents } from './audit-events.ts';
import { readDisclosures } from './consents.ts';
import { createContextReader } from './context-requests.ts';
import type { ContextReader } from './context-requests.ts';
import { createFinder } from './find.ts';
import type { Finder } from './find.ts';
import { createHandledCalls } from './handled-calls.ts';
import type { HandledCalls } from './handled-calls.ts';
import type { KnownServer } from './known.ts';
import { createScheduling } from './scheduling/scheduling.ts';
import type { Scheduling } from './scheduling/scheduling.ts';
import { createSearch } from './search.ts';
import { createSharedTasks } from './shared-tasks.ts';
import type { SharedTasks } from './shared-tasks.ts';
import { createTogether } from './together.ts';
import type { Transport } from './transport.ts';
import { createWriter } from './write.ts';
import type { Writer } from './write.ts';

export interface Connection {
  readonly profile: () => EhrProfile;
  readonly find: Finder;
  readonly context: ContextReader;
  readonly writer: Writer;
  readonly tasks: SharedTasks;
  readonly handled: HandledCalls;
  readonly scheduling: Scheduling;
  readonly audit: AuditEvents;
  readonly disclosures: (patientId: string) => Promise<Result<Disclosure[]>>;
}

interface Parts {
  readonly transport: Transport;
  readonly store: EhrProfileStore | undefined;
  readonly log: Log | undefined;
  /** IANA zone of the practice. */
  readonly zone: string;
}

function connectionOf({ transport, store, log, zone }: Parts, first: EhrProfile): Connection {
  let profile = first;
  const known: KnownServer = {
    get profile() {
      return profile;
    },
    refuses(what) {
      if (profile.hasRefused(what)) return;
      profile = profile.learning(what, Date.now());
      log?.info('ehr.learned', { refuses: what });
      store?.save(profile.facts);
    },
  };
  const search = createSearch(transport, known, log);
  const together = createTogether(transport, search, known);
  return {
    profile: () => profile,
    find: createFinder(transport, search, together, known),
    context: createContextReader(transport, search, together, known),
    writer: createWriter(transport, search, profile),
    tasks: createSharedTasks(transport, search, profile),
    handled: createHandledCalls(transport, profile),
    scheduling: createScheduling({ transport, search, profile: () => profile, zone }),
    audit: createAuditEvents(transport, search, profile),
    disclosures: (patientId) => readDisclosures(transport, search, known, patientId, Date.now()),
  };
}

/** Opens on what was kept, where something was; asks the server on `connect`, and whenever nothing is known yet. */
export class Connector {
  readonly #parts: Parts;
  #connection: Connection | undefined;
  #connecting: Promise<Result<Connection>> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  readonly profile: EhrPort['profile'] = () => this.#open()?.profile();

  /** The open connection, or the one being opened: calls that arrive together ask once. */
  connected(afresh = false): Promise<Result<Connection>> {
    const open = afresh ? undefined : this.#open();
    if (open) return Promise.resolve(ok(open));
    this.#connecting ??= this.#ask().finally(() => (this.#connecting = undefined));
    return this.#connecting;
  }

  #open(): Connection | undefined {
    const kept = this.#connection ? undefined : this.#parts.store?.load();
    if (kept) this.#connection = connectionOf(this.#parts, new EhrProfile(kept));
    return this.#connection;
  }

  async #ask(): Promise<Result<Connection>> {
    const { transport, store } = this.#parts;
    const reply = await transport.get('metadata');
    if (!reply.ok) return reply;
    const stated = factsOf(reply.value.body);
    if (!stated) return fail('ehrNotFhir', 'no CapabilityStatement');
    const facts = withLearned(stated, this.profile()?.facts, Date.now());
    store?.save(facts);
    this.#connection = connectionOf(this.#parts, new EhrProfile(facts));
    return ok(this.#connection);
  }
}
