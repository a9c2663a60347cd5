import { describe, expect, it } from 'vitest';
import { cleanName } from './clean.ts';
import { clock, day, dialable, dueText, duration, languageName, moment, phoneNumber } from './format.ts';
import { waitLevel, waitShare } from './wait-level.ts';

const ZONE = 'America/New_York';

describe('durations', () => {
  it.each([
    [0, '0:00'],
    [-500, '0:00'],
    [75_999, '1:15'],
    [4_000_000, '1:06:40'],
  ])('%d ms is %s', (ms, text) => expect(duration(ms)).toBe(text));
  it('keeps the width of a call clock', () => expect(duration(133_000, true)).toBe('02:13'));
});

describe('numbers', () => {
  it('are written as the country writes them, whatever spelling came', () => {
    expect(phoneNumber('+12065550101', 'US')).toBe('(206) 555-0101');
    expect(phoneNumber('206.555.0101', 'US')).toBe('(206) 555-0101');
    expect(phoneNumber('+442079460000', 'US')).toBe('+44 20 7946 0000');
  });
  it('that are none stay as they came', () => {
    expect(phoneNumber('301', 'US')).toBe('301');
    expect(phoneNumber('anonymous', 'US')).toBe('anonymous');
  });
  it.each([
    ['301', '301'],
    ['(206) 555-0101', '2065550101'],
    ['+1 206 555 0101', '+12065550101'],
    ['*97', '*97'],
    ['sip:nurse@pbx.example', 'sip:nurse@pbx.example'],
    ['Ana', undefined],
    ['7', undefined],
    ['', undefined],
    ['12 chairs', undefined],
  ])('%s dials %s', (typed, target) => expect(dialable(typed)).toBe(target));
});

describe('dates', () => {
  it('keep a day a day in every zone', () => {
    expect(day('1980-03-03', 'en')).toBe('Mar 3, 1980');
    expect(moment('2026-11-21', 'en', ZONE)).toBe('Sat, Nov 21');
  });
  it('show an instant on the clock of the clinic', () => {
    expect(moment('2026-11-24T14:20:00Z', 'en', ZONE)).toMatch(/^Tue, Nov 24,? (at )?9:20/);
    expect(clock(Date.parse('2026-11-24T14:20:00Z'), 'es', ZONE)).toBe('9:20');
  });
  it('say only the time for today', () => {
    const now = Date.parse('2026-11-24T13:00:00Z');
    expect(dueText('2026-11-24T14:20:00Z', 'en', ZONE, now)).toMatch(/^9:20/);
    expect(dueText('2026-11-25T14:20:00Z', 'en', ZONE, now)).toContain('Nov 25');
  });
  it('leave what is no date as it is', () => {
    expect(moment('soon', 'en', ZONE)).toBe('soon');
    expect(day('1980-03', 'en')).toBe('1980-03');
  });
});

describe('names from outside', () => {
  it('lose control characters and direction overrides', () => {
    expect(cleanName('Dr.\u202E nekcihc\u0007 \u200BLee')).toBe('Dr. nekcihc Lee');
  });
  it('keep letters of every script', () => expect(cleanName('  María  שלום ')).toBe('María שלום'));
});

it('names a language in itself', () => {
  expect(languageName('es')).toBe('Español');
  expect(languageName('not a tag')).toBe('not a tag');
});

it('colours a wait by the queue’s target', () => {
  expect([12, 30, 51, 90, 100].map((seconds) => waitLevel(seconds * 1000, 30))).toEqual([
    'fine',
    'fine',
    'late',
    'late',
    'lost',
  ]);
  expect(waitShare(45_000, 30)).toBe(0.5);
  expect(waitShare(900_000, 30)).toBe(1);
});
