// A finished note and a collecting log for the suites of this folder.
import type { EhrWrite } from '../../electron/ports/ehr.ts';
import type { Log } from '../../electron/ports/runtime.ts';
import { CallId } from '../../shared/domain/call/call.ts';
import type { Note } from '../../shared/domain/note/types.ts';
import { PatientId } from '../../shared/domain/patient/types.ts';

export const MARIA = PatientId.parse('patient-maria-gonzalez');

export function sampleWrite(callId: string, kind: EhrWrite['kind'], over: Partial<EhrWrite> = {}): EhrWrite {
  const note: Note = {
    callId: CallId.parse(callId),
    patientId: MARIA,
    author: 'ana',
    content: {
      category: 'scheduling',
      words: 'I need to move my visit, the car broke down.\nAny morning.',
      fields: { visitType: 'Follow-up', provider: 'Dr. Marsh' },
      outcome: 'callback',
      told: 'We call back today.',
      nextStep: { text: 'Call back with two mornings', owner: 'Front desk', due: '2026-11-23T17:00-08:00' },
    },
    version: 3,
    state: 'finished',
    createdAt: Date.UTC(2026, 10, 21, 17, 0),
    savedAt: Date.UTC(2026, 10, 21, 17, 4),
    finishedAt: Date.UTC(2026, 10, 21, 17, 5),
    emergency: [],
    delivery: 'waiting',
  };
  return {
    id: `${callId}/${kind}`,
    kind,
    note,
    authorName: 'Ana Ruiz',
    categoryLabel: 'Scheduling',
    outcomeLabel: 'Call back promised',
    lookFirst: false,
    ...over,
  };
}

/** A log whose lines can be looked through for what must not be there. */
export function collectingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (event: string, fields?: object): void => void lines.push(JSON.stringify({ event, ...fields }));
  return { lines, info: keep, warn: keep, error: keep };
}
