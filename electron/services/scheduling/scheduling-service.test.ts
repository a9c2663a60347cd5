import { beforeEach, describe, expect, it } from 'vitest';
import { PatientId } from '../../../shared/domain/patient/types.ts';
import type { BookedVisit } from '../../../shared/domain/scheduling/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import { deferred, settle } from '../../../test/fakes/parts.ts';
import { C, NOW, stage, visit } from '../../../test/fakes/scheduling.ts';

let s: ReturnType<typeof stage>;
beforeEach(() => {
  s = stage();
});

describe('what is offered', () => {
  it("the EHR's kinds of visit with what the practice adds, and the caller's language where it is spoken", async () => {
    expect(await s.run('scheduling.open')).toMatchObject({
      ok: true,
      value: {
        visitTypes: [
          { code: 'follow-up', name: 'Follow-up' },
          { code: 'physical', name: 'Physical', minutes: 40, label: { en: 'Annual physical' } },
        ],
        ...{ verified: true, visits: [{ id: 'v1' }], language: 'es' },
      },
    });
    expect((await s.times({ visitType: 'physical' })).map(({ slots }) => slots)).toEqual([
      ['s20', 's40'],
      ['s40', 's60'],
    ]);
  });

  it('before the check: free times, and nothing of anybody', async () => {
    s.now.patient = undefined;
    expect(await s.run('scheduling.open')).toMatchObject({ ok: true, value: { verified: false, visits: [] } });
    expect(await s.times()).toHaveLength(5);
    for (const [name, input] of [
      ['scheduling.hold', { time: (await s.times())[0], wishes: {} }],
      ['scheduling.cancel', { visit: { id: 'v1', state: 'booked' }, reason: 'pat' }],
      ['scheduling.confirm', { visit: { id: 'v1', state: 'booked' } }],
      ['scheduling.wait', { wishes: {} }],
    ] as const)
      expect(await s.run(name, input)).toMatchObject({ error: { code: 'scheduleNotVerified' } });
    expect(s.port.asked).toEqual([]);
  });

  it('a visit that was shown for another of the family on this call is not touched', async () => {
    await s.run('scheduling.open');
    s.now.patient = { patientId: PatientId.parse('p-2'), name: 'Boris' };
    const seen = { id: 'v1', state: 'booked' };
    for (const [name, input] of [
      ['scheduling.cancel', { visit: seen, reason: 'pat' }],
      ['scheduling.confirm', { visit: seen }],
    ] as const)
      expect(await s.run(name, input)).toMatchObject({ error: { code: 'visitGone' } });
    expect(await s.hold(0, { moving: seen })).toMatchObject({ error: { code: 'visitGone' } });
    expect([s.port.asked, s.lines, s.audited]).toEqual([[], [], []]);
  });

  it('a visit that was not shown on this call is not touched', async () => {
    expect(await s.run('scheduling.cancel', { visit: { id: 'v9', state: 'booked' }, reason: 'pat' })).toMatchObject({
      error: { code: 'visitGone' },
    });
    expect(s.port.asked).toEqual([]);
  });
});

describe('a time that is kept', () => {
  it('is booked, written into the note and the audit, in ids only', async () => {
    expect(await s.hold()).toMatchObject({ value: { state: 'held' } });
    expect(s.row()).toMatchObject({ state: 'kept', until: NOW + 180_000, time: { slots: ['s20'] } });
    expect(await s.run('scheduling.book')).toMatchObject({
      value: { state: 'done', visit: { id: 'v1' }, waiting: [] },
    });
    expect(s.port.asked).toEqual(['hold s20 195', 'book b-1 s20']);
    expect(s.row()).toBeUndefined();
    expect(s.lines).toHaveLength(1);
    expect(s.lines[0]).toMatch(/^Booked: Sat, Nov 21, 10:00\sAM · Follow-up · Dr\. Lee · Main\.$/);
    expect(s.audited).toEqual(['schedule ana p-1 kept s20', 'schedule ana p-1 booked Appointment/v1']);
  });

  it('runs out by itself, and is given back', async () => {
    await s.hold();
    s.clock.advance(180_000);
    expect(s.row()?.state).toBe('over');
    expect(await s.run('scheduling.book')).toMatchObject({ error: { code: 'holdOver' } });
    expect(s.port.asked).toEqual(['hold s20 195', 'release s20']);
  });

  it('is let go of for another one, and when the call is put away', async () => {
    await s.hold(0);
    await s.hold(1);
    s.service.letGo(C);
    await settle();
    expect(s.port.asked).toEqual(['hold s20 195', 'release s20', 'hold s40 195', 'release s40']);
    expect(s.row()).toBeUndefined();
    s.clock.advance(600_000);
    expect(s.port.asked).toHaveLength(4);
  });

  it('is not booked for somebody else who was chosen meanwhile', async () => {
    await s.hold();
    s.now.patient = { patientId: PatientId.parse('p-2'), name: 'Boris' };
    expect(await s.run('scheduling.book')).toMatchObject({ error: { code: 'scheduleNotVerified' } });
    expect(s.port.asked).toEqual(['hold s20 195']);
  });

  it.each([
    ['the call was put away', undefined],
    ['somebody else was chosen', { patientId: PatientId.parse('p-2'), name: 'Boris' }],
  ])('is given back at once when %s while the EHR was thinking', async (_what, patient) => {
    const [answer, hold] = [deferred<Result<void>>(), s.port.hold];
    s.port.hold = async (...wanted) => {
      await hold(...wanted);
      return answer.promise;
    };
    const holding = s.hold();
    await settle();
    s.now.patient = patient;
    s.service.letGo(C);
    answer.resolve(ok(undefined));
    expect(await holding).toMatchObject({ error: { code: 'scheduleNotVerified' } });
    expect([s.port.asked, s.row(), s.audited]).toEqual([['hold s20 195', 'release s20'], undefined, []]);
  });

  it('is only chosen where the EHR keeps none', async () => {
    s.port.can = { ...s.port.can, book: 'atOnce' };
    await s.hold();
    expect(s.row()).toMatchObject({ state: 'chosen' });
    expect(s.row()).not.toHaveProperty('until');
    expect(await s.run('scheduling.book')).toMatchObject({ value: { state: 'done' } });
  });

  it('pressed twice it is one booking', async () => {
    await s.hold();
    const answer = deferred<Result<BookedVisit>>();
    s.port.booked = answer.promise;
    const both = [s.run('scheduling.book'), s.run('scheduling.book')];
    await settle();
    expect(s.row()?.state).toBe('writing');
    answer.resolve(ok(visit()));
    expect(await Promise.all(both)).toMatchObject([{ value: { state: 'done' } }, { value: { state: 'done' } }]);
    expect(s.port.asked.filter((one) => one.startsWith('book'))).toHaveLength(1);
    expect(s.lines).toHaveLength(1);
  });
});

describe('somebody else is quicker', () => {
  it('while it is chosen: told at once, with what is near', async () => {
    s.port.held = fail('slotTaken');
    const answer = await s.hold(1);
    expect(answer).toMatchObject({ value: { state: 'taken' } });
    expect(answer.ok && answer.value.instead?.map(({ slots }) => slots[0])).toEqual(['s20', 's40', 's60']);
    expect(s.row()).toBeUndefined();
    expect(s.audited).toEqual(['schedule ana taken s40']);
    expect(s.lines).toEqual([]);
  });

  it('while it is booked: the same, and nothing is in the note', async () => {
    await s.hold();
    s.port.booked = fail('slotTaken');
    expect(await s.run('scheduling.book')).toMatchObject({ value: { state: 'taken' } });
    expect([s.row(), s.lines]).toEqual([undefined, []]);
    expect(s.lamps.every((lamp) => lamp === 'ok')).toBe(true);
  });
});

describe('when the EHR does not say', () => {
  it('nothing is promised: the time stays unknown, and the next try looks first', async () => {
    await s.hold();
    s.port.booked = fail('ehrUnknownOutcome');
    expect(await s.run('scheduling.book')).toMatchObject({ error: { code: 'ehrUnknownOutcome' } });
    expect(s.row()?.state).toBe('unknown');
    s.clock.advance(600_000);
    expect(s.row()?.state).toBe('unknown');
    // Nothing else is kept beside what may be booked; the note says it for whoever reads it next.
    expect(await s.hold(1)).toMatchObject({ error: { code: 'ehrUnknownOutcome' } });
    expect(s.lines).toEqual([expect.stringMatching(/^Not clear whether booked, look in the EHR: Fri, Nov 20, 10:20/)]);
    expect(s.audited.at(-1)).toBe('schedule ana p-1 unclear booking/b-1');
    s.port.booked = ok(visit());
    expect(await s.run('scheduling.book')).toMatchObject({ value: { state: 'done' } });
    expect(s.port.asked).toEqual(['hold s20 195', 'book b-1 s20', 'book b-1 s20 look']);
    expect(s.lines).toHaveLength(2);
    expect(s.lamps).toContain('ehrUnknownOutcome');
  });

  it('too busy: the time is still kept, and runs out as it would have', async () => {
    await s.hold();
    s.port.booked = fail('ehrBusy');
    expect(await s.run('scheduling.book')).toMatchObject({ error: { code: 'ehrBusy' } });
    expect(s.row()?.state).toBe('kept');
    s.clock.advance(180_000);
    expect(s.row()?.state).toBe('over');
  });

  it('refused for good: gone from the screen, with the reason', async () => {
    await s.hold();
    s.port.booked = fail('ehrRejected');
    expect(await s.run('scheduling.book')).toMatchObject({ error: { code: 'ehrRejected' } });
    expect(s.row()).toBeUndefined();
  });
});

describe('a visit that is there', () => {
  beforeEach(() => s.run('scheduling.open'));
  const seen = { id: 'v1', state: 'booked' } as const;

  it('moves to the time that is kept', async () => {
    await s.hold(0, { moving: seen });
    expect(s.row()).toMatchObject({ what: 'Follow-up', moving: { id: 'v1' } });
    expect(await s.run('scheduling.book')).toMatchObject({ value: { state: 'done' } });
    expect(s.port.asked).toEqual(['hold s20 195', 'move v1 s20']);
    expect(s.lines[0]).toMatch(/^Moved to: /);
  });

  it('changed by somebody else: nothing is done, how it stands is told, and the time is given back', async () => {
    await s.hold(0, { moving: seen });
    s.port.changed = ok({ state: 'changed', visit: visit({ start: NOW + 5 }) });
    expect(await s.run('scheduling.book')).toMatchObject({ value: { state: 'changed', visit: { start: NOW + 5 } } });
    expect(s.port.asked).toEqual(['hold s20 195', 'move v1 s20', 'release s20']);
    expect(await s.run('scheduling.cancel', { visit: seen, reason: 'pat' })).toMatchObject({
      value: { state: 'changed' },
    });
    expect(s.lines).toEqual([]);
  });

  it('moved, but the old one stands: both are said', async () => {
    await s.hold(0, { moving: seen });
    s.port.changed = ok({ state: 'oldStands', visit: visit({ id: 'v2' }) });
    expect(await s.run('scheduling.book')).toMatchObject({ value: { state: 'oldStands', visit: { id: 'v2' } } });
    expect(s.audited.at(-1)).toBe('schedule ana p-1 moved Appointment/v2');
  });

  it('cancelled with a reason: it stands in the note', async () => {
    s.port.changed = ok({ state: 'done', visit: visit({ state: 'cancelled' }) });
    expect(await s.run('scheduling.cancel', { visit: seen, reason: 'pat-lt' })).toMatchObject({
      value: { state: 'done', waiting: [] },
    });
    expect(s.audited).toEqual(['schedule ana p-1 cancelled Appointment/v1 pat-lt']);
    expect(s.lines[0]).toMatch(/^Cancelled: /);
  });
});
