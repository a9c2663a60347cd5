import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Presence } from '../queue/types.ts';
import { Site } from '../site/site.ts';
import { decide } from './decide.ts';
import type { DecisionInput } from './types.ts';

const text = (en: string) => ({ en });
const site = Site.parse({
  clinic: { name: 'Test', timeZone: 'America/New_York' },
  phone: { servers: ['wss://pbx.example/ws'], domain: 'pbx.example' },
  queues: [
    { id: 'front-desk', name: 'Front desk' },
    { id: 'espanol', name: 'Español', language: 'es' },
  ],
  users: [{ id: 'a', name: 'A', role: 'receptionist', extension: '101' }],
  hours: { weekly: { mon: [{ from: '08:00', to: '17:00' }] } },
  directory: [
    { id: 'nurse-a', name: 'Nurse A', number: '201', skills: ['nurse'], languages: ['en'] },
    { id: 'nurse-b', name: 'Nurse B', number: '202', skills: ['nurse'], languages: ['en', 'es'] },
    { id: 'doctor', name: 'Doctor', number: '203', skills: ['physician'] },
  ],
  onCall: [{ entry: 'doctor', from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }],
  rules: {
    redFlags: {
      phrases: { en: ['chest pain'], es: ['dolor de pecho'] },
      say: text('911'),
      reach: [{ skill: 'nurse' }, { onCall: true }],
    },
    routes: [
      {
        id: 'open',
        category: 'clinical',
        when: 'open',
        to: [{ skill: 'nurse' }, { message: { owner: 'Nurse', within: '1 hours' } }],
        transfer: 'warmOnly',
      },
      { id: 'closed', category: 'clinical', when: 'closed', to: [{ onCall: true }] },
      { id: 'spanish', category: 'clinical', queue: 'espanol', when: 'open', to: [{ entry: 'nurse-b' }] },
    ],
  },
  notes: {
    categories: [
      { id: 'clinical', label: text('Clinical') },
      { id: 'general', label: text('General') },
    ],
    outcomes: [{ id: 'done', label: text('Done') }],
  },
});
const MONDAY = '2026-11-23T15:00:00Z';
const NIGHT = '2026-11-24T03:00:00Z';
const input = (change: Partial<DecisionInput> = {}): DecisionInput => ({
  now: MONDAY,
  withheld: false,
  words: '',
  presence: new Map(),
  ...change,
});
const names = (change: Partial<DecisionInput>) =>
  decide(site, input(change)).destinations.map((destination) => destination.id);

describe('decide', () => {
  it('waits for a category and says so', () => {
    const decision = decide(site, input());
    expect(decision.destinations).toEqual([]);
    expect(decision.trace.map((step) => step.code)).toContain('category.open');
  });
  it('ranks people with the skill by language, then presence; a message is the last way out', () => {
    expect(names({ category: 'clinical' })).toEqual(['nurse-a', 'nurse-b', 'message-Nurse']);
    expect(
      names({
        category: 'clinical',
        presence: new Map<string, Presence>([
          ['201', 'busy'],
          ['202', 'free'],
        ]),
      }),
    ).toEqual(['nurse-b', 'nurse-a', 'message-Nurse']);
    expect(
      names({
        category: 'clinical',
        language: 'es',
        presence: new Map<string, Presence>([
          ['201', 'free'],
          ['202', 'busy'],
        ]),
      }),
    ).toEqual(['nurse-b', 'nurse-a', 'message-Nurse']);
  });
  it('keeps somebody who is away on the list, with the reason', () => {
    const [, second] = decide(
      site,
      input({ category: 'clinical', presence: new Map([['201', 'unregistered']]) }),
    ).destinations;
    expect(second).toMatchObject({ id: 'nurse-a', presence: 'unregistered' });
    expect(second!.because.map((step) => step.code)).toContain('presence.unregistered');
  });
  it('sends to the one on call when the office is closed', () => {
    expect(names({ category: 'clinical', now: NIGHT })).toEqual(['doctor', 'message-Front desk']);
  });
  it('carries the policy and why each route won or lost', () => {
    const decision = decide(site, input({ category: 'clinical' }));
    expect(decision).toMatchObject({ route: 'open', transfer: 'warmOnly' });
    expect(decision.trace.filter((step) => ['open', 'closed', 'spanish'].includes(step.rule))).toMatchObject([
      { rule: 'spanish', fired: false, code: 'route.otherQueue' },
      { rule: 'open', fired: true },
      { rule: 'closed', fired: false, code: 'route.onlyClosed' },
    ]);
  });
  it('prefers the rule that names the queue', () => {
    expect(decide(site, input({ category: 'clinical', queue: 'espanol' })).route).toBe('spanish');
  });
  it('says when no rule covers the category', () => {
    expect(decide(site, input({ category: 'general' })).trace.map((step) => step.code)).toContain('route.none');
  });
  it('raises the alarm in any language, over any category, and lifts the warm-only policy', () => {
    const decision = decide(site, input({ category: 'clinical', words: 'tiene dolor de pecho desde ayer' }));
    expect(decision).toMatchObject({ priority: 10, transfer: 'any', emergency: { words: ['dolor de pecho'] } });
    expect(decision.emergency!.reach.map((destination) => destination.id)).toEqual(['nurse-a', 'nurse-b', 'doctor']);
  });
  it('offers the escalation of the first rule that wants one, and says so; it starts nothing', () => {
    const steps = [{ to: { skill: 'nurse' } }];
    const callBack = { owner: 'Nurse', within: '1 hours' };
    const asking = (...general: object[]) =>
      decide(
        Site.parse({
          ...site,
          escalations: ['calm', 'fast'].map((id) => ({ id, name: `The ${id} one`, steps, callBack })),
          rules: { ...site.rules, general },
        }),
        input({ category: 'clinical' }),
      );
    const decision = asking(
      { id: 'one', if: { category: ['clinical'] }, escalate: 'fast' },
      { id: 'b', if: {}, escalate: 'calm' },
    );
    expect(decision.escalate).toEqual({ rule: 'one', id: 'fast', name: 'The fast one' });
    expect(decision.trace).toContainEqual({
      rule: 'one',
      fired: true,
      code: 'route.escalates',
      values: { label: 'The fast one' },
    });
    expect(decision.destinations.map(({ id }) => id)).toEqual(names({ category: 'clinical' }));
    expect(asking({ id: 'one', if: { category: ['general'] }, escalate: 'fast' }).escalate).toBeUndefined();
    expect(() => asking({ id: 'one', if: {}, escalate: 'gone' })).toThrow("There is no escalation 'gone'");
  });
  it('gives the same answer to the same question, and ranks without gaps or doubles', () => {
    const presences = fc.constantFrom<Presence>('free', 'busy', 'ringing', 'unregistered', 'paused', 'unknown');
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('201', '202', '203'), presences),
        fc.constantFrom(MONDAY, NIGHT),
        fc.constantFrom('clinical', 'general', undefined),
        fc.constantFrom('en', 'es', undefined),
        (lamps, now, category, language) => {
          const asked = input({ now, category, language, presence: new Map(Object.entries(lamps)) });
          const decision = decide(site, asked);
          expect(decide(site, asked)).toEqual(decision);
          expect(decision.destinations.map((destination) => destination.rank)).toEqual(
            decision.destinations.map((_, index) => index + 1),
          );
          expect(new Set(decision.destinations.map((destination) => destination.id)).size).toBe(
            decision.destinations.length,
          );
        },
      ),
    );
  });
});
