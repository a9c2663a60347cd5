// The practice's settings at a web address: two desks, each a process of its own, edit them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PracticeChange } from '../../shared/domain/practice/types.ts';
import { EditorDesk } from '../support/editor-desk.ts';
import { ROOT } from '../support/host.ts';
import { SettingsServer } from '../support/settings-server.ts';
import { until } from '../support/until.ts';

const example = readFileSync(path.join(ROOT, 'build/examples/clinic.yaml'), 'utf8');
const priority = (value: number): PracticeChange => ({ do: 'set', path: ['rules', 'routes', 0, 'priority'], value });
const hold = (value: string): PracticeChange => ({ do: 'set', path: ['scripts', 'hold', 'en'], value });

const unsigned = (text: string) => text.replace(/^lastEdit:.*\n( .*\n)*/m, '');

let server: SettingsServer;
let one: EditorDesk;
let two: EditorDesk;
beforeAll(async () => {
  server = await SettingsServer.start(example);
  one = await EditorDesk.start(server.url);
  two = await EditorDesk.start(server.url);
});
afterAll(async () => {
  await one?.stop();
  await two?.stop();
  await server?.stop();
});

it('an edit of one desk is in force at the other within 5 seconds, and the other knows whose it was', async () => {
  await one.edit('Kinder words', hold('One moment, please.'));
  expect(one.site()?.scripts.hold?.['en']).toBe('One moment, please.');
  await until('in force at the other', () => two.site()?.scripts.hold?.['en'] === 'One moment, please.', 5_000);
  await until('known at the other', async () => {
    const { versions } = await two.got('practice.versions', {});
    return versions[0]?.why === 'Kinder words' && versions[0].by === 'office';
  });
  expect(server.text).toContain('      # Nobody at the desk is asked to judge');
});

it('of two who edit at once the second is told, loses nothing, and applies on top', async () => {
  await two.got('practice.change', { changes: [priority(7)] });
  const { version: over } = await two.got('practice.review', {});
  await one.edit('Shorter', hold('One moment.'));
  expect(await two.run('practice.apply', { over, reason: 'Urgent first' })).toMatchObject({
    error: { code: 'siteChangedMeanwhile' },
  });
  const { draft, version } = await two.got('practice.open', {});
  expect(draft).toMatchObject({ edited: ['rules'], meanwhile: { by: 'office', why: 'Shorter' } });
  await two.got('practice.apply', { over: version, reason: 'Urgent first' });
  expect(server.text).toContain('priority: 7');
  expect(server.text).toContain("en: 'One moment.'");
});

it('the office is closed by a key where the settings are kept at an address, at both desks, and opened at the other', async () => {
  const closures = (desk: EditorDesk) => desk.site()?.hours.closures ?? [];
  const before = unsigned(server.text);
  expect(one.site()?.canClose).toBe(true);
  const { closure } = await one.got('hours.close', { until: 'tomorrow', reason: 'Weather' });
  expect(closures(one)).toEqual([closure]);
  await until('closed at the other', () => closures(two).length === 1, 5_000);
  await until('known at the other', async () => {
    const [newest] = (await two.got('practice.versions', {})).versions;
    return newest?.by === 'office' && newest.why === `+ Weather · ${closure.date}`;
  });
  await two.got('hours.reopen', { closure });
  await until('open again', () => closures(one).length === 0, 5_000);
  expect(unsigned(server.text)).toBe(before);
});

it('a file that is bad, or a server that takes no changes, changes nothing and says why', async () => {
  const good = server.text;
  const name = () => one.site()?.clinic.name;
  server.text = good.replace('timeZone:', 'timezone:');
  await until('the mistake is shown', () => (one.site()?.problems.length ?? 0) > 0);
  expect(name()).toBe('Riverside Family Practice');
  server.text = good;
  await until('good again', () => one.site()?.problems.length === 0);
  server.takesChanges = false;
  const view = await one.got('practice.open', {});
  expect([view.writable, view.keptAt]).toEqual([false, new URL(server.url).host]);
  await one.got('practice.change', { changes: [priority(2)] });
  const { version } = await one.got('practice.review', {});
  expect(await one.run('practice.apply', { over: version, reason: 'Two' })).toMatchObject({
    error: { code: 'siteReadOnly' },
  });
  expect(await one.run('hours.close', { until: 'tomorrow', reason: 'Weather' })).toMatchObject({
    error: { code: 'siteReadOnly' },
  });
  expect((await one.got('practice.copy', {})).text).toContain('priority: 2');
  expect(server.text).toBe(good);
});
