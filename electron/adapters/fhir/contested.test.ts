// A correction and somebody else's change, part by part.
import type { Task } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { compare, digestsOf, partsOf, withBoth, withTheirs } from './contested.ts';

const before = digestsOf({ text: 'Call back', owner: 'Nurse line', due: '2026-11-23T17:00:00-08:00' });
const there = { text: 'Call back', owner: 'Nurse line', due: '2026-11-24T01:00:00.000Z' };

describe('what a correction meets', () => {
  it('is nothing where nobody touched it, however the server spells moments and spaces', () => {
    const ours = { ...there, text: 'Call back before noon' };
    expect(compare(ours, { ...there, text: ' Call  back\n' }, before)).toEqual({ theirs: [], contested: [] });
  });

  it('stays theirs where only they changed it, and is a choice where both did', () => {
    const moved = { ...there, due: '2026-11-25', owner: 'Billing' };
    const ours = { ...there, text: 'Call back before noon', owner: 'Referrals' };
    expect(compare(ours, moved, before)).toEqual({ theirs: ['due'], contested: ['owner'] });
  });

  it('is no choice where both changed it to the same, or nobody knows what was written', () => {
    const moved = { ...there, owner: 'Billing' };
    expect(compare(moved, moved, before)).toEqual({ theirs: [], contested: [] });
    expect(compare({ ...there, owner: 'Referrals' }, moved, undefined)).toEqual({ theirs: [], contested: [] });
  });

  it('is settled for what was seen, and for nothing that came after', () => {
    const moved = { ...there, owner: 'Billing' };
    const ours = { ...there, owner: 'Referrals' };
    expect(compare(ours, moved, before, digestsOf(moved)).contested).toEqual([]);
    expect(compare(ours, { ...there, owner: 'Front desk' }, before, digestsOf(moved)).contested).toEqual(['owner']);
  });
});

describe('the two together', () => {
  const task: Task = { resourceType: 'Task', status: 'requested', intent: 'order', description: 'Ours' };
  it('holds both texts, in whatever it is kept as', () => {
    expect(withBoth(task, { text: 'Theirs' }).description).toBe('Ours\n\nTheirs');
    const document = {
      resourceType: 'DocumentReference' as const,
      status: 'current' as const,
      content: [{ attachment: { contentType: 'text/plain', data: Buffer.from('Ours').toString('base64') } }],
    };
    expect(partsOf(withBoth(document, { text: 'Theirs' })).text).toBe('Ours\n\nTheirs');
  });
  it('takes parts as they stand there', () => {
    const theirs: Task = {
      ...task,
      description: 'T',
      performerType: [{ text: 'Billing' }],
      owner: { display: 'Billing' },
    };
    expect(withTheirs(task, theirs, ['owner'])).toMatchObject({ description: 'Ours', owner: { display: 'Billing' } });
  });
});
