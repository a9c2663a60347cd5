// A note in the window, by keyboard, with the templates of the example site: conditional fields, phrases, two people in one
// note, corrections, and what is pasted.
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import type { TopicRow } from '../../shared/contract/index.ts';
import { fail, ok } from '../../shared/result/result.ts';
import type { ConsoleHost } from '../fakes/console-host.ts';
import { exampleSite, paste } from '../fakes/console-note-states.ts';
import * as scenes from '../fakes/console-scenes.ts';
import { inAWindow } from './drawn.ts';

let host: ConsoleHost;
let page: Page;
let open: () => Promise<Page>;
const site = await exampleSite();
// Round the clock: whatever day the test runs, somebody is there when something is due.
const always = { ...site, hours: scenes.site().hours };

inAWindow((opened) => ({ host, page, open } = opened));

type Content = TopicRow<'notes'>['content'];
const empty = (part: Partial<Content> = {}): Content => ({ words: '', fields: {}, told: '', ...part });

async function inNote(content: Content, part: Partial<TopicRow<'notes'>> = {}): Promise<void> {
  const call = scenes.verifiedCall();
  host.scene({
    ...scenes.background(),
    site: { it: always },
    calls: { [call.id]: call },
    patients: { [call.id]: scenes.verifiedPanel() },
    notes: { [call.id]: scenes.note({ missing: [], content, author: 'ana', ...part }) },
  });
  await page.goto(host.url);
  await page.getByRole('button', { name: 'Save and finish' }).or(page.getByText('The note is finished')).waitFor();
}
const last = (): Content => host.all('note.save').at(-1)?.input.content as Content;
const kept = (): Content => host.row('notes', 'call-1')!.content;
// Category tabs are labelled, too.
const field = (label: string) => page.getByLabel(label).and(page.locator(':not([type=radio])')).first();

describe('a template', () => {
  it('asks what the answers make worth asking, needs it to finish, and keeps what it no longer asks', async () => {
    await inNote(empty({ category: 'referrals', words: 'Has it arrived?', fields: { specialty: 'Cardiology' } }));
    expect(await page.getByLabel('Who sends what to whom').count()).toBe(0);
    await field('Referral status').selectOption('missing');
    await field('Who sends what to whom').fill('Referring office faxes it');
    await field('Referral status').selectOption('pending-review');
    await field('Waiting for').waitFor();
    expect(await page.getByLabel('Who sends what to whom').count()).toBe(0);
    await page.getByText('No longer asked; kept with the note').waitFor();
    await page.getByText('Referring office faxes it').waitFor();
    await page.getByText(/saved \d s ago/).waitFor();
    expect(last().fields).toMatchObject({ state: 'pending-review', chase: 'Referring office faxes it' });
  });

  it('that changes under an open note goes on with the new one; what was typed stays', async () => {
    await inNote(empty({ category: 'general', words: 'Parking?' }));
    const general = always.categories.find(({ id }) => id === 'general')!;
    const visit = { id: 'when', label: { en: 'Which day' }, type: 'text' as const, required: true };
    const categories = always.categories.map((one) =>
      one === general ? { ...one, fields: [...one.fields, visit] } : one,
    );
    host.publish('site', 'it', { ...always, categories, version: 9 });
    await page.getByLabel('Which day').fill('Monday');
    expect(await field('Question').inputValue()).toBe('Parking?');
    host.publish('site', 'it', { ...always, version: 10 });
    await page.getByText('No longer asked; kept with the note').waitFor();
    await page.getByText(/saved \d s ago/).waitFor();
    expect(last()).toMatchObject({ words: 'Parking?', fields: { when: 'Monday' } });
  });

  it('puts phrases in by one key where somebody writes, and nothing owed by another', async () => {
    await inNote(empty({ category: 'scheduling', words: 'A visit', fields: { visit: 'new', established: 'yes' } }));
    await field('Days and times that suit').fill('Not Friday.');
    await page.keyboard.press('Shift+Alt+Digit2');
    await page.keyboard.press('Shift+Alt+Digit2');
    expect(await field('Days and times that suit').inputValue()).toBe('Not Friday. After 3 pm.');
    await field('Caller was told').focus();
    await page.keyboard.press('Shift+Alt+Digit1');
    await page.keyboard.press('Alt+Digit0');
    await page.getByText(/saved \d s ago/).waitFor();
    expect(last()).toMatchObject({ told: 'Booked as noted; bring insurance card and photo ID.', nextStep: 'nothing' });
  });

  it('fills the owner and the time of a step ahead, and says so when the office is closed then', async () => {
    await inNote(empty({ category: 'clinical', words: 'Dizzy', fields: { since: 'Tuesday' } }));
    await page.getByText('Something is owed').click();
    await page.waitForFunction(() => (document.activeElement as HTMLInputElement).dataset['field'] === 'nextStep');
    await page.keyboard.type('Nurse calls back');
    // The rule of the scene promises the nurse line within the hour.
    expect(await field('Who does it').inputValue()).toBe('Nurse line');
    await page.getByText(/saved \d s ago/).waitFor();
    const { nextStep } = last();
    expect(typeof nextStep === 'object' && Date.parse(nextStep.due) - Date.now()).toBeGreaterThan(55 * 60_000);
    host.publish('site', 'it', { ...site, version: 12 });
    await page.getByLabel('By when').first().fill('2030-01-13');
    await page.getByText('The practice is closed then.').waitFor();
    await page.getByRole('button', { name: 'Move it to' }).click();
    await page.getByText('The practice is closed then.').waitFor({ state: 'detached' });
  });
});

describe('two people in one note', () => {
  it('keep what each wrote in another place, without a word', async () => {
    await inNote(empty({ category: 'clinical', words: 'Dizzy', fields: { since: 'Tuesday' } }));
    const other = await open();
    await other.goto(host.url);
    await other.getByLabel('Since when').fill('Monday evening');
    await field('Caller was told').fill('We call back');
    await expect.poll(() => kept()).toMatchObject({ told: 'We call back', fields: { since: 'Monday evening' } });
    await expect.poll(() => field('Since when').inputValue()).toBe('Monday evening');
    await expect.poll(() => other.getByLabel('Caller was told').inputValue()).toBe('We call back');
    await other.close();
  });

  it('keep both texts where they wrote into the same place, and one of them chooses', async () => {
    await inNote(empty({ category: 'clinical', words: 'Dizzy', fields: { since: 'Tuesday' } }));
    let first = true;
    host.answer('note.save', ({ content, version }) => {
      const before = host.row('notes', 'call-1')!;
      // Somebody else was quicker.
      if (first) {
        first = false;
        const theirs = { ...before.content, told: 'Go to urgent care' };
        const row = { ...before, content: theirs, author: 'marcus', version: before.version + 1 };
        host.publish('notes', 'call-1', row);
        return ok({ version: row.version, savedAt: row.savedAt, newer: { content: theirs, author: 'marcus' } });
      }
      expect(version).toBe(before.version);
      const savedAt = Date.now();
      host.publish('notes', 'call-1', { ...before, content: content as Content, version: version + 1, savedAt });
      return ok({ version: version + 1, savedAt });
    });
    await field('Caller was told').fill('We call back');
    await page.getByText('Go to urgent care').waitFor();
    await page.getByText('Marcus Bell').first().waitFor();
    await expect.poll(() => kept()).toMatchObject({ told: 'We call back', others: [{ place: 'told', by: 'marcus' }] });
    await page.getByRole('button', { name: 'Keep both' }).click();
    await expect.poll(() => kept()).toMatchObject({ told: 'We call back / Go to urgent care' });
    expect(kept().others).toBeUndefined();
  });
});

describe('a finished note', () => {
  const done = empty({
    category: 'general',
    words: 'Hours?',
    outcome: 'answered',
    told: 'Open till six',
    nextStep: 'nothing',
  });
  it('is opened again with a reason, and given up without a trace', async () => {
    await inNote(done, { state: 'finished', version: 4, delivery: 'sent' });
    expect(await field('Caller was told').getAttribute('readonly')).not.toBeNull();
    await page.getByRole('button', { name: 'Correct' }).click();
    await page.getByLabel('Why is it corrected?').fill('We close at five');
    const asked = host.next('note.correct');
    host.answer('note.correct', ({ reason }) => {
      const correction = { reason, by: 'ana', at: Date.now(), of: 4 };
      host.publish('notes', 'call-1', scenes.note({ content: done, version: 5, missing: [], correction }));
      return ok({});
    });
    await page.keyboard.press('Enter');
    expect((await asked).input).toEqual({ callId: 'call-1', reason: 'We close at five' });
    await page.getByText('Correction: We close at five').waitFor();
    await field('Caller was told').fill('Open till five');
    await page.getByText(/saved \d s ago/).waitFor();
    expect(last().told).toBe('Open till five');
    const dropped = host.next('note.dropCorrection');
    await page.getByRole('button', { name: 'Leave it as it was' }).click();
    await dropped;
  });

  it('shows its versions side by side, each as it would be printed', async () => {
    await inNote(done, { state: 'finished', version: 4, delivery: 'sent' });
    const first = { ...scenes.note({ content: done, state: 'finished', version: 4 }), finishedAt: 1_795_000_000_000 };
    const correction = { reason: 'We close at five', by: 'marcus', at: 1_795_000_100_000, of: 4 };
    const second = { ...first, version: 7, author: 'marcus', correction, content: { ...done, told: 'Open till five' } };
    host.answer('note.versions', () => ok({ about: 'Jane Doe', versions: [first, second] }));
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await page.getByText('Version 2 · now in force').waitFor();
    expect(await page.getByRole('region', { name: 'Version 1' }).innerText()).toContain('Open till six');
    const now = await page.getByRole('region', { name: 'Version 2' }).innerText();
    expect(now).toContain('Told: Open till six → Open till five');
    expect(now).toContain('Marcus Bell · corrected: We close at five');
  });
});

describe('what is typed', () => {
  it('is cut with a sentence when it is too long, keeps what stood there, and is not held up by it', async () => {
    await inNote(empty({ category: 'general', words: 'Said before. ' }));
    await field('Question').press('End');
    await paste(page, 'Question', 'Lorem ipsum 🙂 ', 300_000);
    await page.getByText(/This was too long\. The first 20,000 characters are kept/).waitFor();
    await page.getByText(/saved \d s ago/).waitFor();
    expect(last().words).toMatch(/^Said before\. Lorem ipsum/);
    expect(last().words.length).toBeLessThanOrEqual(20_000);
    expect(last().words.isWellFormed()).toBe(true);
  });

  it('keeps emoji and writes from right to left where the language does', async () => {
    await inNote(empty({ category: 'general', words: '' }));
    await field('Question').fill('כאב גרון 🙂👩‍👩‍👧 مرحبا');
    await page.getByText(/saved \d s ago/).waitFor();
    expect(last().words).toBe('כאב גרון 🙂👩‍👩‍👧 مرحبا');
    const direction = await field('Question').evaluate((element) => getComputedStyle(element).unicodeBidi);
    expect(direction).toBe('plaintext');
  });

  it('is there again after the page has crashed, as far as it was saved', async () => {
    await inNote(empty({ category: 'general', words: '' }));
    await field('Question').fill('half a sentence');
    await expect.poll(() => kept().words).toBe('half a sentence');
    await page.goto('about:blank');
    await page.goto(host.url);
    await expect.poll(() => field('Question').inputValue()).toBe('half a sentence');
  });

  it('is on disk before somebody is signed out, and nobody is while it cannot be', async () => {
    await inNote(empty({ category: 'general', words: '' }));
    host.answer('note.save', () => fail('journalDiskFull'));
    await field('Question').fill('typed just now');
    const menu = page.getByRole('button', { name: /Ana Ruiz/ });
    await menu.click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByText('Not saved. The disk is full').first().waitFor();
    expect(host.all('session.signOut')).toEqual([]);
    host.answer('note.save', ({ version }) => ok({ version: version + 1, savedAt: Date.now() }));
    const out = host.next('session.signOut');
    if (!(await page.getByRole('menuitem', { name: 'Sign out' }).isVisible())) await menu.click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await out;
    expect(last().words).toBe('typed just now');
  });
});

it('wrap-up counts from the end of the call, says when it is too long, and closes nothing', async () => {
  await page.clock.install({ time: Date.now() });
  await inNote(empty({ category: 'general', words: 'Hours?' }));
  expect(await page.locator('[data-wrap-up]').count()).toBe(0);
  host.publish(
    'calls',
    'call-1',
    scenes.verifiedCall({ state: 'ended', ended: 'callerHungUp', endedAt: await page.evaluate(() => Date.now()) }),
  );
  await page.getByText(/Wrap-up 0:0\d of 1:00/).waitFor();
  await page.clock.runFor(75_000);
  await page.getByText(/Wrap-up 0:1\d over 1:00/).waitFor();
  expect(host.all('call.dismiss')).toEqual([]);
  expect(await field('Question').inputValue()).toBe('Hours?');
});
