import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { closureMade, closureTakenBack } from '../../../shared/domain/practice/closures.ts';
import { openSiteLanguage } from './language.ts';
import { parseSite } from './parse.ts';
import type { Closure } from '../../../shared/domain/site/hours.ts';

const example = readFileSync(new URL('../../../build/examples/clinic.yaml', import.meta.url), 'utf8');
const snow = { date: '2026-12-01', from: '06:12', to: '12:00', reason: 'Weather: "snow"' };
const language = openSiteLanguage();
const changed = (text: string, closure: Closure, to: typeof closureMade) => {
  const change = to(language.data(text), closure);
  return change === undefined ? text : language.change(text, change)!;
};
const added = (text: string, ...closures: Closure[]) =>
  closures.reduce((now, one) => changed(now, one, closureMade), text);
const removed = (text: string, closure: Closure) => changed(text, closure, closureTakenBack);
const closuresOf = (text: string) => {
  const reading = parseSite(text);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.site.hours.closures;
};

describe('a closure in the site file', () => {
  it('is one more line, and nothing beside it changes', () => {
    const text = added(example, snow);
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
      const text = added(before, snow);
      expect(closuresOf(text)).toEqual([{ date: '2026-12-24', reason: 'Staff day' }, snow]);
      for (const remark of list.match(/# .*/g) ?? []) expect(text.split(remark)).toHaveLength(2);
      const [start, end] = [before.indexOf(list), before.indexOf(list) + list.length];
      expect(text.startsWith(before.slice(0, start))).toBe(true);
      expect(text.endsWith(before.slice(end))).toBe(true);
    }
  });
  it('is written once, beside what is there', () => {
    const text = added(example, { date: '2026-12-24', reason: 'Staff day' }, snow, { ...snow, lastDate: '2026-12-01' });
    expect(closuresOf(text)).toEqual([{ date: '2026-12-24', reason: 'Staff day' }, snow]);
  });
  it('comes where the file has no list of closures yet', () => {
    const bare = example.replace('  closures: []\n', '');
    expect(closuresOf(added(bare, snow))).toEqual([snow]);
  });
  it('is taken out again, and the file is what it was', () => {
    const text = added(example, snow);
    expect(removed(text, snow)).toBe(example);
    expect(removed(example, snow)).toBe(example);
  });
});
