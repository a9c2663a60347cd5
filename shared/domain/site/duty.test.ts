// Hours, rota and escalations as somebody gets them wrong: found when the file is read, never at the first call.
import { describe, expect, it } from 'vitest';
import { testSite } from '../../../test/fakes/parts.ts';
import { Site } from './site.ts';

const good = testSite();
const problems = (change: object): string[] => {
  const read = Site.safeParse({ ...good, ...change });
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};
const [somebody] = good.directory;
const entry = somebody?.id ?? '';
const rotation = { id: 'a', people: [entry], starts: '2026-01-05', handover: { day: 'mon', time: '17:00' } };
const rota = (change: object) => ({ rota: { rotations: [{ ...rotation, ...change }] } });
const escalation = {
  id: 'x',
  name: 'X',
  steps: [{ to: { entry } }],
  callBack: { owner: 'Nurse line', within: '1 hours' },
};
const escalations = (change: object) => ({ escalations: [{ ...escalation, ...change }] });

it('a site without any of it, and one with all of it, is good', () => {
  expect(problems({})).toEqual([]);
  expect(problems({ ...rota({}), ...escalations({}), locations: [{ id: 'west', name: 'West' }] })).toEqual([]);
});

describe('nonsense is named with its place', () => {
  it.each([
    ['nobody in a rotation', rota({ people: [] }), /^rota.rotations.0.people: Name at least one person/],
    ['somebody nobody knows', rota({ people: ['ghost'] }), /people.0: The directory has no entry 'ghost'/],
    ['an end before the start', rota({ ends: '2026-01-01' }), /ends: The end must be later/],
    ['a hand-over at 24:00', rota({ handover: { day: 'mon', time: '24:00' } }), /Write "00:00"/],
    ['a day that is none', rota({ starts: '2026-02-30' }), /There is no such day/],
    ['two rotations of one name', { rota: { rotations: [rotation, rotation] } }, /'a' is used twice/],
    ['a swap of nothing', { rota: { swaps: [{ day: '2026-01-06', with: '2026-01-13' }] } }, /A swap needs a rotation/],
    [
      'an override that ends before it begins',
      { rota: { overrides: [{ entry, from: '2026-01-02T08:00', to: '2026-01-01T08:00' }] } },
      /The end must be later/,
    ],
    ['an escalation without steps', escalations({ steps: [] }), /Name at least one step/],
    [
      'a step to a message',
      escalations({ steps: [{ to: { message: escalation.callBack } }] }),
      /Somebody is rung here/,
    ],
    ['a step to somebody nobody knows', escalations({ steps: [{ to: { entry: 'ghost' } }] }), /no entry 'ghost'/],
    ['a step of a second', escalations({ steps: [{ to: { entry }, ringSeconds: 1 }] }), /ringSeconds/],
    ['a category that is none', escalations({ categories: ['ghost'] }), /no note category 'ghost'/],
    [
      'a closure that ends before it begins',
      { hours: { weekly: {}, closures: [{ date: '2026-01-02', lastDate: '2026-01-01', reason: 'x' }] } },
      /The closure must end after it begins/,
    ],
    ['a zone that is none', { locations: [{ id: 'w', name: 'W', timeZone: 'Nowhere' }] }, /Use a time zone/],
    [
      'a line at a place that is not listed',
      { locations: [{ id: 'w', name: 'W' }], queues: [{ id: 'q', name: 'Q', location: 'e' }] },
      /There is no location 'e'/,
    ],
  ])('%s', (_what, change, message) => expect(problems(change).join('\n')).toMatch(message));
});
