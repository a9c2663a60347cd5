// The EHR port over FHIR R4: each method asks the open connection, or opens it first.
import type { EhrPort, EhrProfileStore } from '../../ports/ehr.ts';
import type { EhrTokens } from '../../ports/ehr-access.ts';
import type { Log } from '../../ports/runtime.ts';
import type { Result } from '../../../shared/result/result.ts';
import { ok } from '../../../shared/result/result.ts';
import { Connector } from './connection.ts';
import type { Connection } from './connection.ts';
import { contextOf, factsOf } from './context-map.ts';
import { handledPort } from './handled-calls.ts';
import { schedulingPort } from './scheduling/port.ts';
import { createTransport } from './transport.ts';

export interface FhirEhrOptions {
  /** FHIR base address of the practice's EHR. */
  readonly baseUrl: string;
  /** IANA zone of the practice, for ages and the ends of coverage; this machine's unless told. */
  readonly timeZone?: string;
  /** The way in; absent where the server asks for none. */
  readonly access?: EhrTokens | undefined;
  /** Milliseconds for each request; 8 s unless told. */
  readonly deadlineMs?: number;
  readonly retryDelayMs?: number;
  /** Where what is known of the server outlives the program. */
  readonly store?: EhrProfileStore | undefined;
  readonly log?: Log;
}

const DEADLINE_MS = 8000;
const RETRY_DELAY_MS = 250;

/** @throws TypeError when `baseUrl` is no address */
export function openFhir(options: FhirEhrOptions): EhrPort {
  const transport = createTransport({
    baseUrl: options.baseUrl,
    deadlineMs: options.deadlineMs ?? DEADLINE_MS,
    retryDelayMs: options.retryDelayMs ?? RETRY_DELAY_MS,
    access: options.access,
    ...(options.log ? { log: options.log } : {}),
  });
  const zone = options.timeZone ?? 'local';
  const connector = new Connector({ transport, store: options.store, log: options.log, zone });
  async function over<T>(ask: (connection: Connection) => Promise<Result<T>> | Result<T>): Promise<Result<T>> {
    const opened = await connector.connected();
    return opened.ok ? ask(opened.value) : opened;
  }
  return {
    profile: connector.profile,
    async connect() {
      const opened = await connector.connected(true);
      return opened.ok ? ok(opened.value.profile()) : opened;
    },
    handled: handledPort(() => connector.connected()),
    scheduling: schedulingPort(() => connector.connected()),
    findByPhone: (number) => over(({ find }) => find.byPhone(number)),
    findByName: (name, birthDate) => over(({ find }) => find.byName(name, birthDate)),
    findByIdentifier: (value) => over(({ find }) => find.byIdentifier(value)),
    readPatients: (ids) => over(({ find }) => find.byId(ids)),
    patientsOfVisits: (from, until) => over(({ find }) => find.byVisit(from, until)),
    readContext: (patientId, now, soFar) =>
      over(async ({ context }) => {
        const answer = await context.read(patientId, now, soFar && ((there) => soFar(factsOf(there, now, zone))));
        return answer.ok ? contextOf(answer.value, now, zone) : answer;
      }),
    readDisclosures: (patientId) => over(({ disclosures }) => disclosures(patientId)),
    write: (write) => over(({ writer }) => writer.write(write)),
    writeAudit: (row, lookFirst) => over(({ audit }) => audit.write(row, lookFirst)),
    taskSupport: () => over(({ tasks }) => ok(tasks.support)),
    openTasks: () => over(({ tasks }) => tasks.open()),
    readTask: (reference) => over(({ tasks }) => tasks.read(reference)),
    writeTask: (wish) => over(({ tasks }) => tasks.write(wish)),
  };
}
