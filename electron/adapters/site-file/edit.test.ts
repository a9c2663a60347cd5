import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changed, valueAt } from '../../../shared/domain/practice/change.ts';
import type { PracticeChange, PracticePath } from '../../../shared/domain/practice/types.ts';
import { dataOf, edited, readYaml } from './edit.ts';

const example = readFileSync(new URL('../../../build/examples/clinic.yaml', import.meta.url), 'utf8');
const data = (text: string) => dataOf(readYaml(text)!)!;
/** Lines that are new or gone, as a person would count them. */
function lines(before: string, after: string): { gone: string[]; come: string[] } {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < a.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  return { gone: a.slice(head, a.length - tail), come: b.slice(head, b.length - tail) };
}
const change = (text: string, what: PracticeChange) => {
  const after = edited(text, what);
  expect(after, JSON.stringify(what)).toBeDefined();
  expect(data(after!)).toEqual(changed(data(text), what));
  return lines(text, after!);
};

describe('one change in the example', () => {
  it('of a value changes its line and nothing else', () => {
    expect(change(example, { do: 'set', path: ['rules', 'routes', 0, 'priority'], value: 5 })).toEqual({
      gone: ['      priority: 3'],
      come: ['      priority: 5'],
    });
    expect(change(example, { do: 'set', path: ['hours', 'weekly', 'mon', 1, 'to'], value: '17:30' })).toEqual({
      gone: ["    mon: [{ from: '08:00', to: '12:30' }, { from: '13:00', to: '18:00' }]"],
      come: ["    mon: [{ from: '08:00', to: '12:30' }, { from: '13:00', to: '17:30' }]"],
    });
  });

  it('closes the office: the first closure, the second, and both taken back leave the file as it was', () => {
    const snow = { date: '2026-12-01', to: '12:00', reason: 'Snow, roads: closed' };
    const one = edited(example, { do: 'insert', path: ['hours', 'closures', 0], value: snow })!;
    expect(lines(example, one)).toEqual({
      gone: ['  closures: []'],
      come: ['  closures:', "    - { date: '2026-12-01', to: '12:00', reason: 'Snow, roads: closed' }"],
    });
    const two = edited(one, { do: 'insert', path: ['hours', 'closures', 1], value: { ...snow, date: '2026-12-02' } })!;
    expect(lines(one, two).gone).toEqual([]);
    const back = edited(two, { do: 'remove', path: ['hours', 'closures', 0] })!;
    expect(edited(back, { do: 'remove', path: ['hours', 'closures', 0] })).toBe(example);
  });

  it('adds a rule in the hand of its neighbours, moves it up, takes it out', () => {
    const rule = {
      id: 'after-surgery',
      category: 'clinical',
      to: [{ skill: 'nurse' }, { onCall: true }],
      say: { en: 'I connect you, please stay on the line while I reach them for you.', es: 'Le paso.' },
    };
    const count = (data(example)['rules'] as { routes: unknown[] }).routes.length;
    const more = edited(example, { do: 'insert', path: ['rules', 'routes', count], value: rule })!;
    expect(lines(example, more)).toEqual({
      gone: [],
      come: [
        '    - id: after-surgery',
        '      category: clinical',
        '      to: [{ skill: nurse }, { onCall: true }]',
        '      say:',
        '        en: I connect you, please stay on the line while I reach them for you.',
        '        es: Le paso.',
      ],
    });
    const first = edited(more, { do: 'move', path: ['rules', 'routes', count], to: 0 })!;
    expect(valueAt(data(first), ['rules', 'routes', 0, 'id'])).toBe('after-surgery');
    expect(edited(first, { do: 'move', path: ['rules', 'routes', 0], to: count })).toBe(more);
    expect(edited(more, { do: 'remove', path: ['rules', 'routes', count] })).toBe(example);
  });

  it('a word among the red flags is one line', () => {
    const path = ['rules', 'redFlags', 'phrases', 'es'];
    const words = valueAt(data(example), path) as string[];
    expect(change(example, { do: 'set', path, value: words.toSpliced(3, 0, 'no respira') })).toEqual({
      gone: [],
      come: ['        - no respira'],
    });
    expect(change(example, { do: 'set', path, value: words.toSpliced(3, 1) }).come).toEqual([]);
  });

  it('a person’s skills and languages, in a record over several lines', () => {
    const path = ['directory', 0, 'skills'];
    expect(change(example, { do: 'set', path, value: ['nurse', 'triage'] })).toEqual({
      gone: ['      skills: [nurse],'],
      come: ['      skills: [nurse, triage],'],
    });
    expect(change(example, { do: 'set', path: ['directory', 1, 'room'], value: 'Room 9' }).come[0]).toContain(
      'languages: [en], room: Room 9 }',
    );
    change(example, { do: 'remove', path: ['directory', 0, 'group'] });
    change(example, { do: 'remove', path: ['directory', 0] });
  });

  it('what is not there yet is made: a part, a list in it, a text', () => {
    change(example, { do: 'set', path: ['lastEdit'], value: { by: 'priya', at: '2026-11-22T08:00:00Z', why: 'Snow' } });
    change(example, { do: 'set', path: ['rules', 'routes', 2, 'queue'], value: 'billing' });
    change(example, { do: 'insert', path: ['situations', 0], value: { name: 'A' } });
    change(example, { do: 'remove', path: ['rules', 'routes', 0, 'id'] });
    change(example, { do: 'remove', path: ['scripts', 'hold'] });
    change(example, { do: 'set', path: ['scripts', 'hold'], value: { en: 'One\nmoment', es: 'Uno' } });
  });

  it('is refused where it would not mean what it says', () => {
    const text = 'a: &one { x: 1 }\nb: *one\nc: 1\n';
    expect(edited(text, { do: 'set', path: ['b', 'x'], value: 2 })).toBeUndefined();
    expect(edited(text, { do: 'set', path: ['a'], value: { x: 2 } })).toBeUndefined();
    expect(edited(text, { do: 'set', path: ['a', 'x'], value: 2 })).toBeUndefined();
    expect(edited(text, { do: 'set', path: ['c'], value: 2 })).toBe('a: &one { x: 1 }\nb: *one\nc: 2\n');
    expect(edited('a: [', { do: 'set', path: ['a'], value: 2 })).toBeUndefined();
    expect(edited(text, { do: 'remove', path: ['d', 3] })).toBeUndefined();
  });
});

const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { noNullPrototype: true });

/** Every place of the data, and its value. */
function places(value: unknown, path: PracticePath = ['x']): { path: PracticePath; value: unknown }[] {
  const here = path[0] === 'x' ? [] : [{ path, value }];
  if (value === null || typeof value !== 'object') return here;
  const below = Object.entries(value).flatMap(([key, inner]) =>
    places(inner, [...(path[0] === 'x' ? [] : path), Array.isArray(value) ? Number(key) : key]),
  );
  return [...here, ...below];
}

it('whatever is changed, the file says exactly that, and every comment elsewhere is there', () => {
  const all = places(data(example));
  const comments = example.split('\n').filter((line) => line.trim().startsWith('#'));
  const anything = fc.oneof(
    fc.string(),
    fc.constantFrom('yes', '08:00', '# no comment', 'a: b', '- x', "it's", '{', 'two\nlines', ' blank ', '*all', ''),
    fc.integer(),
    fc.boolean(),
    fc.array(fc.string({ maxLength: 8 }), { maxLength: 4 }),
    fc.array(record({ id: fc.string(), to: fc.array(record({ skill: fc.string() }), { maxLength: 2 }) }), {
      maxLength: 3,
    }),
    record({ en: fc.string(), es: fc.string({ minLength: 90, maxLength: 130 }) }),
  );
  fc.assert(
    fc.property(
      fc.nat(all.length - 1),
      anything,
      fc.constantFrom('set', 'remove', 'insert', 'move'),
      fc.nat(6),
      (at, value, what, to) => {
        const { path } = all[at]!;
        const asked = (what === 'move' ? { do: what, path, to } : { do: what, path, value }) as PracticeChange;
        const wanted = changed(data(example), asked);
        const after = edited(example, asked);
        if (wanted === undefined) {
          expect(after).toBeUndefined();
          return;
        }
        expect(after, JSON.stringify(asked)).toBeDefined();
        expect(data(after!)).toEqual(wanted);
        const kept = new Set(after!.split('\n').filter((line) => line.trim().startsWith('#')));
        // Only what stood inside what was replaced may go with it.
        if (path.length > 2 || what === 'move')
          expect(comments.filter((line) => !kept.has(line)).length).toBeLessThan(3);
      },
    ),
    { numRuns: 100 },
  );
}, 60_000);
