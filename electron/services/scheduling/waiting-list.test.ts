import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { CallId } from '../../../shared/domain/call/call.ts';
import type { Call } from '../../../shared/domain/call/call.ts';
import { PatientId } from '../../../shared/domain/patient/types.ts';
import type { OpenTime } from '../../../shared/domain/scheduling/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import { journalIn } from '../../../test/fakes/journal-file.ts';
import { settle } from '../../../test/fakes/parts.ts';
import { LEE, NOW, OUT, chart, slotAt, stage, visit, waits } from '../../../test/fakes/scheduling.ts';

let s: ReturnType<typeof stage>;
beforeEach(async () => {
  s = stage();
  await s.run('scheduling.open');
});
const seen = { id: 'v1', state: 'booked' } as const;
const RUTH = PatientId.parse('p-9');

type Listed = CommandOutput<'scheduling.waitingList'>;
const list = async (): Promise<Listed> => {
  const answer = await s.run<Listed>('scheduling.waitingList');
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
};
const ids = (people: Listed['waiting']): string[] => people.map(({ visit: { id } }) => id);
/** The visit is cancelled, and the time is free in the EHR. */
async function cancelled(minutes = 40): Promise<Listed['waiting']> {
  s.port.changed = ok({
    ...{ state: 'done', visit: visit({ state: 'cancelled' }) },
    freed: { slots: [slotAt(minutes)], calendar: LEE },
  });
  const answer = await s.run<{ waiting: Listed['waiting'] }>('scheduling.cancel', { visit: seen, reason: 'pat' });
  return answer.ok ? answer.value.waiting : [];
}

describe('a time has become free', () => {
  it('those whom it suits are told at once, in turn, each with the time that they would have', async () => {
    s.port.waiting = [
      waits('follow-up', { wishes: { visitType: 'follow-up' }, since: NOW - 5000 }),
      waits('other doctor', { wishes: { providerId: 'Practitioner/osei' }, since: NOW - 9000 }),
      waits('afternoon', { wishes: { part: 'afternoon' }, since: NOW - 8000 }),
      waits('urgent', { priority: 1 }),
      waits('physical', { wishes: { visitType: 'physical' }, since: NOW - 7000 }),
    ];
    const takers = await cancelled();
    // 40 minutes take the freed slot and a neighbour that was free before.
    expect(takers.map(({ visit: { id }, time }) => [id, time?.slots])).toEqual([
      ['urgent', ['s40']],
      ['physical', ['s20', 's40']],
      ['follow-up', ['s40']],
    ]);
    expect(s.audited).toEqual(['schedule ana p-1 cancelled Appointment/v1 pat', 'schedule ana waitingList']);
  });

  it('moved: the same for the time that was left', async () => {
    s.port.waiting = [waits('w')];
    await s.hold(0, { moving: seen });
    s.port.changed = ok({ state: 'done', visit: visit(), freed: { slots: [slotAt(1440)], calendar: LEE } });
    expect(await s.run('scheduling.book')).toMatchObject({
      value: { state: 'done', waiting: [{ visit: { id: 'w' }, time: { slots: ['s1440'] } }] },
    });
  });

  it('suits nobody, or the list cannot be read: what was done is done all the same', async () => {
    s.port.waiting = [waits('w', { wishes: { providerId: 'Practitioner/osei' } })];
    expect(await cancelled()).toEqual([]);
    s.port.waitingList = async () => fail('ehrSlow');
    expect(await cancelled()).toEqual([]);
    expect(s.lines).toHaveLength(2);
  });

  it('nobody waits for a slow EHR to hear that a visit is cancelled; who would take the time stands in the list', async () => {
    const { waitingList } = s.port;
    s.port.waiting = [waits('w')];
    s.port.waitingList = () => new Promise(() => undefined);
    const done = cancelled();
    await settle();
    s.clock.advance(2_000);
    expect(await done).toEqual([]);
    s.port.waitingList = waitingList;
    expect((await list()).freed.map(({ people }) => ids(people))).toEqual([['w']]);
  });

  it('stands in the waiting list until it is taken or past, the newest first', async () => {
    s.port.waiting = [waits('w')];
    await cancelled(40);
    await cancelled(120);
    expect((await list()).freed.map(({ start, people }) => [start, ids(people)])).toEqual([
      [slotAt(120).start, ['w']],
      [slotAt(40).start, ['w']],
    ]);
    s.port.slots = s.port.slots.filter(({ id }) => id !== 's120');
    expect((await list()).freed.map(({ start }) => start)).toEqual([slotAt(40).start]);
    s.clock.advance(41 * 60_000);
    expect((await list()).freed).toEqual([]);
  });
});

it('the waiting list is in turn, with the first time that would suit each, and is audited', async () => {
  s.port.waiting = [
    waits('new', { wishes: { visitType: 'physical' }, since: NOW - 1 }),
    waits('old', { since: NOW - 9 }),
    waits('urgent', { priority: 3, wishes: { providerId: 'Practitioner/osei' } }),
  ];
  const { waiting, freed } = await list();
  expect(waiting.map(({ visit: { id }, time }) => [id, time?.slots])).toEqual([
    ['urgent', undefined],
    ['old', ['s20']],
    ['new', ['s20', 's40']],
  ]);
  expect(freed).toEqual([]);
  expect(s.audited).toEqual(['schedule ana waitingList']);
});

describe('calling who waits', () => {
  const time = async (): Promise<OpenTime> => (await s.times())[0]!;
  const call = async (more: object = {}) => s.run('scheduling.callWaiting', { visitId: 'w', ...more });

  it('dials the number on file, and the call keeps whose place it is about and which time', async () => {
    await list();
    const about = await time();
    expect(await call({ time: about })).toEqual(ok({ callId: OUT }));
    expect(s.placed).toEqual(['9+12065550177']);
    expect(s.topics.get('workCalls', OUT)).toEqual({
      ...{ callId: OUT, patientId: RUTH, waiting: { visitId: 'w', time: about } },
    });
    expect(s.audited.at(-1)).toBe('schedule ana p-9 called Appointment/w');
  });

  it('nothing private goes with the call: neither the name nor what the visit is for', async () => {
    await list();
    await call();
    expect(JSON.stringify(s.topics.get('workCalls', OUT))).not.toMatch(/Ruth|Follow-up|physical/i);
  });

  it.each([
    ['no number', { phones: [] }],
    ['none that reaches somebody outside', { phones: ['ext. 12', '911'] }],
    ['who has died', { deceased: true }],
  ])('%s: nobody is called, and why is said', async (_name, more) => {
    await list();
    s.now.chart = ok(chart(more));
    expect(await call()).toMatchObject({ error: { code: 'waitingNoNumber' } });
    s.now.chart = ok(undefined);
    expect(await call()).toMatchObject({ error: { code: 'waitingNoNumber' } });
    expect(s.placed).toEqual([]);
  });

  it('only who was shown here, and who still waits when it is dialled', async () => {
    expect(await call()).toMatchObject({ error: { code: 'visitGone' } });
    await list();
    s.port.waiting = [];
    expect(await call()).toMatchObject({ error: { code: 'visitGone' } });
    expect(s.placed).toEqual([]);
  });

  it('the EHR or the phone cannot: nothing is kept of it', async () => {
    await list();
    s.now.chart = fail('ehrUnreachable');
    expect(await call()).toMatchObject({ error: { code: 'ehrUnreachable' } });
    s.now.chart = ok(chart());
    s.now.placed = fail('phonePageMissing');
    expect(await call()).toMatchObject({ error: { code: 'phonePageMissing' } });
    expect(s.topics.get('workCalls', OUT)).toBeUndefined();
  });

  const ended = (more: Partial<Call>): Call => ({
    ...{ id: OUT, line: 1, direction: 'outgoing', state: 'ended', startedAt: NOW, history: [] },
    ...{ remote: { number: '+12065550177', name: '', withheld: false } },
    ...{ muted: false, remoteHold: false, silenced: false },
    ...more,
  });
  it.each<[Partial<Call>, string]>([
    [{ ended: 'noAnswer' }, 'noAnswer'],
    [{ ended: 'busy' }, 'busy'],
    [{ ended: 'hungUp', answeredAt: NOW }, 'reached'],
  ])('%o stands beside them afterwards: %s', async (how, outcome) => {
    await list();
    await call();
    s.service.callEnded({ ...ended(how), id: CallId.parse('another') });
    expect((await list()).waiting[0]?.called).toBeUndefined();
    s.service.callEnded(ended(how));
    expect((await list()).waiting[0]?.called).toEqual({ at: NOW, outcome });
  });

  it('is known after a restart, at this EHR, for as long as somebody may wait', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-waiting-'));
    const journal = journalIn(folder);
    const restarted = async (server = 'https://a') => {
      s = stage(journal.ehr.waitingCalls(server));
      s.port.waiting = [waits('w'), waits('x')];
      await s.run('scheduling.open');
      return list();
    };
    await restarted();
    await call();
    s.service.callEnded(ended({ ended: 'busy' }));
    expect((await restarted()).waiting[0]?.called).toEqual({ at: NOW, outcome: 'busy' });
    expect((await restarted('https://b')).waiting[0]?.called).toBeUndefined();
    await restarted();
    s.clock.advance(100 * 86_400_000);
    await s.run('scheduling.callWaiting', { visitId: 'x' });
    s.service.callEnded(ended({ ended: 'noAnswer' }));
    expect((await restarted()).waiting.map(({ called }) => called?.outcome)).toEqual([undefined, 'noAnswer']);
    journal.close();
    rmSync(folder, { recursive: true });
  });
});
