// An edit made at one desk is in force at another within 5 seconds, while a call with real sound goes on there undisturbed.
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EditorDesk } from '../support/editor-desk.ts';
import { hearsInPage } from '../support/host.ts';
import { until } from '../support/until.ts';
import { openDeskWindow } from './window.ts';
import type { DeskWindow } from './window.ts';

let opened: DeskWindow;
let office: EditorDesk;
beforeAll(async () => {
  opened = await openDeskWindow(['site']);
  office = await EditorDesk.start(path.join(opened.host.info.folder, 'clinic.yaml'));
});
afterAll(async () => {
  await office?.stop();
  await opened?.close();
});

it('is in force at the desk that talks, without a click in the call', async () => {
  const { clinic, phone, page, desk } = opened;
  await clinic.call({ number: '+12065550112', name: 'WHITFIELD', queue: 'front-desk', tone: 440 });
  await page.getByRole('button', { name: /Answer/ }).click();
  const { id } = await until('talking', () => opened.live().find((row) => row.state === 'talking'));
  await hearsInPage(phone, id, 440);
  const before = desk.row('calls', id)!;
  const said = 'One moment, please: somebody will be with you.';
  await office.edit('Kinder words', { do: 'set', path: ['scripts', 'hold', 'en'], value: said });
  await until('in force at the other desk', () => desk.row('site')?.scripts.hold?.['en'] === said, 5_000);
  await office.edit('Clinical calls first', { do: 'set', path: ['rules', 'routes', 0, 'priority'], value: 9 });
  await until('the second as well', async () => desk.row('site')!.version >= 3, 5_000);
  const after = desk.row('calls', id)!;
  expect([after.state, after.line, after.answeredAt]).toEqual([before.state, before.line, before.answeredAt]);
  await hearsInPage(phone, id, 440);
  expect(opened.problems).toEqual([]);
  await opened.endCalls();
});
