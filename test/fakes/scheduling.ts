// An EHR's free times and visits that answer as told, and the service of one desk over them.
import type { CommandName } from '../../shared/contract/index.ts';
import type { ArrangedTime } from '../../shared/contract/scheduling.ts';
import { CallId } from '../../shared/domain/call/call.ts';
import { PatientId } from '../../shared/domain/patient/types.ts';
import type { PatientRecord } from '../../shared/domain/patient/types.ts';
import type {
  BookedVisit,
  Calendar,
  FreeSlot,
  OpenTime,
  SchedulingSupport,
} from '../../shared/domain/scheduling/types.ts';
import { ok } from '../../shared/result/result.ts';
import type { Result } from '../../shared/result/result.ts';
import type { SchedulingPort, VisitChange, Waiting } from '../../electron/ports/scheduling.ts';
import type { WaitingCalls } from '../../electron/ports/waiting-calls.ts';
import { SchedulingService } from '../../electron/services/scheduling/scheduling-service.ts';
import { record } from './ehr.ts';
import { FakeClock, FakeTopics, countingIds, testSite } from './parts.ts';

export const NOW = Date.parse('2026-11-20T15:00:00Z');
export const C = CallId.parse('c1');
export const MARIA = PatientId.parse('p-1');
export const caller = { page: 'console', userId: 'ana', role: 'receptionist' } as const;
export const LEE: Calendar = {
  ...{ id: 'lee', providerId: 'Practitioner/lee', provider: 'Dr. Lee', placeId: 'Location/main', place: 'Main' },
  ...{ languages: ['en', 'es'], visitTypes: [] },
};
export const slotAt = (minutes: number): FreeSlot => ({
  ...{ id: `s${minutes}`, calendar: 'lee', visitTypes: [] },
  ...{ start: NOW + minutes * 60_000, end: NOW + (minutes + 20) * 60_000 },
});
export const visit = (more: Partial<BookedVisit> = {}): BookedVisit => ({
  ...{
    id: 'v1',
    state: 'booked',
    start: NOW + 86_400_000,
    what: 'Follow-up',
    provider: 'Dr. Lee',
    place: 'Main',
    confirmed: true,
  },
  ...more,
});

export const OUT = CallId.parse('out');
export const chart = (more: Partial<PatientRecord> = {}): PatientRecord =>
  record('p-9', { given: 'Ruth', family: 'K', phones: ['(206) 555-0177'], ...more });
export function waits(id: string, more: Partial<BookedVisit> = {}): Waiting {
  const { start: _none, ...waiting } = visit({ id, state: 'waiting', since: NOW - 1000, ...more });
  return { visit: waiting, patientId: PatientId.parse('p-9'), patient: 'Ruth K' };
}

/** An EHR that answers as told and keeps what it was asked. */
export class FakePort implements SchedulingPort {
  readonly asked: string[] = [];
  can: SchedulingSupport = {
    ...{ times: true, book: 'held', cancel: true, confirm: true, waitingList: true, needsVisitType: false },
  };
  slots = [20, 40, 60, 120, 1440].map(slotAt);
  held: Result<void> = ok(undefined);
  booked: Result<BookedVisit> | Promise<Result<BookedVisit>> = ok(visit());
  changed: Result<VisitChange> = ok({ state: 'done', visit: visit() });
  support = async () => ok(this.can);
  calendars = async () =>
    ok({
      calendars: [LEE],
      visitTypes: [
        { code: 'follow-up', name: 'Follow-up' },
        { code: 'physical', name: 'Physical' },
      ],
    });
  freeSlots: SchedulingPort['freeSlots'] = async ({ from, until }) =>
    ok({ slots: this.slots.filter(({ start }) => start >= from && start < until), calendars: [LEE] });
  hold: SchedulingPort['hold'] = async ({ slots }, ms) => {
    this.asked.push(`hold ${slots.join('+')} ${ms / 1000}`);
    return this.held;
  };
  release: SchedulingPort['release'] = async ({ slots }) => {
    this.asked.push(`release ${slots.join('+')}`);
    return ok(undefined);
  };
  book: SchedulingPort['book'] = async ({ id, slots, lookFirst }) => {
    this.asked.push(`book ${id} ${slots.join('+')}${lookFirst ? ' look' : ''}`);
    return this.booked;
  };
  visits = async () => ok([visit()]);
  move: SchedulingPort['move'] = async ({ seen, slots }) => {
    this.asked.push(`move ${seen.id} ${slots.join('+')}`);
    return this.changed;
  };
  cancel: SchedulingPort['cancel'] = async ({ id }, reason) => {
    this.asked.push(`cancel ${id} ${reason}`);
    return this.changed;
  };
  confirm = async () => this.changed;
  wait = async () => ok(visit({ state: 'waiting' }));
  waiting: Waiting[] = [waits('w', { wishes: { visitType: 'physical' } })];
  waitingList = async () => ok(this.waiting);
}

/** `waitingCalls`: where what came of calls is kept; nowhere unless told. */
export function stage(waitingCalls?: WaitingCalls) {
  const port = new FakePort();
  const clock = new FakeClock(NOW);
  const topics = new FakeTopics();
  const audited: string[] = [];
  const lines: string[] = [];
  const lamps: string[] = [];
  const placed: string[] = [];
  const now = {
    patient: { patientId: MARIA, name: 'María González' } as { patientId: PatientId; name: string } | undefined,
    chart: ok(chart()) as Result<PatientRecord | undefined>,
    placed: ok({ callId: OUT }) as Result<{ callId: CallId }>,
  };
  const service = new SchedulingService({
    ...{ topics, clock, ids: countingIds('b'), port: () => port },
    site: () =>
      testSite({ scheduling: { visitTypes: [{ code: 'physical', minutes: 40, label: { en: 'Annual physical' } }] } }),
    patient: () => now.patient,
    language: () => 'es',
    chart: async () => now.chart,
    place: async (target) => {
      placed.push(target);
      return now.placed;
    },
    call: () => undefined,
    waitingCalls: () => waitingCalls,
    audit: (action, userId, { patientId, detail }) =>
      audited.push([action, userId, patientId, detail].filter(Boolean).join(' ')),
    onDone: (_callId, line) => lines.push(line),
    onEhr: (answer) => lamps.push(answer.ok ? 'ok' : answer.error.code),
  });
  const run = async <T>(name: CommandName, input: object = {}): Promise<Result<T>> =>
    (service.handlers[name] as (input: unknown, from: typeof caller) => Promise<Result<T>>)(
      { callId: C, ...input },
      caller,
    );
  const row = () => topics.get('arranged', C) as ArrangedTime | undefined;
  const times = async (wishes = {}) => {
    const found = await run<{ times: OpenTime[] }>('scheduling.find', { wishes });
    return found.ok ? found.value.times : [];
  };
  const hold = async (index = 0, more: object = {}) =>
    run<{ state: string; instead?: OpenTime[] }>('scheduling.hold', {
      time: (await times())[index],
      wishes: {},
      ...more,
    });
  return { port, clock, topics, audited, lines, lamps, placed, now, service, run, row, times, hold };
}
