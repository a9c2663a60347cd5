// Finished notes in the window, by keyboard alone: found, read, narrowed, exported, held; nothing in a note becomes markup.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { answerArchive, archive } from '../fakes/console-archive.ts';
import type { ConsoleHost } from '../fakes/console-host.ts';
import * as scenes from '../fakes/console-scenes.ts';
import { inAWindow } from './drawn.ts';

let host: ConsoleHost;
let page: Page;

inAWindow((opened) => ({ host, page } = opened));

type Role = 'receptionist' | 'supervisor' | 'administrator';

async function begin(role: Role = 'receptionist', count = 400): Promise<void> {
  const user = { id: 'marcus', name: 'Marcus Bell', role, extension: '202' };
  host.scene({ ...scenes.background(), session: { it: scenes.session({ user }) } });
  answerArchive(host, archive(count));
  await page.goto(host.url);
  await page.getByRole('button', { name: 'Find a person, number or action' }).waitFor();
}
const search = () => page.getByLabel('Find in notes: words, a name, a number');
const asked = () => host.all('archive.search').map(({ input }) => input);
const focusIs = (what: string) =>
  page.waitForFunction((wanted) => document.activeElement?.matches(wanted) ?? false, what);

describe('finding a note', () => {
  it('Shift-F3, words, Enter: the note is read; Escape goes back, then closes', async () => {
    await begin();
    await page.keyboard.press('Shift+F3');
    await page.locator('#archive-rows [role=option]').first().waitFor();
    await page.keyboard.type('nuñez dizz', { delay: 5 });
    await page.locator('mark').first().waitFor();
    await page.waitForFunction(() => document.querySelectorAll('[role=option]').length > 0);
    // The first words are marked while the last are being asked for.
    await expect.poll(() => asked().at(-1)).toEqual({ text: 'nuñez dizz', filter: {}, order: 'time' });
    // Asked when it is opened and then in the pauses, not with every key.
    expect(asked().length).toBeLessThan('nuñez dizz'.length);
    const name = await page.locator('#archive-rows [aria-selected=true]').innerText();
    expect(name).toContain('José Núñez');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    expect(host.all('archive.note')).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'José Núñez' }).waitFor();
    await focusIs('h2');
    expect(host.all('archive.note').length).toBe(1);
    await page.keyboard.press('Escape');
    await focusIs('input');
    expect(await search().inputValue()).toBe('nuñez dizz');
    await page.keyboard.press('Escape');
    await search().waitFor({ state: 'detached' });
  });

  it('from Ctrl-K, with what was typed there', async () => {
    await begin();
    await page.keyboard.press('Control+k');
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('refill');
    await page.getByText('Find in notes: “refill”').click();
    await page.locator('mark').first().waitFor();
    expect(await search().inputValue()).toBe('refill');
    expect(asked().map(({ text }) => text)).toEqual(['refill']);
  });

  it('what stands in a note is text: markup, direction and all', async () => {
    await begin();
    await page.keyboard.press('Shift+F3');
    await search().fill('onerror');
    await page.locator('mark').first().waitFor();
    expect(await page.locator('mark').first().innerText()).toBe('onerror');
    expect(await page.locator('#archive-rows [role=option]').first().innerText()).toContain(
      '<img src=x onerror=alert(1)>',
    );
    await search().press('Enter');
    await page.getByRole('article').waitFor();
    expect(await page.locator('dialog img, [role=dialog] img').count()).toBe(0);
  });

  it('draws only what is in view, and fetches what is older at the end of the list', async () => {
    await begin();
    await page.keyboard.press('Shift+F3');
    await page.locator('#archive-rows [role=option]').first().waitFor();
    expect(await page.locator('#archive-rows [role=option]').count()).toBeLessThan(30);
    await page.getByText('100 and more').waitFor();
    for (let press = 0; press < 17; press++) await search().press('PageDown');
    await page.getByText('200 and more').waitFor();
    for (let press = 0; press < 60; press++) await search().press('PageDown');
    await page.getByText('400 notes').waitFor();
  });

  it('narrows by the practice’s lists, by days, and by the patient of the note that is open', async () => {
    await begin();
    await page.keyboard.press('Shift+F3');
    await page.getByLabel('Category').selectOption('insurance');
    await page.getByLabel('From', { exact: true }).fill('2026-01-01');
    await page.waitForFunction(() => document.querySelectorAll('[role=option]').length > 0);
    await expect.poll(() => asked().at(-1)?.filter).toEqual({ category: 'insurance', from: Date.UTC(2026, 0, 1, 5) });
    await page.getByLabel('Category').selectOption('');
    await page.getByLabel('From', { exact: true }).fill('');
    await search().fill('nuñez');
    await page.getByText('57 notes').waitFor();
    await search().press('Enter');
    await page.getByRole('button', { name: 'Notes of this patient' }).click();
    await expect.poll(() => asked().at(-1)).toEqual({ text: '', filter: { patientId: 'p-1' }, order: 'time' });
    await page.getByRole('button', { name: 'No longer only: This patient' }).click();
    await expect.poll(() => asked().at(-1)?.filter).toEqual({});
  });

  it('is gone behind the lock', async () => {
    await begin();
    await page.keyboard.press('Shift+F3');
    await page.locator('#archive-rows [role=option]').first().waitFor();
    host.publish('session', 'it', scenes.session({ state: 'locked' }));
    await search().waitFor({ state: 'detached' });
    expect(await page.getByText('José Núñez').count()).toBe(0);
    host.publish('session', 'it', scenes.session());
    await page.getByRole('button', { name: 'Find a person, number or action' }).waitFor();
    expect(await search().count()).toBe(0);
  });
});

describe('letting notes out', () => {
  it('is offered to nobody but supervisors and administrators', async () => {
    await begin('receptionist');
    await page.keyboard.press('Shift+F3');
    await page.locator('#archive-rows [role=option]').first().waitFor();
    expect(await page.getByRole('button', { name: 'Export…' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Kept and deleted' }).count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.getByRole('article').waitFor();
    expect(await page.getByRole('button', { name: 'Legal hold…' }).count()).toBe(0);
  });

  it('asks for a reason and hands the file over', async () => {
    await begin('supervisor');
    await page.keyboard.press('Shift+F3');
    await search().fill('refill');
    await page.locator('mark').first().waitFor();
    await page.getByRole('button', { name: 'Export…' }).click();
    await focusIs('input[type=text], input:not([type])');
    expect(await page.getByRole('button', { name: 'Export', exact: true }).isDisabled()).toBe(true);
    await page.keyboard.type('Records request');
    const download = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    const file = await download;
    expect(file.suggestedFilename()).toBe('frontdesk-notes.csv');
    expect(readFileSync(await file.path(), 'utf8')).toBe('\ufeffAbout,Told\r\nJosé Núñez,Moved\r\n');
    expect(host.all('archive.export').map(({ input }) => input)).toEqual([
      { text: 'refill', filter: {}, format: 'csv', reason: 'Records request', language: 'en' },
    ]);
    await page.getByText('400 notes exported.').waitFor();
  });

  it('holds a note, and lifts the hold, with a reason each', async () => {
    await begin('administrator');
    await page.keyboard.press('Shift+F3');
    await page.locator('#archive-rows [role=option]').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Legal hold…' }).click();
    await page.getByLabel('Reason').fill('Subpoena 7');
    const placed = host.next('archive.placeHold');
    await page.keyboard.press('Enter');
    expect((await placed).input).toEqual({ kind: 'patient', value: 'p-0', reason: 'Subpoena 7' });
    await page.getByRole('button', { name: 'Kept and deleted' }).click();
    await page.getByText('3 notes past retention wait for the EHR.').waitFor();
    await page.getByRole('button', { name: 'Lift the hold…' }).first().click();
    await page.getByLabel('Reason').fill('Settled');
    const lifted = host.next('archive.liftHold');
    await page.keyboard.press('Enter');
    expect((await lifted).input).toEqual({ id: 'h1', reason: 'Settled' });
  });
});
