import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { machine, reset, seen } from '../../test/fakes/electron.ts';
import { FakeLog } from '../../test/fakes/parts.ts';
import { saveWithDialog } from './save-file.ts';
import { openWords } from './words.ts';

const file = { name: 'frontdesk-notes-1.csv', type: 'text/csv', text: '\ufeffJosé' };
let folder: string;
let log: FakeLog;
beforeEach(() => {
  reset();
  folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-save-'));
  log = new FakeLog();
});
const save = () =>
  saveWithDialog(
    openWords(() => 'en'),
    log,
  )(file);

it('writes where the person says, and only there', async () => {
  machine.saveTo = path.join(folder, 'mine.csv');
  save();
  await expect.poll(() => readdirSync(folder)).toEqual(['mine.csv']);
  await expect.poll(() => readFileSync(path.join(folder, 'mine.csv'), 'utf8')).toBe(file.text);
  expect(seen.saveAsked).toMatchObject([{ title: 'Save the exported notes' }]);
  expect(path.basename(seen.saveAsked[0]?.defaultPath ?? '')).toBe(file.name);
});

it('writes nothing when the person thinks better of it', async () => {
  save();
  await expect.poll(() => seen.saveAsked.length).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
  expect(seen.errorBoxes).toEqual([]);
});

it('says so when the file cannot be written, without its name in the log', async () => {
  machine.saveTo = path.join(folder, 'is', 'not', 'there.csv');
  save();
  await expect.poll(() => seen.errorBoxes.length).toBe(1);
  expect(JSON.stringify(log.lines)).not.toContain('there.csv');
});
