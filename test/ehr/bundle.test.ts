// What an export holds is valid FHIR R4, whatever the notes hold: bundle, calls, owed steps, superseded versions.
import { validateResource } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { collectionOf } from '../../electron/adapters/fhir/bundle.ts';
import { loadR4Definitions } from '../../electron/clinic/ehr/definitions.ts';
import type { EhrWrite } from '../../electron/ports/ehr.ts';
import { sampleWrite } from './samples.ts';

const NOW = Date.UTC(2026, 10, 22);
const problems = (resource: Resource) => validateResource(resource).map(({ details }) => details?.text);

function expectValid(writes: readonly { write: EhrWrite; earlier: EhrWrite[] }[]): Resource[] {
  const bundle = collectionOf(writes, NOW);
  const resources = (bundle.entry ?? []).map(({ resource }) => resource as Resource);
  expect(problems(bundle)).toEqual([]);
  for (const resource of resources) expect(problems(resource)).toEqual([]);
  return resources;
}

beforeAll(loadR4Definitions);

describe('an export as FHIR', () => {
  it('holds each call, its owed step, and what stood before a correction', () => {
    const write = sampleWrite('c1', 'communication');
    const earlier = { ...write, note: { ...write.note, version: 2 } };
    const resources = expectValid([
      { write, earlier: [earlier] },
      { write: sampleWrite('c2', 'communication'), earlier: [] },
    ]);
    expect(resources.map(({ resourceType }) => resourceType)).toEqual([
      'Communication',
      'Task',
      'DocumentReference',
      'Communication',
      'Task',
    ]);
    expect(resources[2]).toMatchObject({ status: 'superseded', identifier: [{ value: 'c1/version-2' }] });
    const urls = collectionOf([{ write, earlier: [earlier] }], NOW).entry?.map(({ fullUrl }) => fullUrl);
    expect(new Set(urls).size).toBe(3);
    expect(collectionOf([{ write, earlier: [earlier] }], NOW).entry?.map(({ fullUrl }) => fullUrl)).toEqual(urls);
  });

  it('stays valid with any text in it', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(text, text, text, fc.string({ minLength: 1, maxLength: 20 }), (words, told, owner, callId) => {
        const write = sampleWrite(callId, 'communication');
        const content = { ...write.note.content, words, told, nextStep: { text: words, owner, due: 'whenever' } };
        expectValid([{ write: { ...write, note: { ...write.note, content }, authorName: owner }, earlier: [] }]);
      }),
      { numRuns: 40 },
    );
  });
});
