import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { describe, expect, it } from 'vitest';
import { addClosure, removeClosure, withClosures } from './closures.ts';
import { parseSite } from './parse.ts';

const example = readFileSync(new URL('../../../build/examples/clinic.yaml', import.meta.url), 'utf8');
const snow = { date: '2026-12-01', from: '06:12', to: '12:00', reason: 'Weather: "snow"' };
const edited = withClosures;
const closuresOf = (text: string) => {
  const reading = parseSite(text);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.site.hours.closures;
};

describe('a closure in the site file', () => {
  it('is one more line, and nothing beside it changes', () => {
    const text = edited(example, (document) => addClosure(document, snow));
    expect(closuresOf(text)).toEqual([snow]);
    const line = `    - { date: '2026-12-01', from: '06:12', to: '12:00', reason: 'Weather: "snow"' }`;
    expect(text).toBe(example.replace('  closures: []', `  closures:\n${line}`));
  });
  it('keeps what was remarked beside the others', () => {
    const lists = [
      "  closures: # see the office manager\n    # every year\n    - { date: '2026-12-24', reason: Staff day } # half a day?\n",
      "  closures:\n    - date: '2026-12-24'\n      reason: Staff day\n    # a remark\n",
      "  closures: [{ date: '2026-12-24', reason: Staff day }] # short\n",
    ];
    for (const list of lists) {
      const before = example.replace('  closures: []\n', list);
      const text = edited(before, (document) => addClosure(document, snow));
      expect(closuresOf(text)).toEqual([{ date: '2026-12-24', reason: 'Staff day' }, snow]);
      for (const remark of list.match(/# .*/g) ?? []) expect(text.split(remark)).toHaveLength(2);
      const [start, end] = [before.indexOf(list), before.indexOf(list) + list.length];
      expect(text.startsWith(before.slice(0, start))).toBe(true);
      expect(text.endsWith(before.slice(end))).toBe(true);
    }
  });
  it('is written once, beside what is there', () => {
    const staffDay = { date: '2026-12-24', reason: 'Staff day' };
    const list = "  closures:\n    - date: '2026-12-24'\n      reason:   Staff day\n";
    const text = edited(example.replace('  closures: []\n', list), (document) => addClosure(document, snow));
    expect(closuresOf(text)).toEqual([staffDay, snow]);
    const again = { ...snow, lastDate: '2026-12-01' };
    expect(edited(text, (document) => addClosure(document, again))).toBe(text);
  });
  it('comes where the file has no list of closures yet', () => {
    const bare = example.replace('  closures: []\n', '');
    expect(closuresOf(edited(bare, (document) => addClosure(document, snow)))).toEqual([snow]);
  });
  it('is taken out again, and the file is what it was', () => {
    const text = edited(example, (document) => addClosure(document, snow));
    expect(edited(text, (document) => removeClosure(document, snow))).toBe(example);
    expect(removeClosure(parseDocument(example), snow)).toBe(false);
  });
});
