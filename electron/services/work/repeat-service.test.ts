import { describe, expect, it } from 'vitest';
import { FakeClock, FakeJournal, FakeTopics, testSite } from '../../../test/fakes/parts.ts';
import { worklistOf } from '../../../test/fakes/work.ts';
import { CallId } from '../../../shared/domain/call/call.ts';
import type { Call } from '../../../shared/domain/call/call.ts';
import type { Note } from '../../../shared/domain/note/types.ts';
import { PatientId } from '../../../shared/domain/patient/types.ts';
import { numberKey } from '../../../shared/domain/work/contacts.ts';
import { RepeatService } from './repeat-service.ts';

const NUMBER = '+16175550123';
const HOUR = 3_600_000;
const MARIA = PatientId.parse('p-maria');
const BORIS = PatientId.parse('p-boris');

function stage(journal = new FakeJournal()) {
  const topics = new FakeTopics();
  const clock = new FakeClock(Date.parse('2026-11-20T15:00:00Z'));
  const list = worklistOf({ topics, clock, journal });
  const live = new Map<string, Call>();
  const who: { patientId: PatientId | undefined; household: readonly string[] } = {
    patientId: undefined,
    household: [],
  };
  const repeats = new RepeatService({
    ...{ topics, clock, site: () => testSite(), journal: () => journal },
    keyOf: (number) => numberKey(number, 'US'),
    call: (callId) => live.get(callId),
    subject: () => who,
    work: (id) => list.store.get(id),
  });
  const ring = (id: string, change: Partial<Call> = {}) => {
    const call: Call = {
      ...{ id: CallId.parse(id), line: 1, direction: 'incoming', state: 'ringing', startedAt: clock.now() },
      ...{ remote: { number: NUMBER, name: '', withheld: false }, muted: false, remoteHold: false, silenced: false },
      ...change,
    };
    live.set(id, call);
    repeats.began(call);
    journal.appendCallEvent(call, 'rang', clock.now());
    clock.advance(HOUR);
    return call;
  };
  const finish = (callId: string, patientId?: PatientId, words = 'private words') => {
    const note: Note = {
      ...{
        callId: CallId.parse(callId),
        author: 'ana',
        version: 2,
        state: 'finished',
        emergency: [],
        delivery: 'sent',
      },
      content: {
        ...{ category: 'clinical', words, fields: {}, told: 'private telling' },
        nextStep: { text: 'private step', owner: 'Front desk', due: '2026-11-23' },
      },
      ...{ createdAt: clock.now(), savedAt: clock.now(), finishedAt: clock.now() },
      ...(patientId ? { patientId } : {}),
    };
    journal.saveNote(note);
    list.show(note);
    repeats.noteFinished(note);
  };
  return { topics, clock, journal, list, repeats, ring, finish, who, row: (id: string) => topics.get('repeats', id) };
}

describe('who calls again', () => {
  it('is said at ring: how often, when last, about what, and that the step is open; nothing of the note', () => {
    const { ring, finish, row } = stage();
    ring('c1');
    finish('c1', MARIA);
    ring('c2');
    ring('c3');
    expect(row('c1')).toBeUndefined();
    expect(row('c3')).toMatchObject({
      ...{ nth: 3, days: 7 },
      last: { category: 'clinical', step: { state: 'open', due: '2026-11-23' } },
    });
    expect(JSON.stringify(row('c3'))).not.toContain('private');
  });

  it('once verified shows the last note of this patient with its open step, and counts the household', () => {
    const { ring, finish, row, who, repeats } = stage();
    ring('c1');
    finish('c1', MARIA, 'private words of Maria');
    ring('c2', { remote: { number: '+16175559999', name: '', withheld: false } });
    finish('c2', BORIS, 'private words of Boris');
    ring('c3');
    who.patientId = MARIA;
    who.household = [BORIS];
    repeats.refresh(CallId.parse('c3'));
    expect(row('c3')).toMatchObject({
      ...{ nth: 2, household: 1 },
      note: {
        words: 'private words of Maria',
        told: 'private telling',
        author: 'Ana',
        step: 'private step',
        workId: 'c1/task',
      },
    });
    // Another choice takes it away again.
    who.patientId = undefined;
    repeats.refresh(CallId.parse('c3'));
    expect(JSON.stringify(row('c3'))).not.toContain('private');
  });

  it('never shows what another of the same number said', () => {
    const { ring, finish, row, who, repeats } = stage();
    ring('c1');
    finish('c1', BORIS, 'private words of Boris');
    ring('c2');
    who.patientId = MARIA;
    repeats.refresh(CallId.parse('c2'));
    expect(row('c2')?.nth).toBe(2);
    expect(JSON.stringify(row('c2'))).not.toContain('Boris');
  });

  it('is known after a restart, forgotten after the days, and nobody when the number is hidden', () => {
    const first = stage();
    first.ring('c1');
    first.finish('c1');
    const second = stage(first.journal);
    second.repeats.restore();
    second.clock.advance(2 * HOUR);
    second.ring('c2');
    expect(second.row('c2')).toMatchObject({ nth: 2, last: { category: 'clinical' } });
    second.ring('c3', { remote: { number: '', name: '', withheld: true } });
    expect(second.row('c3')).toBeUndefined();
    second.clock.advance(8 * 24 * HOUR);
    second.ring('c4');
    expect(second.row('c4')).toBeUndefined();
    second.repeats.letGo(CallId.parse('c2'));
    expect(second.row('c2')).toBeUndefined();
  });
});
