import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallId } from '../call/call.ts';
import type { Call } from '../call/call.ts';
import { Hours } from '../site/site.ts';
import { callBackDue, correction, numberKey, outcomeOf, placeOf, settledBy, wasMissed } from './contacts.ts';
import { reduceWork } from './reduce.ts';
import type { Work, WorkEvent } from './types.ts';

const ZONE = 'America/New_York';
const KEY = '+16175550123';
const missed = (id: string, createdAt: number, change: Partial<Work> = {}, events: WorkEvent[] = []): Work =>
  reduceWork(
    {
      id,
      kind: 'abandoned',
      text: '',
      about: KEY,
      number: KEY,
      key: KEY,
      owner: 'Front desk',
      due: '2026-11-23',
      createdAt,
      createdBy: '',
      ...change,
    },
    events,
  );
const call = (change: Partial<Call> = {}): Call => ({
  id: CallId.parse('c1'),
  line: 1,
  direction: 'incoming',
  state: 'ended',
  remote: { number: KEY, name: '', withheld: false },
  startedAt: 1,
  endedAt: 2,
  muted: false,
  remoteHold: false,
  silenced: false,
  ended: 'callerGaveUp',
  ...change,
});

describe('a missed call', () => {
  it('is one that rang here and that nobody took', () => {
    expect(wasMissed(call())).toBe(true);
    for (const change of [
      { answeredAt: 2 },
      { ended: 'answeredElsewhere' },
      { direction: 'outgoing' },
      { purpose: 'intercom' },
      { parkedAt: 1 },
      { state: 'ringing' },
    ] satisfies Partial<Call>[])
      expect([change, wasMissed(call(change))]).toEqual([change, false]);
  });

  it('joins the open item of the same number, is known by its reference, and begins anew once that is closed', () => {
    const first = missed('abandoned/e1', 10);
    expect(placeOf({ ref: 'e1', key: KEY, at: 10 }, [first])).toEqual({ to: 'known' });
    expect(placeOf({ ref: 'e2', key: KEY, at: 20 }, [first])).toEqual({ to: 'item', id: 'abandoned/e1' });
    expect(placeOf({ ref: 'e2', key: '+16175559999', at: 20 }, [first])).toEqual({ to: 'new' });
    const twice = missed('abandoned/e1', 10, {}, [{ at: 20, by: '', name: '', what: 'again', ref: 'e2' }]);
    expect(placeOf({ ref: 'e2', key: KEY, at: 20 }, [twice])).toEqual({ to: 'known' });
    const done = missed('abandoned/e1', 10, {}, [{ at: 30, by: 'ana', name: 'Ana', what: 'closed', how: 'done' }]);
    expect(placeOf({ ref: 'e3', key: KEY, at: 40 }, [done])).toEqual({ to: 'new' });
  });

  it('has a comparable number in every spelling, and none when it is hidden', () => {
    for (const text of ['(617) 555-0123', '617.555.0123', '+1 617 555 0123', 'tel:+16175550123'])
      expect(numberKey(text, 'US')).toBe(KEY);
    expect([numberKey('301', 'US'), numberKey('anonymous', 'US'), numberKey('', 'US')]).toEqual([
      '301',
      undefined,
      undefined,
    ]);
  });
});

describe('a conversation', () => {
  const contact = { at: 50, direction: 'outgoing', key: KEY, by: 'ana', name: 'Ana' } as const;

  it('settles the missed calls of the same number or patient that came before it, and nothing else', () => {
    const works = [
      missed('abandoned/before', 10),
      missed('abandoned/after', 60),
      missed('abandoned/other', 10, { key: '+16175559999' }),
      missed('abandoned/patient', 10, { key: '+16175559999', patientId: 'p-1' as never }),
      missed('c9/task', 10, { kind: 'followUp' }),
    ];
    expect(settledBy({ ...contact, patientId: 'p-1' }, works)).toEqual([
      { id: 'abandoned/before', how: 'calledBack' },
      { id: 'abandoned/patient', how: 'calledBack' },
    ]);
    expect(settledBy({ ...contact, direction: 'incoming', key: undefined }, works)).toEqual([]);
  });

  it('never settles anything when neither number nor patient is known', () => {
    const item = fc.record({ key: fc.option(fc.constantFrom(KEY, '301'), { nil: undefined }), at: fc.nat(100) });
    fc.assert(
      fc.property(fc.array(item), fc.option(fc.constantFrom(KEY, '301'), { nil: undefined }), (items, key) => {
        const works = items.map((each, index) => missed(`abandoned/${index}`, each.at, { key: each.key }));
        for (const { id } of settledBy({ ...contact, key }, works)) {
          const work = works.find((each) => each.id === id);
          expect(key).toBeDefined();
          expect(work).toMatchObject({ key, state: 'open' });
          expect(work!.createdAt).toBeLessThanOrEqual(contact.at);
        }
      }),
    );
  });

  it('that turns out to be a machine opens again what it had settled', () => {
    const closed = missed('abandoned/e1', 10, {}, [
      { at: 20, by: 'ana', name: 'Ana', what: 'attempt', outcome: 'reached', callId: 'x' },
      { at: 21, by: 'ana', name: 'Ana', what: 'closed', how: 'calledBack', callId: 'x' },
    ]);
    const events = correction(closed, { callId: 'x', outcome: 'leftMessage' }, { at: 30, by: 'ana', name: 'Ana' });
    const again = reduceWork(closed.source, [...closed.history, ...events]);
    expect(again).toMatchObject({ state: 'open', attempts: [{ outcome: 'leftMessage', callId: 'x' }] });
  });

  it.each([
    [{ answeredAt: 1, ended: 'hungUp' }, 'reached'],
    [{ ended: 'busy' }, 'busy'],
    [{ ended: 'noAnswer' }, 'noAnswer'],
    [{ ended: 'hungUp' }, 'noAnswer'],
    [{ ended: 'notFound' }, 'failed'],
  ] as const)('%o is %s', (each, outcome) => {
    expect(outcomeOf(each as Pick<Call, 'answeredAt' | 'ended'>)).toBe(outcome);
  });
});

describe('by when a missed call is called back', () => {
  const hours = Hours.parse({
    weekly: {
      mon: [{ from: '08:00', to: '17:00' }],
      fri: [{ from: '08:00', to: '17:00' }],
      sun: [{ from: '00:00', to: '06:00' }],
    },
  });
  const due = (iso: string, minutes = 60) => callBackDue(hours, ZONE, Date.parse(iso), minutes);

  it.each([
    ['in office hours: that long after', '2026-11-20T10:00:00-05:00', '2026-11-20T11:00:00-05:00'],
    ['just before closing: after the next opening', '2026-11-20T16:45:00-05:00', '2026-11-22T01:00:00-05:00'],
    ['at night: after the next opening', '2026-11-22T20:00:00-05:00', '2026-11-23T09:00:00-05:00'],
    ['up to the very end of the day', '2026-11-20T16:00:00-05:00', '2026-11-20T17:00:00-05:00'],
  ])('%s', (_case, at, expected) => expect(due(at)).toBe(expected));

  it('an hour is an hour while the clocks go back', () => {
    expect(due('2026-11-01T01:30:00-04:00')).toBe('2026-11-01T01:30:00-05:00');
  });
});
