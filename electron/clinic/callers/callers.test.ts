import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { describe, expect, it } from 'vitest';
import { CALLER_ROSTER } from '../roster.ts';
import { resolveNumber } from '../pbx/core/dialplan.ts';
import { parseOptions } from '../options.ts';
import { nextArrival, seededRandom, shuffled } from './random.ts';
import { HOUSE_PROMPTS, SCENARIOS } from './scenarios.ts';

const SOUNDS = path.join(import.meta.dirname, 'sounds');

describe('scenarios', () => {
  it('covers every reason to call, both languages, an emergency, an anonymous and an unknown caller', () => {
    expect(SCENARIOS.length).toBeGreaterThanOrEqual(14);
    expect(new Set(SCENARIOS.map(({ category }) => category)).size).toBe(6);
    expect(new Set(SCENARIOS.map(({ language }) => language))).toEqual(new Set(['en', 'es']));
    expect(SCENARIOS.some(({ urgency }) => urgency === 'emergency')).toBe(true);
    expect(SCENARIOS.some(({ number }) => number === '')).toBe(true);
    const known = new Set(CALLER_ROSTER.map(({ e164 }) => e164));
    const of = (number: string): string => parsePhoneNumberFromString(number, 'US')?.number ?? '';
    expect(SCENARIOS.filter(({ number }) => number !== '' && !known.has(of(number)))).toHaveLength(2);
    for (const { id, patient, number } of SCENARIOS.filter((scenario) => scenario.patient))
      expect(of(number), id).toBe(CALLER_ROSTER.find((entry) => entry.id === patient)?.e164);
  });

  it('has a small sound for each and none left over', () => {
    const names = [...SCENARIOS.map(({ id }) => id), ...Object.keys(HOUSE_PROMPTS)].map((id) => `${id}.ulaw`);
    expect(readdirSync(SOUNDS).toSorted()).toEqual(names.toSorted());
    for (const name of names) expect(statSync(path.join(SOUNDS, name)).size, name).toBeLessThan(40_000);
  });
});

describe('chance', () => {
  it('is the same for the same seed', () => {
    const day = (seed: number): number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 20 }, () => nextArrival(random, 30));
    };
    expect(day(1)).toEqual(day(1));
    expect(day(1)).not.toEqual(day(2));
  });

  it('keeps to the rate', () => {
    const random = seededRandom(7);
    const gaps = Array.from({ length: 5000 }, () => nextArrival(random, 60));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    expect(mean).toBeGreaterThan(55_000);
    expect(mean).toBeLessThan(61_000);
  });

  it('shuffles without losing anybody', () => {
    const deck = SCENARIOS.map(({ id }) => id);
    expect(shuffled(deck, seededRandom(3)).toSorted()).toEqual(deck.toSorted());
  });
});

describe('numbers', () => {
  const plan = { desks: ['101'], queues: new Map([['700', 'front-desk']]) };
  it.each([
    ['101', 'desk'],
    ['201', 'colleague'],
    ['601', 'echo'],
    ['700', 'queue'],
    ['front-desk', 'queue'],
    ['(206) 555-0199', 'outside'],
    ['+12065550199', 'outside'],
    ['911', 'emergency'],
    ['900', 'park'],
    ['901', 'slot'],
    ['910', 'slot'],
    ['912', 'unknown'],
    ['**102', 'pickUp'],
    ['*99', 'playback'],
    ['999', 'unknown'],
    ['', 'unknown'],
  ])('%s is %s', (number, kind) => expect(resolveNumber(number, plan).kind).toBe(kind));
});

describe('options', () => {
  it('has defaults and refuses nonsense', () => {
    expect(parseOptions([])).toMatchObject({ seed: 1, callsPerHour: 30, quiet: false, sipPort: 0 });
    expect(parseOptions(['--quiet', '--calls-per-hour', '60']).callsPerHour).toBe(60);
    expect(() => parseOptions(['--sip-port', '70000'])).toThrow('--sip-port');
    expect(() => parseOptions(['--nonsense'])).toThrow();
  });
});
