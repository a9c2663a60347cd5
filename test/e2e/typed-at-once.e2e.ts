// Keys pressed before the window has come to rest: whoever opens something by a key types on at once. Every timer of the page
// is late here, as on a machine that is busy, so nothing that waits for one may stand between a key and its field.
import type { Locator, Page } from 'playwright';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConsoleHost } from '../fakes/console-host.ts';
import { answerArchive, archive } from '../fakes/console-archive.ts';
import { QUEUE_STATES } from '../fakes/console-queue-states.ts';
import * as scenes from '../fakes/console-scenes.ts';
import { tabTo } from './by-keyboard.ts';
import { inAWindow } from './drawn.ts';

const LATE_MS = 500;

let host: ConsoleHost;
let page: Page;
inAWindow((opened) => ({ host, page } = opened));

beforeEach(() =>
  page.addInitScript((late) => {
    const later = window.setTimeout.bind(window);
    window.setTimeout = ((handler: () => void, ms = 0) => later(handler, ms + late)) as typeof window.setTimeout;
    window.requestAnimationFrame = (handler) => later(() => handler(performance.now()), late) as unknown as number;
  }, LATE_MS),
);

const words = () => page.getByLabel('What does the caller say, in their words?');
const hasKeyboard = (field: Locator) => field.evaluate((element) => element === document.activeElement);
/** Timers fire in order: after this one those set before it have fired too. */
const allTimersFired = () => page.evaluate(() => new Promise<void>((fired) => setTimeout(fired, 50)));

async function onBoard(): Promise<void> {
  host.scene(QUEUE_STATES.find(({ name }) => name === 'queue-board')!.rows());
  await page.goto(host.url);
}
async function inCall(part: Parameters<typeof scenes.note>[0] = {}): Promise<void> {
  const call = scenes.verifiedCall({
    history: [
      { at: Date.now() - 9_000, what: 'rang' },
      { at: Date.now() - 5_000, what: 'answered' },
    ],
  });
  host.scene({
    ...scenes.background(),
    calls: { [call.id]: call },
    patients: { [call.id]: scenes.verifiedPanel() },
    notes: { [call.id]: scenes.note(part) },
  });
  answerArchive(host, archive(20));
  await page.goto(host.url);
  await words().waitFor();
}

describe.each([
  ['Control+k', 'the search of everything', /Find a person, number or action/],
  ['F3', 'the directory', /Name, skill/],
  ['Control+j', 'the things to do', /Find by name/],
  ['Shift+F3', 'the notes of the past', /Find in notes/],
] as const)('%s and words', (key, what, label) => {
  it(`are taken by ${what}, and the note beneath has the caret again after Escape`, async () => {
    await inCall();
    await words().focus();
    const before = await words().inputValue();
    await page.keyboard.press(key);
    await page.keyboard.type('lee');
    const field = page.locator('input:focus');
    expect(await field.inputValue()).toBe('lee');
    expect(
      await field.evaluate(
        (input) => input.getAttribute('aria-label') ?? (input as HTMLInputElement).labels?.[0]?.textContent ?? '',
      ),
    ).toMatch(label);
    await allTimersFired();
    await page.keyboard.type('son');
    expect(await field.inputValue()).toBe('leeson');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await hasKeyboard(words())).toBe(true);
    expect(await words().inputValue()).toBe(before);
    await allTimersFired();
    expect(await hasKeyboard(words())).toBe(true);
  });
});

describe('keys pressed right after the one that opens', () => {
  it('the keypad sends every digit, and its button has the keyboard again', async () => {
    await inCall();
    const button = page.getByRole('button', { name: 'Keypad' });
    await button.press('Enter');
    await page.keyboard.type('12#');
    await allTimersFired();
    await page.keyboard.type('*0');
    await expect
      .poll(() =>
        host
          .all('call.sendTones')
          .map(({ input }) => input.tones)
          .join(''),
      )
      .toBe('12#*0');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keypad' }).waitFor({ state: 'detached' });
    expect(await hasKeyboard(button)).toBe(true);
  });

  it('a digit opens the office again, and does not stand in the note', async () => {
    await inCall();
    const user = { id: 'marcus', name: 'Marcus Bell', role: 'supervisor' as const, extension: '202' };
    host.publish('session', 'it', scenes.session({ user }));
    // Far ahead: whatever the hour, there is something to take back.
    const closure = { date: '2099-12-24', reason: 'Snow' };
    const site = scenes.site();
    host.publish('site', 'it', { ...site, hours: { ...site.hours, closures: [closure] } });
    await words().focus();
    const before = await words().inputValue();
    const opened = host.next('hours.reopen');
    await page.keyboard.press('Alt+h');
    await page.keyboard.press('0');
    expect((await opened).input.closure).toEqual(closure);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect([await words().inputValue(), await hasKeyboard(words())]).toEqual([before, true]);
  });

  it('the reason of a correction is written whole', async () => {
    await inCall({ state: 'finished', version: 4, delivery: 'sent' });
    await page.getByRole('button', { name: 'Correct' }).press('Enter');
    const asked = host.next('note.correct');
    await page.keyboard.type('We close at five');
    await page.keyboard.press('Enter');
    expect((await asked).input.reason).toBe('We close at five');
  });

  it('a waiting caller is sent where the first digits say', async () => {
    await onBoard();
    await page.locator('[data-waiting-row]').first().focus();
    const sent = host.next('queue.send');
    await page.keyboard.type('s102');
    await page.keyboard.press('Enter');
    expect((await sent).input.target).toBe('102');
  });

  it('what can be done with a caller is reached by arrows', async () => {
    await onBoard();
    const row = page.locator('[data-waiting-row]').nth(1);
    await row.focus();
    const raised = host.next('queue.raise');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect((await raised).input.entry).toBe('b');
  });

  it.each([
    ['button', 'What happened on this call'],
    ['button', 'Why?'],
  ] as const)('%s "%s" closes by Escape and has the keyboard again', async (role, name) => {
    await inCall();
    const button = page.getByRole(role, { name });
    await tabTo(button);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await page.getByRole('dialog').evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await hasKeyboard(button)).toBe(true);
  });
});
