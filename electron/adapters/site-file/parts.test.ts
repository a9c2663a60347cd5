import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PART_NAMES } from '../../../shared/domain/practice/types.ts';
import { difference, merge } from './merge.ts';
import { partLines, partText, withPartText } from './parts.ts';

const example = readFileSync(new URL('../../../build/examples/clinic.yaml', import.meta.url), 'utf8');

describe('a part as text', () => {
  it.each(PART_NAMES)('%s: taken out and put back, the file is the same', (part) => {
    expect(withPartText(example, part, partText(example, part))).toEqual({ ok: true, text: example });
  });

  it('stands at its own margin and knows its lines in the file', () => {
    const text = partText(example, 'rules');
    expect(text).toMatch(/^routes:\n {2}- id: clinical-open\n/);
    expect(text.trimEnd().split('\n').at(-1)).toContain('owner: Front desk, within: 1 days');
    const { from, count, margin } = partLines(example, 'rules');
    expect(
      example
        .split('\n')
        .slice(from, from + count)
        .map((line) => line.slice(margin))
        .join('\n'),
    ).toBe(text.trimEnd());
  });

  it('says line and column of what is wrong with it', () => {
    const broken = partText(example, 'hours').replace('weekly:', 'weekly: [');
    expect(withPartText(example, 'hours', broken)).toMatchObject({
      ok: false,
      problems: [expect.objectContaining({ message: expect.stringMatching(/^This is not valid YAML/) })],
    });
    expect(withPartText(example, 'scripts', 'scripts: {}\nusers: []\n')).toMatchObject({
      ok: false,
      problems: [{ line: 2, column: 1, message: expect.stringMatching(/Only 'scripts:' belongs here/) }],
    });
    expect(withPartText(example, 'scripts', '- one\n')).toMatchObject({ ok: false, problems: [{ line: 1 }] });
  });

  it('that the file lacks is put where it belongs', () => {
    const without = withPartText(example, 'outcomes', '');
    expect(without).toMatchObject({ ok: true });
    const again = without.ok ? withPartText(without.text, 'outcomes', partText(example, 'outcomes')) : without;
    expect(again.ok && partText(again.text, 'outcomes')).toBe(partText(example, 'outcomes'));
  });
});

describe('two edits of one text', () => {
  const base = ['a', 'b', 'c', 'd', 'e', 'f'].join('\n');
  it('in different places are both in force', () => {
    expect(merge(base, base.replace('b', 'B'), base.replace('e', 'E\nE2'))).toEqual({
      ok: true,
      text: 'a\nB\nc\nd\nE\nE2\nf',
    });
  });
  it('of the same line clash, and whoever is asked says whose counts', () => {
    const [mine, theirs] = [base.replace('c', 'mine').replace('f', 'F'), base.replace('c', 'theirs').replace('a', 'A')];
    expect(merge(base, mine, theirs)).toEqual({ ok: false, clash: [{ mine: ['mine'], theirs: ['theirs'] }] });
    expect(merge(base, mine, theirs, 'mine')).toMatchObject({ text: 'A\nb\nmine\nd\ne\nF' });
    expect(merge(base, mine, theirs, 'theirs')).toMatchObject({ text: 'A\nb\ntheirs\nd\ne\nF' });
  });
  it('that are the same are one', () => {
    const both = base.replace('c', 'C');
    expect(merge(base, both, `${both}\ng`)).toEqual({ ok: true, text: `${both}\ng` });
  });
  it('never lose a line without saying so', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 }).map((all) => all.join('\n'));
    fc.assert(
      fc.property(lines, lines, lines, (from, mine, theirs) => {
        expect(merge(from, from, theirs)).toEqual({ ok: true, text: theirs });
        expect(merge(from, mine, from)).toEqual({ ok: true, text: mine });
        expect(merge(from, mine, mine)).toEqual({ ok: true, text: mine });
        expect(merge(from, mine, theirs, 'mine').ok).toBe(true);
      }),
    );
  });
});

describe('a difference', () => {
  it('shows what is gone and what came, with its surroundings, and leaves the rest out', () => {
    const after = example.replace("thu: [{ from: '08:00'", "thu: [{ from: '07:00'");
    const shown = difference(example, after);
    expect(shown.map(({ kind }) => kind)).toEqual(['same', 'same', 'same', 'removed', 'added', 'same', 'same', 'same']);
    expect(difference(example, example)).toEqual([]);
    expect(difference(example, `# first\n${after}`).filter(({ kind }) => kind === 'gap').length).toBe(1);
  });
});
