// The window's states of the practice's settings.
import type { Page } from 'playwright';
import type { Role } from '../../shared/domain/site/site.ts';
import type { ConsoleHost } from './console-host.ts';
import { answerPractice, stagePractice } from './console-practice.ts';
import * as scenes from './console-scenes.ts';
import type { ConsoleState } from './console-states.ts';

const { background, session } = scenes;
const as = (role: Role) => () => ({
  ...background(),
  session: { it: session({ user: { id: 'marcus', name: 'Marcus Bell', role, extension: '202' } }) },
});
/** Opens the settings over a file of their own; `change` edits it before. */
const open = async (page: Page, host: ConsoleHost, role: Role, part: string, change?: (text: string) => string) => {
  const stage = await stagePractice(change);
  // The file goes with the test's process: what is drawn needs it as long as the page is looked at.
  process.once('exit', () => stage.end());
  answerPractice(host, stage, role);
  await page.getByRole('button', { name: 'Find a person, number or action' }).waitFor();
  await page.keyboard.press('Control+,');
  await page.locator(`[data-page=${part}]`).click();
  return stage;
};
const typedPriority = async (page: Page, value: string) => {
  await page.getByLabel('Priority').fill(value);
  await page.getByText('1 part changed').first().waitFor();
};
/** A rule that comes too late, and one whose conditions exclude each other. */
const doubtful = (text: string) =>
  text.replace(
    '    - id: insurance\n',
    `    - id: never-asked
      category: clinical
      when: open
      to: [{ skill: billing }]
    - id: insurance\n`,
  );

export const PRACTICE: ConsoleState[] = [
  {
    name: 'practice-hours',
    rows: as('administrator'),
    until: 'text=Monday',
    act: async (page, host) => void (await open(page, host, 'administrator', 'hours')),
  },
  {
    name: 'practice-supervisor',
    rows: as('supervisor'),
    until: 'text=You can change closures',
    act: async (page, host) => void (await open(page, host, 'supervisor', 'rules')),
  },
  {
    name: 'practice-mistake',
    rows: as('administrator'),
    until: 'text=Write a number up to 10.',
    act: async (page, host) => {
      await open(page, host, 'administrator', 'rules');
      await typedPriority(page, '99');
    },
  },
  {
    name: 'practice-doubts',
    rows: as('administrator'),
    until: 'text=Only “clinical-open” counts',
    act: async (page, host) => void (await open(page, host, 'administrator', 'rules', doubtful)),
  },
  {
    name: 'practice-text',
    rows: as('administrator'),
    until: 'text=Line 2',
    act: async (page, host) => {
      await open(page, host, 'administrator', 'scripts');
      await page.getByText('Text', { exact: true }).click();
      const lines = page.getByLabel('Scripts: lines of the file');
      await page.waitForFunction(() => document.querySelector('textarea')?.value.startsWith('scripts:'));
      await lines.fill('scripts:\n  grating:\n    en: Hello\n');
    },
  },
  {
    name: 'practice-clash',
    rows: as('administrator'),
    until: 'text=Keep what I typed',
    act: async (page, host) => {
      const stage = await open(page, host, 'administrator', 'rules');
      await typedPriority(page, '7');
      await stage.put(stage.text().replace('priority: 3', 'priority: 8'));
      host.publish('site', 'it', { ...host.row('site', 'it')!, version: 2 });
    },
  },
  {
    name: 'practice-review',
    rows: as('administrator'),
    until: 'text=What changes in the file',
    act: async (page, host) => {
      await open(page, host, 'administrator', 'rules');
      await typedPriority(page, '7');
      await page.keyboard.press('Control+Enter');
    },
  },
  {
    name: 'practice-try',
    rows: as('administrator'),
    until: 'text=1. Ana R.',
    act: async (page, host) => {
      await open(page, host, 'administrator', 'try');
      await page.getByLabel('Category').fill('clinical');
      await page.getByLabel('Day and time').fill('2026-11-23 10:15');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'practice-versions',
    rows: as('administrator'),
    until: 'text=As this desk found it',
    act: async (page, host) => void (await open(page, host, 'administrator', 'versions')),
  },
];
