import { chmodSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { describe, expect, it } from 'vitest';
import { addClosure, closuresInFile, removeClosure, withClosures } from './closures.ts';
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
    const text = edited(example, (document) => {
      addClosure(document, { date: '2026-12-24', reason: 'Staff day' });
      addClosure(document, snow);
      addClosure(document, { ...snow, lastDate: '2026-12-01' });
    });
    expect(closuresOf(text)).toEqual([{ date: '2026-12-24', reason: 'Staff day' }, snow]);
  });
  it('comes where the file has no list of closures yet', () => {
    const bare = example.replace('  closures: []\n', '');
    expect(closuresOf(edited(bare, (document) => addClosure(document, snow)))).toEqual([snow]);
  });
  it('is taken out again, and the file is what it was', () => {
    const text = edited(example, (document) => addClosure(document, snow));
    expect(edited(text, (document) => void removeClosure(document, snow))).toBe(example);
    expect(removeClosure(parseDocument(example), snow)).toBe(false);
  });
});

describe('the file on disk', () => {
  const stage = (text = example) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-closures-'));
    const file = path.join(folder, 'clinic.yaml');
    writeFileSync(file, text);
    return { folder, file, book: closuresInFile(file), text: () => readFileSync(file, 'utf8') };
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
    const book = closuresInFile(path.join(folder, 'other.yaml'));
    expect(await book.add(snow)).toMatchObject({ error: { code: 'siteUnwritable' } });
  });
  it.skipIf(process.getuid?.() === 0)('that may only be read is said in words', async () => {
    const { folder, book } = stage();
    chmodSync(folder, 0o500);
    expect(await book.add(snow)).toMatchObject({ error: { code: 'siteReadOnly' } });
    chmodSync(folder, 0o700);
  });
});
