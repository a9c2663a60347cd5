// The EHR port over FHIR R4. One connection = one CapabilityStatement and what was learned about the server since.
import type { EhrPort, EhrProfile } from '../../ports/ehr.ts';
import type { EhrTokens } from '../../ports/ehr-access.ts';
import type { Log } from '../../ports/runtime.ts';
import { readBirthDate } from '../../../shared/domain/patient/birth-date.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import { profileOf, readCapability } from './capability.ts';
import type { ServerCapability } from './capability.ts';
import { contextOf } from './context-map.ts';
import { createContextReader } from './context-requests.ts';
import type { ContextReader } from './context-requests.ts';
import { createHandledCalls, handledPort } from './handled-calls.ts';
import type { HandledCalls } from './handled-calls.ts';
import { recordsOf } from './patient-map.ts';
import { createPhoneSearch, includeFor } from './phone-search.ts';
import type { PhoneSearch } from './phone-search.ts';
import { createSearch } from './search.ts';
import { createSharedTasks } from './shared-tasks.ts';
import type { SharedTasks } from './shared-tasks.ts';
import type { SearchParameters } from './transport.ts';
import { createTransport } from './transport.ts';
import { createWriter } from './write.ts';
import type { Writer } from './write.ts';

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
  readonly log?: Log;
}

const DEADLINE_MS = 8000;
const RETRY_DELAY_MS = 250;

interface Connection {
  readonly profile: EhrProfile;
  readonly capability: ServerCapability;
  readonly phones: PhoneSearch;
  readonly context: ContextReader;
  readonly writer: Writer;
  readonly tasks: SharedTasks;
  readonly handled: HandledCalls;
}

/** A comma, `|` or `$` in a name is text, not syntax (https://hl7.org/fhir/R4/search.html#escaping). */
const escaped = (text: string): string => text.replace(/[\\|,$]/g, '\\$&');

/** @throws TypeError when `baseUrl` is no address */
export function openFhir(options: FhirEhrOptions): EhrPort {
  const transport = createTransport({
    baseUrl: options.baseUrl,
    deadlineMs: options.deadlineMs ?? DEADLINE_MS,
    retryDelayMs: options.retryDelayMs ?? RETRY_DELAY_MS,
    access: options.access,
    ...(options.log ? { log: options.log } : {}),
  });
  const search = createSearch(transport, options.log);
  let connection: Connection | undefined;
  let connecting: Promise<Result<Connection>> | undefined;

  async function open(): Promise<Result<Connection>> {
    const reply = await transport.get('metadata');
    if (!reply.ok) return reply;
    const read = readCapability(reply.value);
    if (!read.ok) return read;
    const capability = read.value;
    connection = {
      profile: profileOf(capability),
      capability,
      phones: createPhoneSearch(search, capability),
      context: createContextReader(transport, search, capability),
      writer: createWriter(transport, search, capability),
      tasks: createSharedTasks(transport, search, capability),
      handled: createHandledCalls(transport, capability),
    };
    return ok(connection);
  }

  /** The open connection, or the one being opened: calls that arrive together ask once. */
  function connected(afresh = false): Promise<Result<Connection>> {
    if (connection && !afresh) return Promise.resolve(ok(connection));
    connecting ??= open().finally(() => (connecting = undefined));
    return connecting;
  }

  async function findByName(name: string, birthDate: string | undefined, { capability }: Connection) {
    const byName = capability.parameter('Patient', ['name', 'family']);
    if (byName === undefined || !capability.canSearch('Patient')) return fail('ehrCannot', 'Patient by name');
    const parameters: SearchParameters = { ...nameParameters(byName, name), ...includeFor('Patient', capability) };
    if (birthDate !== undefined) {
      const dates = readBirthDate(birthDate, new Date().toISOString().slice(0, 10));
      if (dates.length === 0) return fail('invalidInput', 'birth date');
      parameters.birthdate = dates.join(',');
    }
    const posted = await search.all('Patient', parameters, 'POST');
    const refused = !posted.ok && ['ehrCannot', 'ehrNotFound', 'ehrRejected'].includes(posted.error.code);
    const found = refused ? await search.all('Patient', parameters, 'GET') : posted;
    return found.ok ? ok(recordsOf(found.value)) : found;
  }

  return {
    async connect() {
      const opened = await connected(true);
      return opened.ok ? ok(opened.value.profile) : opened;
    },
    async findByPhone(number) {
      const opened = await connected();
      if (!opened.ok) return opened;
      const found = await opened.value.phones.find(number);
      return found.ok ? ok(recordsOf(found.value)) : found;
    },
    async findByName(name, birthDate) {
      const opened = await connected();
      return opened.ok ? findByName(name, birthDate, opened.value) : opened;
    },
    async readContext(patientId, now) {
      const opened = await connected();
      if (!opened.ok) return opened;
      const answer = await opened.value.context.read(patientId, now);
      return answer.ok ? contextOf(answer.value, now, options.timeZone ?? 'local') : answer;
    },
    async write(write) {
      const opened = await connected();
      return opened.ok ? opened.value.writer.write(write) : opened;
    },
    async taskSupport() {
      const opened = await connected();
      return opened.ok ? ok(opened.value.tasks.support) : opened;
    },
    async openTasks() {
      const opened = await connected();
      return opened.ok ? opened.value.tasks.open() : opened;
    },
    async readTask(reference) {
      const opened = await connected();
      return opened.ok ? opened.value.tasks.read(reference) : opened;
    },
    async writeTask(wish) {
      const opened = await connected();
      return opened.ok ? opened.value.tasks.write(wish) : opened;
    },
    handled: handledPort(connected),
  };
}

/** Each word must match some part of the name; where only `family` can be searched, the last word or what precedes a comma. */
function nameParameters(parameter: string, name: string): SearchParameters {
  const words = name.replace(',', ' ').trim().split(/\s+/).filter(Boolean).map(escaped);
  if (parameter === 'name') return { name: words };
  const beforeComma = name.includes(',') ? name.split(',')[0]?.trim() : undefined;
  return { family: beforeComma === undefined ? (words.at(-1) ?? '') : escaped(beforeComma) };
}
