// The outbox against the real journal and an EHR that fails the way EHRs fail.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock, FakeLog } from '../fakes/parts.ts';
import { CallId } from '../../shared/domain/call/call.ts';
import type { Note } from '../../shared/domain/note/types.ts';
import { fail, ok } from '../../shared/result/result.ts';
import type { EhrPort, EhrWrite } from '../../electron/ports/ehr.ts';
import type { Journal } from '../../electron/ports/journal.ts';
import { openJournal } from '../../electron/adapters/storage/journal.ts';
import { outboxItems } from '../../electron/services/notes/outbox-items.ts';
import { OutboxService } from '../../electron/services/notes/outbox-service.ts';

type Behaviour = 'takes' | 'takesButDoesNotAnswer' | 'down' | 'busy' | 'rejects' | 'cannot';

/** Writes by id, like a server with our identifiers on its resources; `lookFirst` finds what is there. */
class FakeEhr implements Pick<EhrPort, 'write'> {
  readonly written: string[] = [];
  readonly told: string[] = [];
  readonly amended: (string | undefined)[] = [];
  behaviours: Behaviour[] = [];

  async write({ id, lookFirst, note, amends }: EhrWrite): ReturnType<EhrPort['write']> {
    const behaviour = this.behaviours.shift() ?? 'takes';
    if (behaviour === 'down') return fail('ehrUnreachable');
    if (behaviour === 'busy') return fail('ehrBusy', undefined, 60_000);
    if (behaviour === 'rejects') return fail('ehrRejected');
    if (behaviour === 'cannot') return ok({ state: 'keptHere' });
    if (!(lookFirst && this.written.includes(id))) {
      this.written.push(id);
      this.told.push(note.content.told);
      this.amended.push(amends?.reference);
    }
    return behaviour === 'takes' ? ok({ state: 'sent', reference: `X/${id}` }) : fail('ehrUnknownOutcome');
  }
}

const open = (): Journal => {
  const opened = openJournal(mkdtempSync(path.join(os.tmpdir(), 'frontdesk-outbox-')), 'ab'.repeat(32));
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
};
const note = (id: string): Note => ({
  callId: CallId.parse(id),
  author: 'chloe',
  content: {
    category: 'clinical',
    words: 'w',
    fields: {},
    outcome: 'message',
    told: 't',
    nextStep: { text: 'call', owner: 'Nurse', due: '2099-01-01' },
  },
  version: 2,
  state: 'finished',
  createdAt: 0,
  savedAt: 0,
  finishedAt: 0,
  emergency: [],
  delivery: 'waiting',
});

function stage(journal = open()) {
  const clock = new FakeClock();
  const ehr = new FakeEhr();
  const health: Record<string, unknown> = {};
  const outbox = new OutboxService({
    clock,
    log: new FakeLog(),
    journal: () => journal,
    ehr: () => ehr as unknown as EhrPort,
    site: () => undefined,
    onDelivered: () => undefined,
    onHealth: (change) => Object.assign(health, change),
  });
  const finish = (id: string) => journal.finishNote(note(id), outboxItems(note(id), clock.now()));
  const settle = async () => {
    for (let round = 0; round < 60; round++) {
      await outbox.run();
      clock.advance(6 * 60_000);
      await outbox.run();
    }
  };
  return { clock, ehr, health, outbox, journal, finish, settle };
}

/** What a timer has begun is over. */
const settleTimers = () => new Promise((resolve) => setImmediate(resolve));

describe('the outbox', () => {
  it('writes the communication, then the task, once each', async () => {
    const { ehr, outbox, finish, journal, health } = stage();
    finish('c1');
    await outbox.run();
    await outbox.run();
    expect(ehr.written).toEqual(['c1/communication', 'c1/task']);
    expect(journal.note('c1')?.delivery).toBe('sent');
    expect(health['outboxWaiting']).toBe(0);
  });
  it('an answer that never came is looked for before it is written again', async () => {
    const { ehr, finish, settle, journal } = stage();
    ehr.behaviours = ['takesButDoesNotAnswer'];
    finish('c1');
    await settle();
    expect(ehr.written).toEqual(['c1/communication', 'c1/task']);
    expect(journal.note('c1')?.delivery).toBe('sent');
  });
  it('a refused item is shown as refused and never blocks the next note', async () => {
    const { ehr, finish, settle, journal } = stage();
    ehr.behaviours = ['rejects'];
    finish('c1');
    finish('c2');
    await settle();
    expect(journal.note('c1')?.delivery).toBe('refused');
    expect(journal.note('c2')?.delivery).toBe('sent');
  });
  it('honours Retry-After', async () => {
    const { ehr, finish, outbox, clock } = stage();
    ehr.behaviours = ['busy'];
    finish('c1');
    await outbox.run();
    clock.advance(59_000);
    await outbox.run();
    expect(ehr.written).toEqual([]);
    clock.advance(2_000);
    await outbox.run();
    expect(ehr.written).toContain('c1/communication');
  });
  it('goes out in the order in which it was owed, as soon as the EHR is back, however long it was away', async () => {
    const { ehr, finish, outbox, clock } = stage();
    const ids = ['c1', 'c2', 'c3', 'c4'];
    ehr.behaviours = Array.from({ length: 30 }, () => 'down' as const);
    ids.forEach(finish);
    for (let minute = 0; minute < 30; minute++) {
      await outbox.run();
      clock.advance(60_000);
      await settleTimers();
    }
    expect(ehr.written).toEqual([]);
    ehr.behaviours = [];
    await outbox.ehrIsBack();
    expect(ehr.written).toEqual(ids.flatMap((id) => [`${id}/communication`, `${id}/task`]));
  });
  it('nothing goes around a Retry-After, not what came later, and not because the EHR answers something else', async () => {
    const { ehr, finish, outbox, clock } = stage();
    ehr.behaviours = ['busy'];
    finish('c1');
    finish('c2');
    await outbox.run();
    clock.advance(30_000);
    await settleTimers();
    await outbox.ehrIsBack();
    expect(ehr.written).toEqual([]);
    clock.advance(30_001);
    await settleTimers();
    expect(ehr.written).toEqual(['c1/communication', 'c1/task', 'c2/communication', 'c2/task']);
  });
  it('an item that was under way when the program died is looked for first', async () => {
    const { ehr, finish, settle, journal } = stage();
    finish('c1');
    const [item] = journal.outbox();
    ehr.written.push('c1/communication');
    journal.saveOutbox({ ...item!, attempts: 1, underWay: true });
    await settle();
    expect(ehr.written).toEqual(['c1/communication', 'c1/task']);
  });
  describe('with a correction', () => {
    const corrected = (id: string, version: number, told: string): Note => ({
      ...note(id),
      version,
      content: { ...note(id).content, told },
      correction: { reason: 'wrong day', by: 'chloe', at: 0, of: version - 3 },
    });
    const finishAgain = (journal: Journal, again: Note) => journal.finishNote(again, outboxItems(again, 0, journal));

    it('waits for what it corrects, and says what each version said, never what is being typed', async () => {
      const { ehr, finish, settle, journal } = stage();
      finish('c1');
      finishAgain(journal, corrected('c1', 5, 'told again'));
      // Opened once more: the draft must not get out.
      journal.saveNote({ ...corrected('c1', 6, 'half a sen'), state: 'draft' });
      await settle();
      expect(ehr.written).toEqual(['c1/communication', 'c1/communication/5', 'c1/task']);
      expect(ehr.told).toEqual(['t', 'told again', 't']);
      expect(ehr.amended).toEqual([undefined, 'X/c1/communication', undefined]);
      expect(journal.note('c1')).toMatchObject({ state: 'draft', delivery: 'sent', content: { told: 'half a sen' } });
    });
    it('of what never came into the chart is kept here', async () => {
      const { ehr, finish, settle, journal } = stage();
      ehr.behaviours = ['cannot', 'cannot'];
      finish('c1');
      await settle();
      finishAgain(journal, corrected('c1', 5, 'told again'));
      await settle();
      expect(ehr.written).toEqual([]);
      expect(journal.note('c1')?.delivery).toBe('keptHere');
    });
    it('arrives once a version, whatever the server does', async () => {
      const behaviour = fc.constantFrom<Behaviour>('takes', 'takesButDoesNotAnswer', 'down', 'busy');
      await fc.assert(
        fc.asyncProperty(fc.array(behaviour, { maxLength: 10 }), async (behaviours) => {
          const { ehr, finish, settle, outbox, journal } = stage();
          ehr.behaviours = [...behaviours];
          finish('c1');
          await outbox.run();
          finishAgain(journal, corrected('c1', 5, 'second'));
          await outbox.run();
          finishAgain(journal, corrected('c1', 8, 'third'));
          await settle();
          expect([...ehr.written].sort()).toEqual([
            'c1/communication',
            'c1/communication/5',
            'c1/communication/8',
            'c1/task',
          ]);
          expect(ehr.written.indexOf('c1/communication/5')).toBeLessThan(ehr.written.indexOf('c1/communication/8'));
          expect(journal.note('c1')?.delivery).toBe('sent');
          journal.close();
        }),
        { numRuns: 15 },
      );
    });
  });

  it('whatever the server does in between, everything arrives once and nothing twice', async () => {
    const behaviour = fc.constantFrom<Behaviour>('takes', 'takesButDoesNotAnswer', 'down', 'busy');
    await fc.assert(
      fc.asyncProperty(
        fc.array(behaviour, { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (behaviours, count) => {
          const { ehr, finish, settle, journal } = stage();
          ehr.behaviours = [...behaviours];
          for (let index = 0; index < count; index++) finish(`c${index}`);
          await settle();
          expect([...ehr.written].sort()).toEqual([...new Set(ehr.written)].sort());
          expect(ehr.written.length).toBe(count * 2);
          expect(journal.outbox().every((item) => item.state === 'sent')).toBe(true);
          journal.close();
        },
      ),
      { numRuns: 15 },
    );
  });
});
