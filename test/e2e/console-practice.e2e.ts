// The practice's settings in the window, by keyboard alone: opened, edited, refused, compared, applied, gone back to.
import type { Page } from 'playwright';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PracticePart } from '../../shared/domain/practice/parts.ts';
import type { ConsoleHost } from '../fakes/console-host.ts';
import { answerPractice, stagePractice } from '../fakes/console-practice.ts';
import type { PracticeStage } from '../fakes/console-practice.ts';
import * as scenes from '../fakes/console-scenes.ts';
import { inAWindow } from './drawn.ts';

let host: ConsoleHost;
let page: Page;
let open: () => Promise<Page>;
let stage: PracticeStage;

inAWindow((opened) => ({ host, page, open } = opened));
beforeEach(async () => {
  stage = await stagePractice();
});
afterEach(() => stage.end());

type Role = 'receptionist' | 'supervisor' | 'administrator';

async function begin(role: Role = 'administrator'): Promise<void> {
  const user = { id: 'marcus', name: 'Marcus Bell', role, extension: '202' };
  host.scene({ ...scenes.background(), session: { it: scenes.session({ user }) } });
  answerPractice(host, stage, role);
  await page.goto(host.url);
  await page.getByRole('button', { name: 'Find a person, number or action' }).waitFor();
  await page.keyboard.press('Control+,');
}
const part = (name: PracticePart | 'try' | 'versions') => page.locator(`[data-page=${name}]`);
const opened = () => part('hours').waitFor();
const said = (text: string) => page.getByText(text).first().waitFor();

describe('practice settings', () => {
  it('an edit by keyboard alone: found, changed, compared, given a reason, in force', async () => {
    await begin();
    await opened();
    await page.locator('[aria-current=page]:focus').waitFor();
    while ((await page.locator('[data-page=rules]:focus').count()) === 0) await page.keyboard.press('ArrowDown');
    const list = page.getByRole('listbox', { name: 'Rules' });
    await list.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('group', { name: 'clinical-closed' }).waitFor();
    await page.getByLabel('Priority').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('12');
    await said('1 mistake');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('4');
    await said('1 part changed, not applied');
    await page.keyboard.press('Control+Enter');
    await page.getByText('priority: 4').waitFor();
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('After hours first');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(stage.text()).toContain('      transfer: warmOnly\n      priority: 4\n');
    expect(stage.text()).toContain('why: After hours first');
  });

  it('what was typed is there after the view was loaded anew, and discarded only when asked', async () => {
    await begin();
    await opened();
    await part('scripts').click();
    await page.getByLabel('To say, English').or(page.getByLabel('Greeting, English')).first().waitFor();
    await page.getByLabel('Hold, English').fill('One moment, please.');
    await said('1 part changed, not applied');
    await page.reload();
    await page.getByRole('button', { name: 'Find a person, number or action' }).waitFor();
    await page.keyboard.press('Control+,');
    await said('1 part changed, not applied');
    await part('scripts').click();
    expect(await page.getByLabel('Hold, English').inputValue()).toBe('One moment, please.');
    await page.getByRole('button', { name: 'Discard' }).click();
    await said('Everything you see is in force');
  });

  it('lines that cannot be read say where, and stay in sight', async () => {
    await begin();
    await opened();
    await page.getByText('Text', { exact: true }).click();
    const lines = page.getByLabel('Hours & closures: lines of the file');
    await page.waitForFunction(() => document.querySelector('textarea')?.value.startsWith('hours:'));
    await lines.fill('hours:\n  weekly:\n    mon: [{ from: "25:00", to: "12:00" }]\n');
    await said('Line 3');
    await lines.fill('hours: [');
    await said('This is not valid YAML');
    await page
      .getByRole('button', { name: 'Line 1' })
      .or(page.getByRole('button', { name: 'Line 2' }))
      .first()
      .click();
    await page.locator('textarea:focus').waitFor();
  });

  it('somebody else was faster: it is said, both stay, and the clash is settled by choice', async () => {
    await begin();
    await opened();
    await part('rules').click();
    await page.getByLabel('Priority').fill('7');
    await said('1 part changed, not applied');
    await stage.put(stage.text().replace('priority: 3', 'priority: 8'));
    host.publish('site', 'it', { ...host.row('site', 'it')!, version: 2 });
    await page.getByRole('alert').getByText('changed the same lines as you').waitFor();
    await page.getByRole('button', { name: 'Keep what I typed' }).click();
    await page.getByText('changed the same lines as you').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Priority').inputValue()).toBe('7');
  });

  it('a call is tried, kept as a test, and an edit that breaks it is named before it is applied', async () => {
    await begin();
    await opened();
    await part('try').click();
    await page.getByLabel('Category').fill('insurance');
    await page.getByLabel('Day and time').fill('2026-11-23 10:15');
    await page.keyboard.press('Enter');
    await said('1. Marcus B.');
    await page.getByLabel('Save as a test, called').fill('Insurance goes to billing');
    await page.keyboard.press('Enter');
    await said('Saved; apply it');
    await part('rules').click();
    await page.getByRole('option', { name: 'insurance' }).click();
    await page.getByRole('group', { name: 'destination 1' }).getByLabel('Skill').fill('nurse');
    await page.getByRole('button', { name: 'Review and apply' }).last().click();
    await said('1 saved test would come out differently');
    await page.getByLabel('Why', { exact: true }).fill('Trial');
    expect(await page.getByRole('button', { name: 'Apply on all desks' }).isDisabled()).toBe(true);
    await page.getByLabel('Apply all the same; the reason says why').check();
    await page.getByRole('button', { name: 'Apply on all desks' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(stage.text()).toContain('to: [{ skill: nurse }, { message: { owner: Billing');
  });

  it('a supervisor closes the office and changes nothing else; a receptionist sees nothing', async () => {
    await begin('supervisor');
    await opened();
    await page.getByRole('button', { name: 'Add: closure' }).click();
    const closure = page.getByRole('group', { name: 'closure 1' });
    await closure.getByLabel('Date').fill('2026-12-01');
    await closure.getByLabel('Reason').fill('Snow');
    await said('1 part changed, not applied');
    await part('rules').click();
    expect(await page.getByLabel('Priority').isDisabled()).toBe(true);
    await page.close();
    page = await open();
    host.scene({ ...scenes.background() });
    await page.goto(host.url);
    await page.getByRole('button', { name: 'Find a person, number or action' }).waitFor();
    await page.keyboard.press('Control+,');
    await page.keyboard.press('Control+k');
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('Practice settings');
    expect(await page.getByRole('dialog', { name: 'Practice settings' }).count()).toBe(0);
  });

  it('goes back to an earlier version, with a reason', async () => {
    await stage.run('practice.change', {
      changes: [{ do: 'set', path: ['rules', 'routes', 0, 'priority'], value: 9 }],
    });
    const review = (await stage.run('practice.review', {})) as { ok: true; value: { version: string } };
    await stage.run('practice.apply', { over: review.value.version, reason: 'Nine' });
    await begin();
    await opened();
    await part('versions').click();
    await said('Nine');
    await page.getByRole('button', { name: 'As this desk found it' }).click();
    await said('Going back to it would change');
    await page.getByLabel('Why', { exact: true }).fill('Back to three');
    await page.getByRole('button', { name: 'Go back to this version' }).click();
    await said('Back to three');
    expect(stage.text()).toContain('priority: 3\n      say:');
  });
});
