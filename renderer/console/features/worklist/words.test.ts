import { describe, expect, it } from 'vitest';
import { createI18n } from '../../i18n/index.ts';
import { dueAt } from '../../../../shared/domain/work/rules.ts';
import { closedWords, dueWords, eventWords, ownerWords, whatText } from './words.ts';
import type { Speech } from './words.ts';

const ZONE = 'America/New_York';
const { t } = createI18n('en');
const speech = (now: string): Speech => ({
  ...{ t, language: 'en', zone: ZONE, now: Date.parse(now), country: 'US', me: 'ana', mostAttempts: 3 },
});
const due = (text: string, now = '2026-11-20T12:00:00-05:00') =>
  dueWords({ due: text, dueAt: dueAt(text, ZONE) }, speech(now)).replaceAll('\u202f', ' ');

describe('when it is due, in words', () => {
  it.each([
    ['2026-11-20T15:00:00-05:00', 'by 3:00 PM'],
    ['2026-11-20T11:00:00-05:00', 'was due 11:00 AM'],
    ['2026-11-20', 'by today'],
    ['2026-11-21T09:00:00-05:00', 'by tomorrow, 9:00 AM'],
    ['2026-11-19', 'was due yesterday'],
    ['2026-11-25', 'by Wed, Nov 25'],
    ['sometime', 'due now (no readable time)'],
  ])('%s', (text, words) => expect(due(text)).toBe(words));

  it('tomorrow is tomorrow though the night has an hour more or less', () => {
    expect(due('2026-11-02T09:00:00-05:00', '2026-11-01T00:30:00-04:00')).toBe('by tomorrow, 9:00 AM');
    expect(due('2026-03-09', '2026-03-08T01:30:00-05:00')).toBe('by tomorrow');
  });
});

it('says what it is, whose it was, who settled it and why it was changed, without tricks of outside names', () => {
  const now = speech('2026-11-20T12:00:00-05:00');
  expect(whatText({ text: '', kind: 'abandoned', count: 3, queue: 'Front\u202Edesk', owner: 'Sam' }, t)).toBe(
    'Gave up waiting 3 times · Front desk',
  );
  expect(whatText({ text: '', kind: 'missed', count: 1, queue: 'A', owner: 'A' }, t)).toBe('Missed call');
  expect(ownerWords({ owner: 'Old Joe', ownerGone: true }, t)).toBe('nobody: was Old Joe');
  const closed = { at: Date.parse('2026-11-20T10:42:00-05:00'), by: 'chloe', name: 'Chloe' };
  expect(closedWords({ closed: { ...closed, how: 'calledBack' } }, now).replaceAll('\u202f', ' ')).toBe(
    'Called back 10:42 AM by Chloe',
  );
  expect(
    eventWords({ at: 1, by: 'ana', name: 'Ana', what: 'reassigned', owner: '<b>x</b>', reason: 'a bill' }, now),
  ).toBe('Ana passed it on to <b>x</b>: a bill');
});
