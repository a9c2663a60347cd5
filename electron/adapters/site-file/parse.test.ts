import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSite } from './parse.ts';

const example = readFileSync(new URL('../../../build/examples/clinic.yaml', import.meta.url), 'utf8');
const problemsOf = (text: string) => {
  const reading = parseSite(text);
  return reading.ok ? [] : reading.problems;
};
/** Line and column (from 1) of the first place `needle` stands in the example. */
const placeOf = (text: string, needle: string) => {
  const before = text.slice(0, text.indexOf(needle)).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
};

describe('a broken site file', () => {
  it.each([
    ['a misspelt key', 'timeZone: America', 'timezone: America', 'timezone', /not known here|missing/],
    [
      'a time without quotes or sense',
      "from: '09:00', to: '12:00'",
      "from: '9 am', to: '12:00'",
      "from: '9 am'",
      /"08:30"/,
    ],
    [
      'parking slots that swallow the emergency number',
      "{ from: '901', to: '910' }",
      "{ from: '901', to: '920' }",
      "{ from: '901', to: '920' }",
      /911.*end them before it/,
    ],
    [
      'an end before its start',
      "from: '09:00', to: '12:00'",
      "from: '13:00', to: '12:00'",
      "to: '12:00' }]\n  holidays",
      /later than the start/,
    ],
    [
      'an unknown role',
      'role: supervisor',
      'role: boss',
      'role: boss',
      /receptionist, assistant, supervisor, administrator/,
    ],
    [
      'a destination nobody has',
      'to: [{ skill: records }',
      'to: [{ skill: archives }',
      'skill: archives',
      /Nobody in the directory has the skill 'archives'/,
    ],
    [
      'an id used twice',
      'id: records\n      category',
      'id: referrals\n      category',
      'id: referrals\n      category: records',
      /used twice/,
    ],
    [
      'an intercom prefix that swallows the number for help',
      "intercomPrefix: '*80'",
      "intercomPrefix: '91'",
      'intercomPrefix',
      /911 begins with it/,
    ],
    ['a number where a list should be', 'closures: []', 'closures: 7', 'closures: 7', /Write an? array/],
  ])('%s: line, column and what to write instead', (_what, from, to, place, message) => {
    const text = example.replace(from, to);
    expect(text).not.toBe(example);
    const problems = problemsOf(text);
    const expected = placeOf(text, place);
    expect(problems.map(({ line }) => line)).toContain(expected.line);
    expect(problems.find(({ line }) => line === expected.line)?.message).toMatch(message);
  });

  it('that is no YAML at all names the place', () => {
    expect(problemsOf('clinic:\n  name: [unfinished\nphone: {')[0]).toMatchObject({
      message: expect.stringMatching(/^This is not valid YAML/),
    });
  });

  it.each(['', '[]', 'just words', 'a: &a [*a]', '&a {b: *a}', `${'x: ['.repeat(500)}`])(
    'of the kind "%s" is a list of problems, never an exception',
    (text) => expect(problemsOf(text).length).toBeGreaterThan(0),
  );

  it('that expands without end is refused', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`),
    ].join('\n');
    expect(problemsOf(bomb).length).toBeGreaterThan(0);
  });

  it('whatever single line is lost, it never throws and always says where', () => {
    const lines = example.split('\n');
    fc.assert(
      fc.property(fc.nat(lines.length - 1), (index) => {
        for (const { line, column, message } of problemsOf(lines.toSpliced(index, 1).join('\n'))) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 60 },
    );
  });
});
