import { expect, it } from 'vitest';
import { testSite } from '../../../test/fakes/parts.ts';

it('asks for no more identifiers than it accepts, each counted once', () => {
  expect(testSite({ privacy: { accepts: ['name', 'mrn'] } }).privacy.accepts).toEqual(['name', 'mrn']);
  expect(() => testSite({ privacy: { identifiers: 3, accepts: ['name', 'mrn'] } })).toThrow(/accept at least/);
  expect(() => testSite({ privacy: { accepts: ['name', 'name'] } })).toThrow(/accept at least/);
  expect(() => testSite({ privacy: { accepts: ['name'] } })).toThrow();
});
