// From the INVITE to the patient: the first fact (who may be calling) and the whole card, through the real service, adapter
// and wire, with an EHR that takes 100 ms to answer anything. And the requests a call costs there; the desk's own memory at
// 100,000 numbers; and 100,000 patients in HAPI FHIR (imported once, which takes some minutes).
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ensureHapi } from '../../build/hapi.mjs';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { EhrPort } from '../../electron/ports/ehr.ts';
import type { Handlers } from '../../electron/ports/topics.ts';
import { PatientsService } from '../../electron/services/patients/patients-service.ts';
import type { PatientPanel } from '../../shared/contract/patient.ts';
import { CallId } from '../../shared/domain/call/call.ts';
import type { Call } from '../../shared/domain/call/call.ts';
import { numbersOf } from '../../shared/domain/patient/phone-index.ts';
import type { IdentityClaims, PatientId } from '../../shared/domain/patient/types.ts';
import { ok } from '../../shared/result/result.ts';
import { vendorStandIn } from '../ehr/strict.ts';
import type { Vendor } from '../ehr/strict.ts';
import { EPIC_LIKE, MEDPLUM_LIKE, OPENEMR_LIKE, ORACLE_LIKE } from '../ehr/vendors.ts';
import { record } from '../fakes/ehr.ts';
import { journalIn } from '../fakes/journal-file.ts';
import { FakeClock, FakeTopics, testSite } from '../fakes/parts.ts';
import { numberOf, startLargePractice } from './context/large-practice.ts';
import { bench, figure, percentile } from './figures.ts';

const DELAY_MS = 100;
const CALLS = 25;
/** What a server that runs all day has behind it: a Java one compiles what is asked for often. */
const WARM_CALLS = 300;
const REMEMBERED = 100_000;
const PATIENTS = Number(process.env.FRONTDESK_PATIENTS ?? 100_000);
const TODAY = new Date('2026-11-20T18:00:00Z');
const caller = { page: 'console', userId: 'ana', role: 'receptionist' } as const;

interface Expected {
  readonly number: string;
  readonly patientId: string;
  readonly claims: IdentityClaims;
}
const MARIA: Expected = {
  number: '+12065550101',
  patientId: 'patient-maria-gonzalez',
  claims: { name: 'Maria Gonzalez', birthDate: '3/14/1979' },
};

/** Everybody who is remembered, as `PatientsService` is given them. */
type Memory = ConstructorParameters<typeof PatientsService>[0]['memory'];
const NOBODY: Memory = {
  find: () => [],
  confirmed: () => undefined,
  sawCharts: () => undefined,
  gone: () => undefined,
};

const NOTHING_KEPT: ConstructorParameters<typeof PatientsService>[0]['kept'] = {
  find: () => undefined,
  keep: () => undefined,
  remove: () => undefined,
};

/** A topic table that says when a row is as wanted. */
class Panels extends FakeTopics {
  #waiting: { is: (panel: PatientPanel) => boolean; resolve: () => void } | undefined;
  override set(topic: string, key: string, row: unknown): void {
    super.set(topic, key, row);
    if (topic !== 'patients' || !this.#waiting?.is(row as PatientPanel)) return;
    this.#waiting.resolve();
    this.#waiting = undefined;
  }
  until(is: (panel: PatientPanel) => boolean): Promise<void> {
    return new Promise((resolve) => (this.#waiting = { is, resolve }));
  }
}

interface Times {
  readonly first: number;
  readonly card: number;
}

/** One call: it rings, the caller is known or found, two answers are right, the card is there. */
async function call(ehr: EhrPort, memory: Memory, expected: Expected): Promise<Times> {
  const topics = new Panels();
  const site = testSite({ ehr: { fhir: 'https://ehr.test' } });
  const patients = new PatientsService({
    ...{
      topics,
      memory,
      clock: new FakeClock(TODAY.getTime()),
      site: () => site,
      ehr: () => ehr,
      kept: NOTHING_KEPT,
      noted: () => [],
    },
    ...{ audit: () => undefined, onChange: () => undefined, onEhr: () => undefined, openOutside: () => ok({}) },
  });
  const run = (name: keyof Handlers, input: object) =>
    (patients.handlers[name] as (input: object, from: typeof caller) => unknown)({ callId, ...input }, caller);
  const callId = CallId.parse('c1');
  const began = performance.now();
  const isFound = topics.until(({ match }) => match.state !== 'searching');
  patients.begin({ id: callId, remote: { number: expected.number, name: '', withheld: false } } as Call);
  await isFound;
  const first = performance.now() - began;
  const isRead = topics.until(({ contextState }) => contextState === 'fresh');
  await run('patient.choose', { patientId: expected.patientId });
  await run('patient.verify', { claims: expected.claims });
  await isRead;
  return { first, card: performance.now() - began };
}

interface Server {
  readonly name: string;
  readonly url: string;
  readonly vendor?: Vendor;
  readonly targets: { readonly first?: number; readonly card?: number };
  readonly remembers?: boolean;
  readonly expected?: (index: number) => Expected;
}

async function callsAt({ name, url, vendor, targets, remembers, expected = () => MARIA }: Server): Promise<void> {
  let delayMs = 0;
  const slow = await vendorStandIn(vendor, url, async () => {
    await wait(delayMs);
    return false;
  });
  const ehr = openFhir({ baseUrl: slow.url, timeZone: 'America/Los_Angeles' });
  await ehr.connect();
  let memory = NOBODY;
  if (remembers) {
    const known = await ehr.findByName('Gonzalez', '3/14/1979');
    const seen = known.ok ? known.value.map((record) => ({ record, inChart: true, seen: 0 })) : [];
    memory = { ...NOBODY, find: () => seen };
  }
  // What it refuses is learned in the first call of its life.
  for (let index = 0; index < WARM_CALLS; index++) await call(ehr, memory, expected(index));
  delayMs = DELAY_MS;
  const times: Times[] = [];
  const heard = slow.heard.length;
  for (let index = 1; index <= CALLS; index++) times.push(await call(ehr, memory, expected(WARM_CALLS + index)));
  const requests = (slow.heard.length - heard) / CALLS;
  await slow.close();
  const [first, card] = [times.map((one) => one.first), times.map((one) => one.card)];
  figure(`context.${name}.first.p50`, percentile(first, 0.5), 'ms', targets.first);
  figure(`context.${name}.first.p95`, percentile(first, 0.95), 'ms');
  figure(`context.${name}.card.p50`, percentile(card, 0.5), 'ms', targets.card);
  figure(`context.${name}.card.p95`, percentile(card, 0.95), 'ms');
  figure(`context.${name}.requests`, requests, 'requests/call');
}

function memoryLookups(): void {
  const folder = mkdtempSync(path.join(os.homedir(), '.frontdesk-bench-'));
  const journal = journalIn(folder);
  const index = journal.ehr.phones('https://ehr.test/fhir');
  for (let from = 0; from < REMEMBERED; from += 5000)
    index.keep(
      Array.from({ length: 5000 }, (_, offset) => {
        const one = record(`p-${from + offset}`, { phones: [numberOf(3 * (from + offset))] });
        return { record: one, numbers: numbersOf(one, 'US') };
      }),
      from,
    );
  const times = Array.from({ length: 5000 }, (_, index_) => {
    const number = numberOf(3 * ((index_ * 7919) % REMEMBERED));
    const began = performance.now();
    const found = index.find(number);
    const took = performance.now() - began;
    if (found.length !== 1) throw new Error(`${found.length} remembered, not 1`);
    return took;
  });
  figure('context.memory.p50', percentile(times, 0.5), 'ms');
  figure('context.memory.p99', percentile(times, 0.99), 'ms', 2);
  journal.close();
  rmSync(folder, { recursive: true, force: true });
}

await bench(1_500_000, async () => {
  memoryLookups();
  const { url, close } = await startClinicEhr({ port: 0, seed: 3, today: TODAY });
  const both = { first: 150, card: 250 };
  await callsAt({ name: 'clinic', url, targets: both });
  await callsAt({ name: 'open', url, vendor: MEDPLUM_LIKE, targets: both });
  await callsAt({ name: 'oracle', url, vendor: ORACLE_LIKE, targets: both });
  await callsAt({ name: 'epic', url, vendor: EPIC_LIKE, targets: { first: 150 }, remembers: true });
  await callsAt({ name: 'openemr', url, vendor: OPENEMR_LIKE, targets: {} });
  await close();

  const missing = ensureHapi();
  if (missing) return console.log(`skipped: 100,000 patients in HAPI FHIR: ${missing}`);
  const hapi = await startLargePractice(PATIENTS);
  const expected = (index: number): Expected => {
    const chosen = (index * 7919) % PATIENTS; // nobody twice, all over the database
    const given = `Given${chosen % 97}`;
    const birthDate = `${1930 + (chosen % 90)}-0${1 + (chosen % 9)}-1${chosen % 9}`;
    return {
      number: numberOf(chosen),
      patientId: `large-${chosen}` as PatientId,
      claims: { name: `${given} Family${Math.floor(chosen / 3)}`, birthDate },
    };
  };
  await callsAt({ name: 'hapi', url: hapi.url, targets: both, expected });
  await hapi.close();
});
