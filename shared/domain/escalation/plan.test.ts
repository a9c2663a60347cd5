import { describe, expect, it } from 'vitest';
import { testSite } from '../../../test/fakes/parts.ts';
import { CallId } from '../call/call.ts';
import { callBackDue, planFor } from './plan.ts';

const person = (id: string, number: string, skills: string[] = []) => ({ id, name: id, number, skills });
const steps = (...to: object[]) => to.map((one) => ({ to: one }));
const site = (more: object = {}) =>
  testSite({
    clinic: { name: 'One', timeZone: 'America/New_York' },
    rules: {},
    directory: [
      person('lee', '301'),
      person('kim', '302'),
      person('ana', '201', ['nurse']),
      person('desk', '101', ['nurse']),
    ],
    onCall: [
      { entry: 'lee', from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' },
      { entry: 'kim', from: '2026-06-01T00:00:00Z', to: '2027-01-01T00:00:00Z' },
    ],
    ...more,
  });
const AT = Date.parse('2026-12-01T10:00:30-05:00');
const plan = (of: ReturnType<typeof site>, category?: string) =>
  planFor(of, CallId.parse('a'), { category, at: AT, extension: '101' });
const names = (of: ReturnType<typeof site>, category?: string) => plan(of, category).targets.map(({ label }) => label);
const callBack = { owner: 'Nurse line', within: '30 minutes' };

describe('who is rung', () => {
  it('without an escalation in the site file: whoever is on call, in order', () => {
    expect(names(site())).toEqual(['lee', 'kim']);
    expect(plan(site())).toMatchObject({ escalation: 'on-call', connect: 'introduce' });
  });
  it('each number once, never the own desk, in the order of the steps', () => {
    const escalation = {
      id: 'x',
      name: 'X',
      steps: steps({ skill: 'nurse' }, { onCall: true }, { entry: 'lee' }),
      callBack,
    };
    expect(names(site({ escalations: [escalation] }))).toEqual(['ana', 'lee', 'kim']);
  });
  it('the escalation that names the category, else the one for every call', () => {
    const notes = {
      categories: [{ id: 'clinical', label: { en: 'Clinical' }, fields: [] }],
      outcomes: [{ id: 'done', label: { en: 'Done' } }],
    };
    const any = { id: 'any', name: 'Any', steps: steps({ entry: 'kim' }), callBack };
    const clinical = {
      id: 'clinical',
      name: 'Clinical',
      categories: ['clinical'],
      steps: steps({ entry: 'ana' }),
      callBack,
    };
    const both = site({ notes, escalations: [any, clinical] });
    expect([names(both, 'clinical'), names(both, 'general'), names(both)]).toEqual([['ana'], ['kim'], ['kim']]);
  });
  it('the one a rule wants comes before all; one that is not there any more is nobody’s', () => {
    const one = (id: string, entry: string) => ({ id, name: id, steps: steps({ entry }), callBack });
    const both = site({ escalations: [one('any', 'kim'), one('fast', 'ana')] });
    const rung = (wanted?: string) =>
      planFor(both, CallId.parse('a'), { wanted, category: undefined, at: AT, extension: '101' }).escalation;
    expect([rung('fast'), rung('gone'), rung()]).toEqual(['fast', 'any', 'any']);
  });
  it('nobody, when nobody is on call', () => expect(names(site({ onCall: [] }))).toEqual([]));
});

it('a call-back is due by the clock, at night too; in days with the office', () => {
  expect(callBackDue('30 minutes', site(), AT)).toBe('2026-12-01T10:31:00-05:00');
  expect(callBackDue('2 hours', site(), Date.parse('2026-12-01T23:00:00-05:00'))).toBe('2026-12-02T01:00:00-05:00');
});
