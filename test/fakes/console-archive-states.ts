// The window's states of the search of finished notes.
import type { Page } from 'playwright';
import { ok } from '../../shared/result/result.ts';
import { archive, answerArchive } from './console-archive.ts';
import type { ConsoleHost } from './console-host.ts';
import * as scenes from './console-scenes.ts';
import type { ConsoleState } from './console-states.ts';

const { background, session } = scenes;
const leader = (role: 'supervisor' | 'administrator') => ({
  ...background(),
  session: { it: session({ user: { id: 'marcus', name: 'Marcus Bell', role, extension: '202' } }) },
});
const opened = async (page: Page, host: ConsoleHost, count = 40) => {
  answerArchive(host, archive(count));
  await page.getByRole('button', { name: 'Find a person, number or action' }).waitFor();
  await page.keyboard.press('Shift+F3');
  if (count > 0) await page.locator('#archive-rows [role=option]').first().waitFor();
};
const search = (page: Page) => page.getByLabel('Find in notes: words, a name, a number');

export const ARCHIVE: ConsoleState[] = [
  {
    name: 'archive-empty',
    rows: background,
    until: 'text=No finished notes yet',
    act: (page, host) => opened(page, host, 0),
  },
  {
    name: 'archive-newest',
    rows: background,
    until: 'text=Choose a note to read it here',
    act: (page, host) => opened(page, host, 400),
  },
  {
    name: 'archive-found-and-opened',
    rows: background,
    until: 'text=Written by',
    act: async (page, host) => {
      await opened(page, host);
      await search(page).fill('refill');
      await page.locator('mark').first().waitFor();
      await search(page).press('Enter');
    },
  },
  {
    name: 'archive-nothing-fits',
    rows: background,
    until: 'text=Nothing fits',
    act: async (page, host) => {
      await opened(page, host);
      await search(page).fill('nobody said this');
    },
  },
  {
    name: 'archive-held-administrator',
    rows: () => leader('administrator'),
    until: 'text=Place the hold',
    act: async (page, host) => {
      await opened(page, host);
      await page.locator('#archive-rows [role=option]').nth(1).click();
      await page.getByRole('button', { name: 'Legal hold…' }).click();
    },
  },
  {
    name: 'archive-export',
    rows: () => leader('supervisor'),
    until: 'text=Export what was found',
    act: async (page, host) => {
      await opened(page, host);
      await page.getByRole('button', { name: 'Export…' }).click();
    },
  },
  {
    name: 'archive-retention',
    rows: () => leader('administrator'),
    until: 'text=3 notes past retention wait for the EHR',
    act: async (page, host) => {
      await opened(page, host);
      await page.getByRole('button', { name: 'Kept and deleted' }).click();
    },
  },
  {
    name: 'archive-numbers-forgotten',
    rows: () => leader('administrator'),
    until: 'text=412 numbers forgotten.',
    // By keyboard: asking and leaving it are one key, forgetting is another.
    act: async (page, host) => {
      host.answer('patient.wipePhoneIndex', () => ok({ numbers: 412 }));
      await opened(page, host);
      await page.getByRole('button', { name: 'Kept and deleted' }).click();
      await page.getByRole('button', { name: 'Forget all numbers' }).press('Enter');
      await page.getByRole('button', { name: 'Keep them' }).press('Enter');
      await page.getByRole('button', { name: 'Forget all numbers' }).press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.locator('p:focus').waitFor();
    },
  },
];
