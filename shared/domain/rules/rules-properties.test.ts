// What holds of every decision, whatever the rules and whoever calls; and what a site file can do wrong without harm.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Presence } from '../queue/types.ts';
import { Site } from '../site/site.ts';
import { decide } from './decide.ts';
import { findRuleProblems } from './problems.ts';
import { judgeTransfer, policySiteOf } from './transfer.ts';
import type { DecisionInput } from './types.ts';

type RulesIn = z.input<typeof Site>['rules'];
const label = (en: string) => ({ en });
const QUEUES = ['front', 'billing'];
const CATEGORIES = ['clinical', 'billing', 'general'];
const ENTRIES = ['nurse', 'doctor', 'clerk', 'surgeon'];

const siteWith = (rules: RulesIn): Site =>
  Site.parse({
    clinic: { name: 'Test', timeZone: 'America/New_York' },
    phone: { servers: ['wss://pbx.example/ws'], domain: 'pbx.example' },
    queues: QUEUES.map((id) => ({ id, name: id, number: `8${id.length}` })),
    users: [{ id: 'a', name: 'A', role: 'receptionist', extension: '101' }],
    hours: { weekly: { mon: [{ from: '08:00', to: '17:00' }] } },
    directory: [
      { id: 'nurse', name: 'Nurse', number: '201', skills: ['care'], languages: ['en', 'es'] },
      { id: 'doctor', name: 'Doctor', number: '202', skills: ['care'] },
      { id: 'clerk', name: 'Clerk', number: '203', skills: ['money'] },
      { id: 'surgeon', name: 'Surgeon', number: '2065550190', kind: 'outside' },
    ],
    rules,
    notes: {
      categories: CATEGORIES.map((id) => ({
        id,
        label: label(id),
        fields: [{ id: 'who', label: label('Who'), type: 'text' }],
      })),
      outcomes: [{ id: 'done', label: label('Done') }],
    },
  });

const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;

const condition = fc
  .record({
    queue: maybe(some(QUEUES)),
    category: maybe(some(CATEGORIES)),
    language: maybe(some(['en', 'es'])),
    area: maybe(some(['206', '425'])),
    number: maybe(some(['206555*', '4255550?99', '+1206*'])),
    withheld: maybe(fc.boolean()),
    caller: maybe(fc.constantFrom('known', 'new')),
    repeat: maybe(fc.boolean()),
    words: maybe(some(['refill', 'bill', 'second opinion'])),
    role: maybe(some(['receptionist', 'supervisor'])),
    patient: maybe(fc.record({ age: fc.record({ from: fc.nat(90) }) })),
    time: maybe(
      fc.constantFrom(
        { office: 'open' },
        { days: ['mon'], from: '22:00', to: '06:00' },
        { from: '12:00', to: '13:00' },
      ),
    ),
    not: maybe(fc.constantFrom({ queue: ['front'] }, { patient: { restricted: true } }, { language: ['es'] })),
    any: maybe(fc.constantFrom([{ queue: ['front'] }, { area: ['425'] }])),
  })
  .map(defined);

const target = fc.constantFrom(
  ...ENTRIES.map((entry) => ({ entry })),
  ...[{ skill: 'care' }, { skill: 'money' }, { queue: 'front' }, { message: { owner: 'Desk', within: '1 hours' } }],
);
const generalRule = fc
  .record({
    if: condition,
    priority: maybe(fc.nat(10)),
    transfer: maybe(fc.constantFrom('any', 'warmOnly', 'none')),
    banner: maybe(fc.constant(label('Look here'))),
    require: maybe(fc.constant(['who'])),
    to: maybe(fc.array(target, { minLength: 1, maxLength: 3 })),
  })
  .map((rule) => defined({ ...rule, priority: rule.priority ?? 1 }));
const route = fc
  .record({
    category: fc.constantFrom(...CATEGORIES),
    when: fc.constantFrom('open', 'closed', 'always'),
    queue: maybe(fc.constantFrom(...QUEUES)),
    if: maybe(condition),
    to: fc.array(target, { minLength: 1, maxLength: 3 }),
    transfer: fc.constantFrom('any', 'warmOnly', 'none'),
    priority: fc.nat(10),
  })
  .map(defined);
const selector = fc.constantFrom(
  ...ENTRIES.map((entry) => ({ entry })),
  ...[{ skill: 'care' }, { kind: 'outside' }, { number: '20?' }],
);
const policy = fc
  .record({
    category: maybe(some(CATEGORIES)),
    role: maybe(some(['receptionist', 'supervisor'])),
    warmOnly: maybe(fc.array(selector, { minLength: 1, maxLength: 2 })),
    forbid: maybe(fc.array(selector, { minLength: 1, maxLength: 2 })),
    require: maybe(fc.array(selector, { minLength: 1, maxLength: 2 })),
  })
  .map((rule) =>
    defined(rule.warmOnly || rule.forbid || rule.require ? rule : { ...rule, forbid: [{ entry: 'clerk' }] }),
  );
const cover = fc
  .uniqueArray(fc.record({ for: fc.constantFrom(...ENTRIES), by: some(ENTRIES) }), {
    selector: (each) => each.for,
    maxLength: 4,
  })
  .map((list) => list.map((each) => ({ ...each, by: each.by.filter((id) => id !== each.for) })))
  .map((list) => list.filter(({ by }) => by.length > 0));

const named = <T extends object>(list: T[], prefix: string) =>
  list.map((rule, at) => ({ id: `${prefix}-${at}`, ...rule }));
const rulesFor = (most: number) =>
  fc
    .record({
      general: fc.array(generalRule, { maxLength: most }),
      routes: fc.array(route, { maxLength: most }),
      transfers: fc.array(policy, { maxLength: 4 }),
      cover,
    })
    .map(({ general, routes, transfers, cover: covers }) => ({
      ...{ general: named(general, 'general'), routes: named(routes, 'route'), transfers: named(transfers, 'policy') },
      cover: covers,
    }));

const presences = fc.constantFrom<Presence>('free', 'busy', 'away', 'unregistered', 'ringing', 'unknown');
const question: fc.Arbitrary<DecisionInput> = fc
  .record({
    now: fc.constantFrom('2026-11-23T15:00:00Z', '2026-11-24T04:30:00Z', '2026-11-23T17:30:00Z', 'no time at all'),
    number: fc.constantFrom('+12065550123', '4255550199', '201', '', 'anonymous'),
    withheld: fc.boolean(),
    queue: maybe(fc.constantFrom(...QUEUES)),
    known: maybe(fc.boolean()),
    repeat: maybe(fc.boolean()),
    language: maybe(fc.constantFrom('en', 'es')),
    category: maybe(fc.constantFrom(...CATEGORIES)),
    words: fc.constantFrom('', 'Needs a refill', 'Wants a second opinion about the bills'),
    role: maybe(fc.constantFrom<'receptionist' | 'supervisor'>('receptionist', 'supervisor')),
    patient: maybe(fc.record({ age: maybe(fc.nat(99)), restricted: maybe(fc.boolean()) })),
    lamps: fc.dictionary(fc.constantFrom('201', '202', '203'), presences),
  })
  .map(({ lamps, ...rest }) => ({ ...rest, presence: new Map(Object.entries(lamps)) }));

const withoutTrace = ({ trace: _trace, ...decision }: ReturnType<typeof decide>) => decision;

describe('every decision', () => {
  it('is the same for the same question, and offers nobody outside the policy, and always a way out', () => {
    fc.assert(
      fc.property(rulesFor(8), question, (rules, asked) => {
        const site = siteWith(rules as RulesIn);
        const decision = decide(site, asked);
        expect(decide(site, asked)).toEqual(decision);
        const policies = policySiteOf(site);
        for (const { number, kind, transfer } of decision.destinations) {
          if (kind !== 'dial' || number === undefined) continue;
          const verdict = judgeTransfer(policies, { number, category: asked.category, role: asked.role });
          expect(verdict.allowed).not.toBe('none');
          expect(decision.transfer).not.toBe('none');
          if (verdict.allowed === 'warmOnly') expect(transfer).toBe('warmOnly');
        }
        if (asked.category !== undefined || decision.route !== undefined)
          expect(decision.destinations.some(({ kind }) => kind === 'message')).toBe(true);
        expect(new Set(decision.destinations.map(({ id }) => id)).size).toBe(decision.destinations.length);
      }),
      { numRuns: 300 },
    );
  });

  it('is not changed by the order of general rules and of the policy, but for who is asked first', () => {
    fc.assert(
      fc.property(rulesFor(8), question, (rules, asked) => {
        const turned = { ...rules, general: [...rules.general].reverse(), transfers: [...rules.transfers].reverse() };
        const sums = (given: typeof rules) => {
          const { priority, transfer, banners = [], require = [] } = decide(siteWith(given as RulesIn), asked);
          return { priority, transfer, banners: banners.map(({ rule }) => rule).sort(), require: [...require].sort() };
        };
        expect(sums(turned)).toEqual(sums(rules));
        const verdicts = (given: typeof rules) =>
          ['201', '202', '203', '2065550190', '911'].map((number) =>
            judgeTransfer(policySiteOf(siteWith(given as RulesIn)), {
              number,
              category: asked.category,
              role: asked.role,
            }),
          );
        expect(verdicts(turned)).toEqual(verdicts(rules));
      }),
      { numRuns: 200 },
    );
  });

  it('is the same whether the index finds the rules or all of them are looked at', () => {
    // Rules for a queue that never calls fill the site beyond what is looked at one by one.
    const filler = Array.from({ length: 60 }, (_, at) => ({
      ...{ id: `filler-${at}`, if: { queue: ['billing'], withheld: true, repeat: true, area: ['999'] }, priority: 1 },
    }));
    fc.assert(
      fc.property(rulesFor(8), question, (rules, asked) => {
        const few = decide(siteWith(rules as RulesIn), asked);
        const many = decide(siteWith({ ...rules, general: [...rules.general, ...filler] } as RulesIn), asked);
        expect(withoutTrace(many)).toEqual(withoutTrace(few));
      }),
      { numRuns: 200 },
    );
  });

  it('never forbids the numbers for help', () => {
    fc.assert(
      fc.property(rulesFor(2), (rules) => {
        expect(judgeTransfer(policySiteOf(siteWith(rules as RulesIn)), { number: '911' }).allowed).toBe('any');
      }),
      { numRuns: 50 },
    );
  });
});

const asked: DecisionInput = {
  now: '2026-11-23T15:00:00Z',
  withheld: false,
  words: '',
  presence: new Map(),
  category: 'clinical',
};
const message = { message: { owner: 'Desk', within: '1 hours' } };
const covered = CATEGORIES.map((category) => ({ id: `c-${category}`, category, to: [message] }));

describe('a site that does something wrong', () => {
  it('has a rule that throws: the others decide, and the trace names it', () => {
    const site = siteWith({
      routes: covered,
      general: [
        { id: 'odd', if: {}, priority: 3 },
        { id: 'good', if: {}, priority: 5 },
      ],
    });
    const broken = {
      ...site,
      rules: { ...site.rules, general: [{ ...site.rules.general[0]!, if: null as never }, site.rules.general[1]!] },
    };
    Object.defineProperty(broken.rules.general[0], 'if', {
      get: () => {
        throw new Error('broken');
      },
    });
    const decision = decide(broken, asked);
    expect(decision).toMatchObject({ priority: 5, route: 'c-clinical' });
    expect(decision.trace).toContainEqual({ rule: 'odd', fired: false, code: 'route.failed', values: {} });
  });

  it('has cover lists that lead in circles: everybody is offered once', () => {
    const cover = [
      { for: 'nurse', by: ['doctor'] },
      { for: 'doctor', by: ['clerk'] },
      { for: 'clerk', by: ['nurse'] },
    ];
    const site = siteWith({ routes: [{ id: 'r', category: 'clinical', to: [{ entry: 'nurse' }] }], cover });
    const away = new Map<string, Presence>(['201', '202', '203'].map((number) => [number, 'away']));
    const ids = decide(site, { ...asked, presence: away }).destinations.map(({ id }) => id);
    expect(ids).toEqual(['clerk', 'doctor', 'nurse', 'message-front']);
  });

  it('names entries, skills, queues and fields that are not there: each is said with its place', () => {
    const wrong = {
      routes: [{ id: 'r', category: 'nope', to: [{ entry: 'ghost' }, { queue: 'nope' }, { answeringService: true }] }],
      general: [
        { id: 'r', if: { staff: { skill: 'magic' }, queue: ['nope'] }, require: ['nofield'], redirect: message },
      ],
      transfers: [{ id: 't', forbid: [{ skill: 'magic' }] }],
      cover: [
        { for: 'ghost', by: ['nurse'] },
        { for: 'nurse', by: ['nurse'] },
      ],
    };
    const parsed = Site.safeParse({ ...siteWith({}), rules: wrong });
    const places = parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
    expect(places.sort()).toEqual([
      'rules.cover.0.for',
      'rules.cover.1.by.0',
      'rules.general.0.id',
      'rules.general.0.if.queue.0',
      'rules.general.0.if.staff.skill',
      'rules.general.0.redirect.message',
      'rules.general.0.require.0',
      'rules.routes.0.category',
      'rules.routes.0.to.0.entry',
      'rules.routes.0.to.1.queue',
      'rules.routes.0.to.1.queue',
      'rules.routes.0.to.2.answeringService',
      'rules.transfers.0.forbid.0.skill',
    ]);
  });

  it.each([
    [{ general: [{ id: 'g', if: { queue: [] }, priority: 1 }] }],
    [{ general: [{ id: 'g', if: { number: ['(a+)+$'] }, priority: 1 }] }],
    [{ general: [{ id: 'g', if: { number: ['*'] }, priority: 1 }] }],
    [{ general: [{ id: 'g', if: {} }] }],
    [{ general: [{ id: 'g', if: {}, decline: 'voicemail', redirect: { entry: 'nurse' } }] }],
    [{ general: [{ id: 'g', if: { time: { from: '25:00' } }, priority: 1 }] }],
    [{ transfers: [{ id: 't', category: ['clinical'] }] }],
    [{ cover: [{ for: 'nurse', by: [] }] }],
  ])('is refused with %j', (rules) => {
    expect(Site.safeParse({ ...siteWith({}), rules }).success).toBe(false);
  });

  it('has ten thousand rules: read, asked and checked in reasonable time', () => {
    const general = Array.from({ length: 10_000 }, (_, at) => ({
      ...{
        id: `g-${at}`,
        if: { area: [String(200 + (at % 800))], category: [CATEGORIES[at % 3]!] },
        priority: at % 10,
      },
    }));
    const began = performance.now();
    const site = siteWith({ routes: covered, general });
    const number = '+12065550123';
    for (let at = 0; at < 200; at++) decide(site, { ...asked, number, category: CATEGORIES[at % 3]! });
    expect(findRuleProblems(site, asked.now)).toEqual([]);
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it('and a clock that jumps, or shows no time at all', () => {
    const site = siteWith({
      routes: covered,
      time: [{ id: 'night', time: { from: '22:00', to: '06:00' }, priority: 9 }],
    });
    const at = (now: string) => decide(site, { ...asked, now }).priority;
    expect(
      ['2026-11-24T04:00:00Z', '2026-11-23T15:00:00Z', '1971-01-01T09:00:00Z', 'never', '2999-01-01T04:00:00Z'].map(at),
    ).toEqual([9, 0, 9, 0, 9]);
  });
});
