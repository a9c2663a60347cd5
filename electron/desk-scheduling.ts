// Booking at one desk, built from the desk's other services.
import { randomUUID } from 'node:crypto';
import type { Desk } from './desk.ts';
import { keptOfEhr } from './ehr-memory.ts';
import type { Clock } from './ports/runtime.ts';
import { fail, ok } from '../shared/result/result.ts';
import { ehrStateOf } from './services/patients/ehr-state.ts';
import { SchedulingService } from './services/scheduling/scheduling-service.ts';

export function deskScheduling(desk: Desk, clock: Clock): SchedulingService {
  return new SchedulingService({
    ...{ clock, topics: desk.hub, site: desk.site.current, audit: desk.journal.audit },
    ids: { next: () => randomUUID() },
    port: () => desk.connections.ehr()?.scheduling,
    patient: (callId) => {
      const { verified, patientId, name } = desk.patients.summary(callId);
      return verified && patientId !== undefined ? { patientId, name: name ?? '' } : undefined;
    },
    language: (callId) => desk.patients.summary(callId).language,
    chart: async (patientId) => {
      const ehr = desk.connections.ehr();
      const charts = ehr ? await ehr.readPatients([patientId]) : fail('scheduleNotHere');
      return charts.ok ? ok(charts.value[0]) : charts;
    },
    waitingCalls: keptOfEhr(desk, (store, address) => store.waitingCalls(address)),
    place: (target) => desk.calls.place(target),
    call: (callId) => desk.calls.get(callId),
    onDone: (callId, line) => {
      desk.notes.addTold(callId, line);
      // The card beside it shows the next visit.
      void desk.runCommand('patient.refresh', { callId });
    },
    onEhr: (answer) => desk.connections.ehrIs(answer.ok ? 'ok' : ehrStateOf(answer.error)),
  });
}
