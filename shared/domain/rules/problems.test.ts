import { describe, expect, it } from 'vitest';
import { testSite } from '../../../test/fakes/parts.ts';
import { findRuleProblems } from './problems.ts';
import type { z } from 'zod';
import type { Site } from '../site/site.ts';

type RulesIn = z.input<typeof Site>['rules'];
const NOW = '2026-11-23T15:00:00Z';
const message = { message: { owner: 'Front desk', within: '1 hours' } };
const covered = [
  { id: 'clinical', category: 'clinical', to: [message] },
  { id: 'general', category: 'general', to: [message] },
];
const site = (rules: Partial<RulesIn>) =>
  testSite({
    hours: {
      weekly: Object.fromEntries(
        ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [{ from: '08:00', to: '17:00' }]]),
      ),
      holidays: [{ date: '2026-11-26', name: 'Thanksgiving' }],
    },
    directory: [
      { id: 'nurse', name: 'Nurse', number: '301', skills: ['triage'] },
      { id: 'doctor', name: 'Doctor', number: '302' },
      { id: 'desk', name: 'Desk', number: '303' },
    ],
    rules: { routes: covered, ...rules } as RulesIn,
  });
const problems = (rules: Partial<RulesIn>, now = NOW) => findRuleProblems(site(rules), now);

describe('a site whose rules are in order', () => {
  it('has no problems', () => expect(problems({})).toEqual([]));
});

describe('a rule that never holds', () => {
  it.each([
    ['category', { category: ['general'] }],
    ['number', { withheld: true, number: ['206*'] }],
    ['caller', { withheld: true, caller: 'known' }],
    ['queue', { direct: true, queue: ['front'] }],
    ['patient.age', { patient: { age: { from: 18, to: 5 } } }],
    ['staff', { staff: { skill: 'triage', freeAtLeast: 2, freeAtMost: 1 } }],
    ['time.dates', { time: { dates: { from: '2026-12-01', to: '2026-11-01' } } }],
    ['office', { time: { office: 'closed' } }],
    ['any', { any: [{ withheld: true, area: ['206'] }] }],
  ])('because of its %s', (line, condition) => {
    const odd = { id: 'odd', category: 'clinical', when: 'open', if: condition, to: [message] };
    expect(problems({ routes: [odd, ...covered] } as never).filter(({ code }) => code === 'neverHolds')).toEqual([
      { code: 'neverHolds', rule: 'odd', path: ['rules', 'routes', 0, 'if'], values: { rule: 'odd', line } },
    ]);
  });
});

describe('a rule that another one always comes before', () => {
  const found = (rules: Partial<RulesIn>) =>
    problems(rules).flatMap(({ code, rule, values }) => (values['by'] ? [`${code} ${rule} ${values['by']}`] : []));
  it('because the other is the same', () => {
    const twin = { id: 'twin', category: 'clinical', to: [{ skill: 'triage' }] };
    expect(found({ routes: [...covered, twin] })).toEqual(['contradiction twin clinical']);
    expect(found({ routes: [...covered, { ...twin, to: [message] }] })).toEqual(['shadowed twin clinical']);
  });
  it('because a general rule with destinations fits wherever it does', () => {
    const all = { id: 'all', if: { category: ['clinical'] }, to: [{ skill: 'triage' }] };
    expect(found({ general: [all] })).toEqual(['shadowed clinical all']);
  });
  it('and not because it is only like it', () => {
    const day = { id: 'day', category: 'clinical', when: 'open' as const, to: [{ skill: 'triage' }] };
    const lunch = { id: 'lunch', time: { from: '12:00', to: '13:00' }, to: [message] };
    const old = { id: 'old', category: 'clinical', if: { patient: { age: { from: 65 } } }, to: [{ entry: 'doctor' }] };
    expect(found({ routes: [...covered, day, old], time: [lunch] })).toEqual([]);
  });
});

it('a rule that names people and forbids the transfer, and a policy that wants and forbids the same', () => {
  const codes = problems({
    routes: [...covered, { id: 'odd', category: 'general', when: 'open', to: [{ entry: 'nurse' }], transfer: 'none' }],
    transfers: [
      { id: 'only', category: ['clinical'], require: [{ entry: 'doctor' }] },
      { id: 'never', forbid: [{ entry: 'doctor' }] },
    ],
  }).map(({ code, rule }) => `${code} ${rule}`);
  expect(codes).toEqual(['offersNobody odd', 'policyContradiction only', 'nobodyThere odd']);
});

it('cover lists that go in a circle, each circle once', () => {
  const cover = [
    { for: 'nurse', by: ['doctor'] },
    { for: 'doctor', by: ['desk'] },
    { for: 'desk', by: ['nurse'] },
  ];
  expect(problems({ cover })).toMatchObject([
    { code: 'coverCycle', path: ['rules', 'cover', 0], values: { who: 'nurse → doctor → desk → nurse' } },
  ]);
  // Two who stand in for each other are as usual as they are harmless.
  expect(problems({ cover: [cover[0]!, { for: 'doctor', by: ['nurse'] }] })).toEqual([]);
});

describe('an hour at which a category leads to nobody', () => {
  it('has no rule: once for all lines, with the first moment and how long', () => {
    const open = { id: 'clinical', category: 'clinical', when: 'open' as const, to: [message] };
    expect(problems({ routes: [open, covered[1]!] })).toMatchObject([
      { code: 'noRule', values: { category: 'clinical', when: 'closed', day: '2026-11-23', clock: '00:00' } },
      { code: 'noRule', values: { category: 'clinical', when: 'holiday', day: '2026-11-26' } },
    ]);
  });
  it('has a rule whose people are on call for another week', () => {
    const duty = { id: 'clinical', category: 'clinical', to: [{ onCall: true as const }] };
    expect(problems({ routes: [duty, covered[1]!] })[0]).toMatchObject({
      code: 'nobodyThere',
      rule: 'clinical',
      path: ['rules', 'routes', 0, 'to'],
    });
  });
  it('is found whatever the clock says', () => expect(problems({}, 'not a time')).toEqual([]));
});
