// Notes on a real host and a real disk: two windows at one note, and a correction that is cut short by kill -9.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NoteContent } from '../../shared/domain/note/types.ts';
import { ClinicControl } from '../support/clinic.ts';
import { ContractClient, Host, launch } from '../support/host.ts';
import { toneFile } from '../support/tone.ts';
import { until } from '../support/until.ts';

const TOPICS = ['calls', 'health', 'notes'] as const;
const content = (told: string, change: Partial<NoteContent> = {}): NoteContent => ({
  category: 'general',
  words: 'Are you open on Saturday?',
  fields: {},
  told,
  outcome: 'answered',
  nextStep: 'nothing',
  ...change,
});

let browser: Browser;
beforeAll(async () => {
  ({ browser } = await launch({ microphone: toneFile(1000) }));
});
afterAll(() => browser.close());

it('two windows at one note overwrite nothing, and a correction survives kill -9 as the draft it was', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-notes-'));
  const host = await Host.start(['--quiet'], folder);
  const one = await ContractClient.open(host.info.window, host.info.origin, TOPICS);
  const other = await ContractClient.open(host.info.console, host.info.origin, TOPICS);
  const phone = await browser.newPage();
  await phone.goto(host.info.phone);
  await until('registered', () => one.row('health')?.phone === 'registered');
  await new ClinicControl(host.info.clinic).call({ queue: 'front-desk', number: '+14155550195' });
  const { id: callId } = await until('it rings', () => one.rows('calls')[0]);
  await until('the note is there', () => one.row('notes', callId));

  expect(await one.command('note.save', { callId, version: 0, content: content('Nine to twelve') })).toMatchObject({
    value: { version: 1 },
  });
  const late = await other.command('note.save', { callId, version: 0, content: content('Closed') });
  expect(late).toMatchObject({
    value: { version: 1, newer: { author: 'chloe', content: { told: 'Nine to twelve' } } },
  });
  await until('it is shown', () => one.row('notes', callId)?.content.told === 'Nine to twelve');
  expect(await one.command('note.finish', { callId })).toMatchObject({ ok: true });

  const reason = 'Saturday hours were wrong';
  expect(await other.command('note.correct', { callId, reason })).toMatchObject({ ok: true });
  const draft = await until('it is open again', () => {
    const row = one.row('notes', callId);
    return row?.state === 'draft' ? row : undefined;
  });
  const corrected = content('Nine to eleven');
  expect(await one.command('note.save', { callId, version: draft.version, content: corrected })).toMatchObject({
    ok: true,
  });
  await host.stop('SIGKILL');
  await phone.close();

  const again = await Host.start(['--quiet'], folder);
  const after = await ContractClient.open(again.info.window, again.info.origin, TOPICS);
  const back = await until('the correction is back', () => after.row('notes', callId));
  expect(back).toMatchObject({ state: 'draft', content: { told: 'Nine to eleven' }, correction: { reason, of: 2 } });
  expect(await after.command('note.finish', { callId })).toMatchObject({ ok: true });
  const versions = await after.command('note.versions', { callId });
  expect(versions.ok && versions.value.versions.map((note) => [note.version, note.content.told, note.author])).toEqual([
    [2, 'Nine to twelve', 'chloe'],
    [5, 'Nine to eleven', 'chloe'],
  ]);
  after.close();
  await again.stop();
});
