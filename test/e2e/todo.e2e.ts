// The list of things to do by keyboard alone, and with five thousand items in it.
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { CallId } from '../../shared/domain/call/call.ts';
import { fail, ok } from '../../shared/result/result.ts';
import type { ConsoleHost } from '../fakes/console-host.ts';
import * as scenes from '../fakes/console-scenes.ts';
import { manyItems } from '../fakes/console-work-states.ts';
import { typeInto } from './by-keyboard.ts';
import { inAWindow } from './drawn.ts';

let host: ConsoleHost;
let page: Page;
inAWindow((opened) => ({ host, page } = opened));

const dialog = () => page.getByRole('dialog', { name: 'To do' });
const search = () => page.getByRole('combobox', { name: /Find by name/ });
async function openList(worklist: ReturnType<typeof manyItems>): Promise<void> {
  host.scene({ ...scenes.background(), worklist });
  await page.goto(host.url);
  await page.getByRole('region', { name: 'To do' }).getByText('Call back').first().waitFor();
  await page.keyboard.press('Control+j');
  await search().waitFor();
}
/** Past day and hour, which have stops of their own. */
const typeWhy = (reason: string) => typeInto(page.getByRole('textbox', { name: 'Why?' }), reason);
const items = () => ({
  a: scenes.work({ id: 'a', text: 'Call back about the lab', number: '5558880111', version: 3 }),
  b: scenes.work({ id: 'b', text: 'Call back about the form', due: new Date(Date.now() + 7_200_000).toISOString() }),
});

it('takes, calls, moves with a reason, and closes: every step a key, and the caret stays in the search', async () => {
  await openList(items());
  const claimed = host.next('work.claim');
  await page.keyboard.press('Alt+c');
  expect((await claimed).input).toMatchObject({ id: 'a' });
  await page.keyboard.press('ArrowDown');
  const done = host.next('work.done');
  await page.keyboard.press('Alt+d');
  expect((await done).input).toMatchObject({ id: 'b' });
  await page.keyboard.press('Alt+t');
  await typeWhy('asked for Monday');
  const moved = host.next('work.move');
  await page.keyboard.press('Enter');
  expect((await moved).input).toMatchObject({ id: 'b', reason: 'asked for Monday', version: 0 });
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
  await search().fill('lab');
  host.answer('work.call', () => ok({ callId: CallId.parse('out') }));
  const called = host.next('work.call');
  await page.keyboard.press('Enter');
  expect((await called).input).toEqual({ id: 'a' });
  await dialog().waitFor({ state: 'hidden' });
});

it('who was too late is told in words, and sees who has it', async () => {
  await openList(items());
  host.answer('work.claim', () => {
    const row = host.row('worklist', 'a')!;
    host.publish('worklist', 'a', { ...row, claim: { by: 'marcus', name: 'Marcus Bell', since: Date.now() } });
    return fail('workTaken');
  });
  await page.keyboard.press('Alt+c');
  await page.getByText('Somebody else has this in hand already').waitFor();
  await dialog()
    .getByText(/Marcus Bell has it since/)
    .first()
    .waitFor();
});

it('a promise that somebody else moved meanwhile: both times side by side, chosen by a key, and the reason is still there', async () => {
  await openList(items());
  const theirs = new Date(Date.now() + 26 * 3_600_000).toISOString();
  host.answer('work.move', () => {
    host.publish('worklist', 'a', { ...host.row('worklist', 'a')!, due: theirs, version: 4 });
    return fail('workChanged');
  });
  await page.keyboard.press('Alt+t');
  await typeWhy('asked for Monday');
  await page.keyboard.press('Enter');
  await page.getByText('Somebody changed the same meanwhile').waitFor();
  await page.getByText('What you want').waitFor();
  expect(await page.getByRole('textbox', { name: 'Why?' }).inputValue()).toBe('asked for Monday');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  host.answer('work.move', () => ok({}));
  const moved = host.next('work.move');
  await page.keyboard.press('Enter');
  expect((await moved).input).toMatchObject({ id: 'a', version: 4, reason: 'asked for Monday' });
  await page.getByRole('form', { name: 'Move' }).waitFor({ state: 'hidden' });
});

it('an item that leaves the list takes no other one’s form along', async () => {
  await openList(items());
  await page.keyboard.press('Alt+o');
  await page.getByRole('form', { name: 'Pass on' }).waitFor();
  host.remove('worklist', 'a');
  await page.getByRole('form', { name: 'Pass on' }).waitFor({ state: 'hidden' });
  await dialog().getByRole('heading', { name: 'Call back about the form' }).waitFor();
});

it('five thousand items are one list of which only what is in view is drawn, to its very end', async () => {
  await openList(manyItems(5000));
  const drawn = () => page.locator('#todo-rows [role=row]').count();
  expect(await drawn()).toBeLessThan(40);
  await dialog().getByText('Mine 0').waitFor();
  await page.locator('[data-todo-scroll]').evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await page.getByText('Call back number 4999').waitFor();
  expect(await drawn()).toBeLessThan(40);
  await search().fill('4242');
  await dialog().getByRole('heading', { name: 'Call back number 4242' }).waitFor();
});
