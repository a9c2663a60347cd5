// What several desks share when they arrange visits: the embedded EHR or HAPI FHIR, with the made-up practice around now,
// whenever that is: the servers' own clocks say what is past.
import { randomUUID } from 'node:crypto';
import type { Appointment, Resource } from '@medplum/fhirtypes';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { generatePractice } from '../../electron/clinic/ehr/generate.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { NewVisit, SchedulingPort } from '../../electron/ports/scheduling.ts';
import { openTimes } from '../../shared/domain/scheduling/times.ts';
import type { BookedVisit, OpenTime } from '../../shared/domain/scheduling/types.ts';
import type { Result } from '../../shared/result/result.ts';
import { hasHapi, startHapi } from '../support/hapi.ts';
import { refusing } from './refusing.ts';
import { MARIA } from './samples.ts';
import { send } from './servers.ts';
import type { Heard, StandIn } from './stand-in.ts';
import { vendorStandIn } from './strict.ts';
import type { Spoil } from './strict.ts';

export const ZONE = 'America/Los_Angeles';
const DAY = 24 * 3_600_000;

export const VISIT_SERVERS = [
  ['clinic', 'the embedded EHR'] as const,
  ...(hasHapi() ? [['hapi', 'HAPI FHIR'] as const] : []),
];

interface VisitServer {
  readonly url: string;
  close(): Promise<void>;
}

async function startVisitServer(on: 'clinic' | 'hapi', seed: number): Promise<VisitServer> {
  const today = new Date();
  if (on === 'clinic') return startClinicEhr({ port: 0, seed, today });
  const hapi = await startHapi();
  const entry = generatePractice({ seed, today, patients: 30 }).map((resource: Resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  }));
  await send('POST', hapi.url, { resourceType: 'Bundle', type: 'transaction', entry });
  return hapi;
}

export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.detail ?? ''}`);
  return result.value;
};

/** One server for all tests of the suite that asks for it; each test has desks of its own, which share nothing else. */
export function visitStage(on: 'clinic' | 'hapi', seed: number) {
  let server: VisitServer;
  let fars: StandIn[] = [];
  beforeAll(async () => {
    server = await startVisitServer(on, seed);
  }, 120_000);
  afterEach(async () => {
    await Promise.all(fars.map((far) => far.close()));
    fars = [];
  });
  afterAll(() => server.close());

  /** `spoil` and `refuse`: what happens to its requests on the way. */
  async function desk(spoil?: Spoil, refuse?: (heard: Heard) => number | undefined): Promise<SchedulingPort> {
    const inner = await vendorStandIn(undefined, server.url, spoil);
    fars.push(inner);
    const far = refuse === undefined ? inner : await refusing(inner.url, refuse);
    if (far !== inner) fars.push(far);
    return openFhir({ baseUrl: far.url, timeZone: ZONE, retryDelayMs: 1 }).scheduling!;
  }
  const raw = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${server.url}/${path}`, { headers: { 'cache-control': 'no-cache' } })).json()) as T;
  /** The visits that stand in this slot. */
  async function appointmentsIn(slot: string): Promise<Appointment[]> {
    const { entry = [] } = await raw<{ entry?: { resource: Appointment }[] }>(
      `Appointment?slot=Slot/${slot}&_count=50`,
    );
    return entry.map(({ resource }) => resource).filter(({ status }) => status === 'booked');
  }
  async function free(port: SchedulingPort) {
    const from = Date.now() + 2 * DAY;
    return valueOf(await port.freeSlots({ from, until: from + 6 * DAY }));
  }
  async function times(port: SchedulingPort, minutes = 0): Promise<OpenTime[]> {
    const { slots, calendars } = await free(port);
    return openTimes(slots, calendars, {}, { zone: ZONE, now: Date.now(), minutes });
  }
  return { url: () => server.url, desk, raw, appointmentsIn, free, times };
}

/** A new follow-up of María's at that time. */
export const visit = (time: OpenTime, more: Partial<NewVisit> = {}): NewVisit => ({
  ...{ id: randomUUID(), by: 'ana', slots: time.slots, time, lookFirst: false },
  ...{ patientId: MARIA, patientName: 'María González' },
  visitType: { code: 'follow-up', system: 'https://clinic.example/CodeSystem/visit-type', name: 'Follow-up' },
  ...more,
});

/** What of a visit is told to whoever changes it. */
export const seen = ({ id, state, start: at, providerId }: BookedVisit) => ({
  ...{ id, state },
  ...(at === undefined ? {} : { start: at }),
  ...(providerId === undefined ? {} : { providerId }),
});
