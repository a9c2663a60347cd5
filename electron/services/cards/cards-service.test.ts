// The row of one call, put together from what the other services know.
import { describe, expect, it } from 'vitest';
import { FakeClock, FakeLog, FakeTopics, testSite } from '../../../test/fakes/parts.ts';
import type { CallRow } from '../../../shared/contract/call.ts';
import { CallId, isLive } from '../../../shared/domain/call/call.ts';
import type { Call } from '../../../shared/domain/call/call.ts';
import { emptyContent } from '../../../shared/domain/note/complete.ts';
import type { Note, NoteContent } from '../../../shared/domain/note/types.ts';
import type { Presence, WaitingCaller } from '../../../shared/domain/queue/types.ts';
import { CardsService } from './cards-service.ts';
import type { CardsDeps } from './cards-service.ts';

const C = CallId.parse('c1');
const call = (change: Partial<Call> = {}): Call => ({
  id: C,
  line: 1,
  direction: 'incoming',
  state: 'ringing',
  remote: { number: '+16175550123', name: '', withheld: false },
  queue: { queue: 'front', entry: 'e1' },
  startedAt: 1_000_000,
  muted: false,
  remoteHold: false,
  silenced: false,
  ...change,
});

type Summary = ReturnType<CardsDeps['patient']>;
const NOBODY: Summary = {
  match: undefined,
  verified: false,
  name: undefined,
  patientId: undefined,
  language: undefined,
};

function stage() {
  const topics = new FakeTopics();
  const log = new FakeLog();
  const emergencies: unknown[] = [];
  const atOnces: unknown[] = [];
  const required: unknown[] = [];
  const world = {
    site: testSite() as ReturnType<typeof testSite> | undefined,
    calls: new Map([[C, call()]]),
    content: emptyContent(),
    patient: NOBODY,
    facts: {} as ReturnType<CardsDeps['facts']>,
    presence: (): ReadonlyMap<string, Presence> => new Map([['301', 'busy' as const]]),
    waiting: new Map([['e1', { joinedAt: 1_000_000 - 42_000 } as WaitingCaller]]),
  };
  const cards = new CardsService({
    topics,
    clock: new FakeClock(Date.parse('2026-11-23T15:00:00Z')),
    log,
    site: () => world.site,
    call: (id) => world.calls.get(id),
    liveCalls: () => [...world.calls.values()].filter(isLive),
    note: () => ({ content: world.content }) as Note,
    patient: () => world.patient,
    presence: () => world.presence(),
    facts: () => world.facts,
    onAtOnce: (callId, atOnce) => atOnces.push([callId, atOnce]),
    onRequired: (callId) => required.push(callId),
    waiting: (entry) => (entry === undefined ? undefined : world.waiting.get(entry)),
    onEmergency: (callId, words) => emergencies.push([callId, words]),
  });
  const type = (content: Partial<NoteContent>) => (world.content = { ...emptyContent(), ...content });
  return {
    topics,
    log,
    emergencies,
    atOnces,
    required,
    world,
    cards,
    type,
    row: () => topics.get('calls', C) as CallRow,
  };
}

describe('the card', () => {
  it('has the call, its queue, a readable number and the decision', () => {
    const { cards, row, type } = stage();
    type({ category: 'clinical' });
    cards.refresh(C);
    expect(row()).toMatchObject({
      id: 'c1',
      shownNumber: '(617) 555-0123',
      queueName: 'Front desk',
      verified: false,
      decision: { route: 'clinical', destinations: [{ number: '301', presence: 'busy' }, { kind: 'message' }] },
    });
    for (const part of ['patientName', 'match', 'directoryName']) expect(row()).not.toHaveProperty(part);
  });

  it('of a call that has just begun is the call alone: nobody was asked yet', () => {
    const { cards, row, world, emergencies } = stage();
    world.presence = () => {
      throw new Error('asked');
    };
    world.patient = { ...NOBODY, match: { state: 'one', count: 1, candidates: [] } };
    cards.announce(call());
    expect(row()).toMatchObject({ shownNumber: '(617) 555-0123', queueName: 'Front desk', waitedMs: 42_000 });
    for (const part of ['decision', 'match']) expect(row()).not.toHaveProperty(part);
    expect([row().verified, emergencies]).toEqual([false, []]);
  });

  it('names a colleague, an unknown queue by its id, and shows no number that was withheld', () => {
    const { cards, row, world } = stage();
    world.calls.set(C, call({ remote: { number: '301', name: '', withheld: false }, queue: { queue: 'odd' } }));
    cards.refresh(C);
    expect(row()).toMatchObject({ directoryName: 'Nurse line', queueName: 'odd', shownNumber: '301' });
    world.calls.set(C, call({ remote: { number: '+16175550123', name: '', withheld: true } }));
    cards.refresh(C);
    expect(row().shownNumber).toBe('');
  });

  it('has the patient’s name once it is told', () => {
    const { cards, row, world } = stage();
    world.patient = { ...NOBODY, match: { state: 'one', count: 1, candidates: [] }, verified: true, name: 'Jane Doe' };
    cards.refresh(C);
    expect(row()).toMatchObject({ patientName: 'Jane Doe', verified: true, match: { state: 'one' } });
  });

  it('keeps how long the caller waited after the queue has forgotten it', () => {
    const { cards, row, world } = stage();
    cards.refresh(C);
    expect(row().waitedMs).toBe(42_000);
    world.waiting.clear();
    world.calls.set(C, call({ state: 'talking' }));
    cards.refresh(C);
    expect(row()).toMatchObject({ state: 'talking', waitedMs: 42_000 });
  });

  it('learns it late when the queue tells late, finds it by linked id, and never counts below nothing', () => {
    const { cards, row, world } = stage();
    world.waiting.clear();
    cards.refresh(C);
    expect(row()).not.toHaveProperty('waitedMs');
    world.calls.set(C, call({ queue: { queue: 'front', linkedId: 'e2' } }));
    world.waiting.set('e2', { joinedAt: 1_000_500 } as WaitingCaller);
    cards.refreshLive();
    expect(row().waitedMs).toBe(0);
  });

  it('is there without the rules when they fail, and the log says no more than that', () => {
    const { cards, row, world, log } = stage();
    world.presence = () => {
      throw new TypeError('Jane Doe');
    };
    cards.refresh(C);
    expect(row()).toMatchObject({ id: 'c1', state: 'ringing', shownNumber: '(617) 555-0123' });
    expect(row()).not.toHaveProperty('decision');
    expect(row().rulesFailed).toBe(true);
    expect(log.lines).toEqual([{ event: 'rules.failed', fields: { error: 'TypeError' } }]);
  });

  it('asks the rules with what is known of patient, desk and queues, and hands on what they want done', () => {
    const { cards, row, world, atOnces, required } = stage();
    const general = [
      {
        id: 'again',
        if: { repeat: true, patient: { age: { from: 65 } }, role: ['receptionist' as const] },
        priority: 8,
      },
      { id: 'full', if: { waiting: { queue: 'front', atLeast: 4 } }, redirect: { entry: 'nurse' }, require: ['who'] },
    ];
    const fields = [{ id: 'who', label: { en: 'Who' }, type: 'text' as const }];
    const { notes, rules } = testSite();
    world.site = testSite({
      rules: { ...rules, general } as never,
      notes: { ...notes, categories: [{ id: 'clinical', label: { en: 'Clinical' }, fields }] },
    });
    world.facts = { repeat: true, patient: { age: 70 }, role: 'receptionist', waiting: new Map([['front', 3]]) };
    cards.refresh(C);
    expect([row().decision?.priority, atOnces, required]).toEqual([8, [], []]);
    world.facts = { ...world.facts, waiting: new Map([['front', 4]]) };
    cards.refresh(C);
    cards.refresh(C);
    const atOnce = { rule: 'full', do: 'redirect', number: '301', label: 'Nurse line' };
    // Asked for each time while it rings; the call's side does it once.
    expect(atOnces).toEqual([
      [C, atOnce],
      [C, atOnce],
    ]);
    expect([row().decision?.require, required]).toEqual([['who'], [C]]);
  });

  it('of a consultation asks no rules', () => {
    const { cards, row, world } = stage();
    world.calls.set(C, call({ consultFor: CallId.parse('other') }));
    cards.refresh(C);
    expect(row()).not.toHaveProperty('decision');
  });

  it('hears a red flag in the caller’s words, the answers and what was told', () => {
    for (const content of [{ words: 'has chest pain' }, { fields: { said: 'Chest PAIN' } }, { told: 'chest pain' }]) {
      const { cards, type, emergencies, row } = stage();
      type(content);
      cards.refresh(C);
      expect(emergencies).toEqual([[C, ['chest pain']]]);
      expect(row().decision?.emergency?.reach).toHaveLength(1);
    }
  });

  it('of a call that has ended changes while it is shown, and does not come back once it is gone', () => {
    const { cards, row, world, topics } = stage();
    cards.refresh(C);
    world.calls.set(C, call({ state: 'ended', ended: 'callerGaveUp' }));
    cards.refresh(C);
    expect(row().ended).toBe('callerGaveUp');
    topics.remove('calls', C);
    cards.refresh(C);
    cards.refreshLive();
    expect(topics.keys('calls')).toEqual([]);
  });

  it('needs a call and a practice', () => {
    const { cards, world, topics } = stage();
    cards.refresh(CallId.parse('x'));
    world.site = undefined;
    cards.refresh(C);
    expect(topics.keys('calls')).toEqual([]);
  });
});
