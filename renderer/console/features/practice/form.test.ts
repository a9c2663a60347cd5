import { expect, it } from 'vitest';
import type { FormMember } from '../../../../shared/domain/practice/form.ts';
import { detailOf, emptyOf, inShort, membersOf, needsLines, optionOf, titleOf, wordsFrom, wordsText } from './form.ts';
import { coalesced } from './queue.ts';

const member = (name: string, field: FormMember['field'], required = false): FormMember => ({ name, field, required });

it('a new item has what must be there, empty', () => {
  const target = {
    kind: 'oneOf',
    options: [member('skill', { kind: 'record', fields: [member('skill', { kind: 'text' }, true)] })],
  } as const;
  const fields = [
    member('id', { kind: 'text' }, true),
    member('to', { kind: 'list', item: target }, true),
    member('say', { kind: 'texts' }),
    member('when', { kind: 'choice', options: ['open', 'closed'] }, true),
  ];
  expect(emptyOf({ kind: 'record', fields })).toEqual({ id: '', to: [], when: 'open' });
  expect(emptyOf(target)).toEqual({ skill: '' });
});

it('shows what is written and what is simple; the rest waits', () => {
  const fields = [
    member('id', { kind: 'text' }, true),
    member('priority', { kind: 'number' }),
    member('if', { kind: 'record', fields: [] }),
  ];
  const names = (value: unknown, depth: number) => membersOf(fields, value, depth).shown.map(({ name }) => name);
  expect(names({ id: 'a' }, 0)).toEqual(['id', 'priority']);
  expect(names({ id: 'a', if: {} }, 0)).toEqual(['id', 'priority', 'if']);
  expect(names({ id: 'a' }, 1)).toEqual(['id', 'priority']);
  const many = [...fields, ...['a', 'b', 'c'].map((name) => member(name, { kind: 'text' }))];
  expect(membersOf(many, { id: 'a' }, 1).shown.map(({ name }) => name)).toEqual(['id']);
});

it('tells records apart by the key that only one has', () => {
  const options = [member('skill', { kind: 'yaml' }), member('message', { kind: 'yaml' })];
  expect(optionOf(options, { message: {} })?.name).toBe('message');
  expect(optionOf(options, {})).toBeUndefined();
});

it('writes words with commas, or one a line where a comma belongs to them', () => {
  expect(wordsFrom(' nurse , triage,', false)).toEqual(['nurse', 'triage']);
  expect(wordsText(['a', 'b'], false)).toBe('a, b');
  expect(needsLines('skills', ['one, two'])).toBe(true);
  expect(wordsFrom('one, two\n\n three ', true)).toEqual(['one, two', 'three']);
});

it('says an item in one line', () => {
  const route = { id: 'clinical', category: 'clinical', to: [{ skill: 'nurse' }, { onCall: true }], say: { en: 'x' } };
  expect([titleOf(route), detailOf(route)]).toEqual(['clinical', 'clinical · nurse, onCall']);
  expect(titleOf({ id: 'done', label: { en: 'Done' } })).toBe('done');
  expect(inShort({ message: { owner: 'Nurse line', within: '1 hours' } })).toBe('Nurse line · 1 hours');
});

it('tells the host only the last of what was typed into one place, and keeps the order of everything else', () => {
  const set = (value: string, at = 'a') => ({ do: 'set' as const, path: [at], value });
  const remove = { do: 'remove' as const, path: ['a'] };
  expect(coalesced([set('n'), set('nu'), set('nur'), remove, set('x'), set('y', 'b')])).toEqual([
    set('nur'),
    remove,
    set('x'),
    set('y', 'b'),
  ]);
});
