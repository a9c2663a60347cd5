import { chmodSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { closuresIn, withClosure, withoutClosure } from './closures.ts';
import { parseSite } from './parse.ts';
import { siteFromFile } from './source.ts';
import type { Closure } from '../../../shared/domain/site/hours.ts';

const example = readFileSync(new URL('../../../build/examples/clinic.yaml', import.meta.url), 'utf8');
const snow = { date: '2026-12-01', from: '06:12', to: '12:00', reason: 'Weather: "snow"' };
const added = (text: string, ...closures: Closure[]) => closures.reduce((now, one) => withClosure(now, one)!, text);
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
    expect(withoutClosure(text, snow)).toBe(example);
    expect(withoutClosure(example, snow)).toBe(example);
  });
});

describe('the file on disk', () => {
  const stage = (text = example) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-closures-'));
    const file = path.join(folder, 'clinic.yaml');
    writeFileSync(file, text);
    return { folder, file, book: closuresIn(siteFromFile(file)), text: () => readFileSync(file, 'utf8') };
  };
  it('has both of two closures that were added at once, and nothing beside it', async () => {
    const { folder, book, text } = stage();
    const other = { date: '2026-12-02', reason: 'Still snow' };
    const answers = await Promise.all([book.add(snow), book.add(other)]);
    expect(answers).toEqual([{ ok: true }, { ok: true }]);
    expect(closuresOf(text())).toEqual([snow, other]);
    expect(await book.remove(snow)).toEqual({ ok: true, value: undefined });
    expect(closuresOf(text())).toEqual([other]);
    expect(readdirSync(folder)).toEqual(['clinic.yaml']);
  });
  it('is left alone while it is being mended by hand', async () => {
    const broken = example.replace('timeZone: America/Los_Angeles', 'timeZone: Nowhere');
    const { book, text } = stage(broken);
    expect(await book.add(snow)).toMatchObject({ error: { code: 'siteInvalid' } });
    expect(text()).toBe(broken);
  });
  it('that is not there is said in words', async () => {
    const { folder } = stage();
    const book = closuresIn(siteFromFile(path.join(folder, 'other.yaml')));
    expect(await book.add(snow)).toMatchObject({ error: { code: 'siteUnreadable' } });
  });
  it.skipIf(process.getuid?.() === 0)('that may only be read is said in words', async () => {
    const { folder, book } = stage();
    chmodSync(folder, 0o500);
    expect(await book.add(snow)).toMatchObject({ error: { code: 'siteReadOnly' } });
    chmodSync(folder, 0o700);
  });
});
