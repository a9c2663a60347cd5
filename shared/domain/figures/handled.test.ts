import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallId } from '../call/call.ts';
import type { Call } from '../call/call.ts';
import type { Note } from '../note/types.ts';
import { handledOf, joinHandled } from './handled.ts';
import type { Joinable } from './handled.ts';

const T = Date.parse('2026-01-05T09:00:00-05:00');

describe('what a note tells the other desks', () => {
  const call = {
    ...{
      id: CallId.parse('c1'),
      direction: 'incoming',
      state: 'ended',
      startedAt: T,
      answeredAt: T + 5_000,
      endedAt: T + 65_000,
    },
    remote: { number: '(206) 555-0142', name: '', withheld: false },
    queue: { queue: 'front', entry: 'u1', linkedId: 'l1' },
    history: [
      { at: T + 20_000, what: 'held' },
      { at: T + 32_000, what: 'resumed' },
    ],
  } as Call;
  const note = {
    ...{ callId: call.id, version: 3, state: 'finished', finishedAt: T + 95_000, author: 'ana', patientId: 'p1' },
    content: { category: 'billing', outcome: 'solved', words: 'private', fields: {}, told: 'private' },
  } as unknown as Note;
  const by = { agent: '201', country: 'US', firstFinishedAt: T + 95_000 } as const;

  it('holds codes and seconds, no words, and no number that the note does not hold', () => {
    const told = handledOf(call, note, by);
    expect(told).toMatchObject({ entry: 'u1', linkedId: 'l1', talk: 60, hold: 12, wrapUp: 30, category: 'billing' });
    expect(JSON.stringify(told)).not.toMatch(/private|5550142/);
    const withNumber = { ...note, content: { ...note.content, fields: { callBack: '206-555-0142' } } };
    expect(handledOf(call, withNumber, by)?.key).toBe('+12065550142');
  });

  it('a correction days later leaves the wrap-up as it was; a call that goes on tells less', () => {
    const later = {
      ...note,
      version: 5,
      finishedAt: T + 9e8,
      correction: { reason: 'x', by: 'ana', at: T + 9e8, of: 3 },
    };
    expect(handledOf(call, later, by)).toMatchObject({ wrapUp: 30, version: 5 });
    const { endedAt: _, ...talking } = { ...call, state: 'talking' as const };
    const early = handledOf(talking, note, by);
    expect(early).toMatchObject({ category: 'billing' });
    expect(early?.hold ?? early?.wrapUp ?? early?.transfers).toBeUndefined();
  });
});

/** A morning: each agent answers one call after the other; each call's note says one of the things a note can say. */
const morning = fc
  .array(
    fc.record({
      ...{ agent: fc.constantFrom('201', '202', '203'), waited: fc.integer({ min: 0, max: 600 }) },
      ...{ gap: fc.integer({ min: 70, max: 900 }), off: fc.integer({ min: -900, max: 900 }) },
      says: fc.constantFrom('entry', 'linkedId', 'number', 'nothing'),
    }),
    { maxLength: 30 },
  )
  .map((drawn) => {
    const until: Record<string, number> = {};
    return drawn.map(({ agent, waited, gap, off, says }, index) => {
      const answeredAt = ((until[agent] ?? T) as number) + gap * 1000;
      until[agent] = answeredAt;
      const key = `+1206555${String(index).padStart(4, '0')}`;
      const call = {
        ...{ entry: `e${index}`, queue: 'front', linkedId: `l${index}`, joinedAt: answeredAt - waited * 1000 },
        ...{ key, agent, waited },
      } satisfies Joinable;
      const note = {
        ...{ agent, at: answeredAt - 4_000 + off, answeredAt: answeredAt + off },
        ...{ entry: says === 'entry' ? call.entry : undefined, queue: says === 'entry' ? 'front' : undefined },
        ...{ linkedId: says === 'linkedId' ? call.linkedId : undefined, key: says === 'number' ? key : undefined },
      };
      return { call, note };
    });
  });

describe('notes and calls', () => {
  it('each note finds its own call, whatever it says and in whatever order calls and notes are told', () =>
    fc.assert(
      fc.property(morning, fc.func(fc.integer()), (pairs, shuffle) => {
        const calls = pairs.map(({ call }) => call).sort((a, b) => shuffle(a.entry) - shuffle(b.entry));
        for (const { call, note } of pairs) expect(joinHandled(note, calls)).toBe(call);
      }),
    ));

  it('without its call it finds none: never that of another agent or another caller', () =>
    fc.assert(
      fc.property(morning, (pairs) => {
        for (const { call, note } of pairs)
          expect(
            joinHandled(
              note,
              pairs.map((pair) => pair.call).filter((one) => one !== call),
            ),
          ).toBeUndefined();
      }),
    ));

  it('two calls that fit equally well are none', () => {
    const call = { entry: 'a', queue: 'front', joinedAt: T, agent: '201', waited: 5 };
    const note = { agent: '201', at: T, answeredAt: T + 5_000 } as Parameters<typeof joinHandled>[0];
    expect(joinHandled(note, [call])).toBe(call);
    expect(joinHandled(note, [call, { ...call, entry: 'b' }])).toBeUndefined();
    expect(joinHandled({ ...note, answeredAt: undefined }, [call])).toBeUndefined();
  });

  it('a caller who came twice under one id: the note belongs to the time before the answer', () => {
    const first = { entry: 'a', queue: 'front', joinedAt: T, agent: '201', waited: 5 };
    const second = { ...first, joinedAt: T + 400_000 };
    const note = { entry: 'a', queue: 'front', agent: '201', at: T, answeredAt: T + 5_000 } as Parameters<
      typeof joinHandled
    >[0];
    expect(joinHandled(note, [second, first])).toBe(first);
    expect(joinHandled({ ...note, answeredAt: T + 405_000 }, [second, first])).toBe(second);
  });
});
