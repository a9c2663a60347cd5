// Whatever somebody types, whatever a call id looks like: what is written of it is valid FHIR R4, as each resource it may become.
import type { Task } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withBoth } from '../../electron/adapters/fhir/contested.ts';
import { projectionsFor } from '../../electron/adapters/fhir/projection.ts';
import { newTask, withState } from '../../electron/adapters/fhir/work-task.ts';
import { problemsOf } from '../../electron/clinic/ehr/validity.ts';
import { STEP_KINDS } from '../../shared/domain/note/request-kinds.ts';
import type { EhrWrite } from '../../electron/ports/ehr.ts';
import type { WorkSource } from '../../shared/domain/work/types.ts';
import { reduceWork } from '../../shared/domain/work/reduce.ts';
import { sampleWrite } from './samples.ts';

const ODD = [
  '',
  '   ',
  '\u0000\u0007',
  '<script>alert(1)</script>',
  "Robert'); DROP TABLE patient;--",
  'a\nb\r\n\tc',
  '\ud800 half a character',
  '\u202eright to left',
  'שלום',
  '👩‍👩‍👧‍👦'.repeat(50),
  'x'.repeat(10_000),
] as const;
const text = fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: 'binary', maxLength: 40 }), fc.string());
const due = fc.constantFrom(
  ...['', '2026', '2026-11', '2026-11-23', '2026-02-30', '2026-11-23T17:00-08:00', '2026-11-23T17:00:00.123+05:45'],
  ...['2026-11-23T17:00', '2026-11-23T24:00:00Z', 'tomorrow', '12026-01-01', '2026-W48-1', '2026-327', '0000-01-01'],
);
const at = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

const meant = fc.record({
  medication: maybe(
    fc.record({
      text,
      field: text,
      reference: maybe(fc.constantFrom('MedicationRequest/m1', 'MedicationRequest/a b', 'Patient/1')),
    }),
  ),
  pharmacy: maybe(fc.record({ text, field: text })),
  daysLeft: maybe(fc.record({ text, field: text })),
  referral: maybe(fc.record({ text, field: text, reference: maybe(fc.constant('ServiceRequest/r1')) })),
  referralStep: maybe(fc.record({ text, field: text, code: maybe(fc.constantFrom('received', 'records-requested')) })),
});
const handled = fc.record({
  callId: text,
  version: fc.nat(),
  at,
  agent: text,
  direction: fc.constant('incoming' as const),
  queue: maybe(text),
  key: maybe(text),
  talk: maybe(fc.nat(90_000)),
});

const writes: fc.Arbitrary<EhrWrite> = fc
  .record({
    kind: fc.constantFrom('communication' as const, 'task' as const, 'consent' as const),
    recording: maybe(
      fc.record({ answer: fc.constantFrom('agreed' as const, 'refused' as const, 'told' as const), at, by: text }),
    ),
    content: fc.record({
      ...{ category: maybe(text), words: text, told: text, outcome: maybe(text) },
      fields: fc.dictionary(text, text, { maxKeys: 4 }),
      nextStep: fc.oneof(
        fc.constant('nothing' as const),
        fc.record({ text, owner: text, due, kind: maybe(fc.constantFrom(...STEP_KINDS)) }),
      ),
    }),
    ...{ callId: text, authorName: text, categoryLabel: text, outcomeLabel: text, meant },
    ...{ createdAt: at, finishedAt: maybe(at), savedAt: at },
    ...{ about: text, number: maybe(text), handled: maybe(handled), labels: fc.dictionary(text, text, { maxKeys: 3 }) },
    emergency: fc.array(fc.record({ at, step: fc.constantFrom('heard' as const, 'said' as const), text }), {
      maxLength: 2,
    }),
    hasPatient: fc.boolean(),
  })
  .map(
    ({
      kind,
      content,
      callId,
      authorName,
      categoryLabel,
      outcomeLabel,
      about,
      number,
      handled: how,
      hasPatient,
      ...note
    }) => {
      const sample = sampleWrite('x', kind);
      const { patientId, ...rest } = sample.note;
      return {
        ...sample,
        id: `${callId}/${kind}`,
        ...{ authorName, categoryLabel, outcomeLabel, contact: { about, number } },
        ...(how ? { handled: how as unknown as EhrWrite['handled'] } : {}),
        note: {
          ...rest,
          ...note,
          ...(hasPatient ? { patientId } : {}),
          callId,
          content,
          delivery: 'waiting',
        } as unknown as EhrWrite['note'],
      };
    },
  );

describe('what is written', () => {
  it('is valid R4 as a Task, a Communication and a chart note, whatever was typed', () => {
    fc.assert(
      fc.property(writes, fc.boolean(), (write, lacksCommunication) => {
        const takes = (type: string) => !(lacksCommunication && type === 'Communication');
        for (const resource of projectionsFor(write, takes)) {
          expect([problemsOf(resource), JSON.stringify(resource).length > 0]).toEqual([[], true]);
          expect(problemsOf(withBoth(resource, { text: 'what stood there' }))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is valid R4 when a thing to do is taken, moved, tried and done', () => {
    const source = fc.record({
      ...{ id: text.filter((id) => id !== ''), text, about: text, owner: text, due, createdAt: at, createdBy: text },
      kind: fc.constantFrom('missed' as const, 'voicemail' as const, 'followUp' as const),
      ...{ number: maybe(text), category: maybe(text), step: maybe(fc.constantFrom(...STEP_KINDS)) },
    });
    fc.assert(
      fc.property(source, text, at, fc.boolean(), (from, name, when, isDone) => {
        const who = { by: name, name };
        const work = reduceWork(from as WorkSource, [
          { ...who, at: when, what: 'claimed' },
          { ...who, at: when + 1, what: 'attempt', outcome: 'noAnswer' },
          ...(isDone ? [{ ...who, at: when + 2, what: 'closed' as const, how: 'done' as const }] : []),
        ]);
        const created: Task = newTask({ work, actor: name, overrides: false });
        expect(problemsOf(created)).toEqual([]);
        expect(problemsOf(withState(created, work))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
