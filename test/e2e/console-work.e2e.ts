// The window at work, by keyboard alone: a call rings over a half-typed note, is answered, noted, handed on, finished.
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../shared/result/result.ts';
import type { ConsoleHost } from '../fakes/console-host.ts';
import * as scenes from '../fakes/console-scenes.ts';
import { deferred } from '../fakes/parts.ts';
import { inAWindow } from './drawn.ts';

let host: ConsoleHost;
let page: Page;

inAWindow((opened) => ({ host, page } = opened));

async function inCall(part: Parameters<typeof scenes.verifiedCall>[0] = {}): Promise<void> {
  const call = scenes.verifiedCall(part);
  host.scene({
    ...scenes.background(),
    calls: { [call.id]: call },
    patients: { [call.id]: scenes.verifiedPanel() },
    notes: { [call.id]: scenes.note() },
  });
  await page.goto(host.url);
  await words().waitFor();
}
const words = () => page.getByLabel('What does the caller say, in their words?');
const focusIs = (label: string) =>
  page.waitForFunction((wanted) => {
    const focus = document.activeElement as HTMLInputElement | null;
    return focus?.labels?.[0]?.textContent?.startsWith(wanted) ?? focus?.getAttribute('aria-label') === wanted;
  }, label);

describe('a call that rings over a note being typed', () => {
  it('takes neither the focus nor the caret, and moves nothing', async () => {
    await inCall();
    await words().fill('Needs last two visit notes');
    await words().press('Home');
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
    const state = () =>
      page.evaluate(() => {
        const field = document.activeElement as HTMLTextAreaElement;
        const places = [...document.querySelectorAll('textarea, input, select, main button, nav button')].map(
          (element) => {
            const { x, y, width, height } = element.getBoundingClientRect();
            return [x, y, width, height].map(Math.round).join(' ');
          },
        );
        return { tag: field.tagName, caret: field.selectionStart, text: field.value, places };
      });
    const before = await state();
    host.publish('calls', 'ring-1', scenes.ringing());
    await page.locator('[data-ringing-card]').waitFor();
    expect(await state()).toEqual(before);
    await page.keyboard.type('XY');
    expect((await state()).text).toBe('NeedsXY last two visit notes');
    // Escape while typing touches neither the text nor the ringing.
    await page.keyboard.press('Escape');
    expect((await state()).text).toBe('NeedsXY last two visit notes');
    expect(host.all('call.silence')).toEqual([]);
    host.remove('calls', 'ring-1');
    await page.locator('[data-ringing-card]').waitFor({ state: 'detached' });
    expect((await state()).places).toEqual(before.places);
  });

  it('is announced once, aloud, and only once while its card fills', async () => {
    await inCall();
    await page.evaluate(() => {
      const region = document.querySelector('[aria-live=assertive]')!;
      const heard: string[] = [];
      Object.assign(window, { heard });
      new MutationObserver(() => heard.push(region.textContent ?? '')).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    host.publish('calls', 'ring-1', scenes.ringing({ match: { state: 'searching', count: 0, candidates: [] } }));
    await page.getByText('Looking up the number…').waitFor();
    host.publish('calls', 'ring-1', scenes.ringing());
    await page.getByText('2 patients share this number').waitFor();
    expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual([
      'Call from (555) 123-4567. Front desk. Press F2 to answer.',
    ]);
  });

  it('is silenced by Escape from the card and answered by Enter or F2', async () => {
    await inCall();
    host.publish('calls', 'ring-1', scenes.ringing());
    const answer = page.getByRole('button', { name: 'Answer' });
    await answer.focus();
    const silenced = host.next('call.silence');
    await page.keyboard.press('Escape');
    expect((await silenced).input.callId).toBe('ring-1');
    const answered = host.next('call.answer');
    await page.keyboard.press('Enter');
    expect((await answered).input.callId).toBe('ring-1');
    const again = host.next('call.answer');
    await words().focus();
    await page.keyboard.press('F2');
    await again;
  });
});

describe('a note', () => {
  it('is saved within a second and never overwritten while it is typed', async () => {
    await inCall();
    const saved = host.next('note.save');
    const written = deferred<void>();
    host.answer('note.save', async ({ version }) => {
      await written.promise;
      return ok({ version: version + 1, savedAt: Date.now() });
    });
    await words().fill('half a sen');
    // Another change of the row, older than what is being typed.
    host.publish('notes', 'call-1', scenes.note({ about: 'Jane Doe' }));
    await page.getByText('saving…').waitFor();
    expect(await words().inputValue()).toBe('half a sen');
    written.resolve();
    expect((await saved).input.content.words).toBe('half a sen');
    await page.getByText(/saved \d s ago/).waitFor();
    expect(await words().inputValue()).toBe('half a sen');
  });

  it('keeps its text through a full disk, says what to do, and saves by itself once it can', async () => {
    await inCall();
    host.answer('note.save', () => fail('journalDiskFull'));
    await words().fill('Dizzy since Tuesday');
    await page.getByText('Not saved. The disk is full: free some space on this PC.').waitFor();
    expect(await words().inputValue()).toBe('Dizzy since Tuesday');
    host.answer('note.save', () => ok({ version: 9, savedAt: Date.now() }));
    await page.getByText(/saved \d s ago/).waitFor();
    expect(host.all('note.save').at(-1)?.input.content.words).toBe('Dizzy since Tuesday');
  });

  it('of each call is its own, and stays when the line is changed', async () => {
    await inCall();
    host.publish('calls', 'call-2', scenes.heldLine());
    host.publish(
      'notes',
      'call-2',
      scenes.note({ callId: scenes.id('call-2'), content: { words: '', fields: {}, told: '' } }),
    );
    await words().fill('for Jane');
    await page.keyboard.press('Control+2');
    await page.getByRole('heading', { name: "Dr. Patel's office" }).waitFor();
    expect(await words().inputValue()).toBe('');
    await words().fill('for the office');
    await page.keyboard.press('Control+1');
    await page.getByRole('heading', { name: 'Jane Doe', level: 1 }).waitFor();
    expect(await words().inputValue()).toBe('for Jane');
  });

  it('that is not complete puts the caret where something is missing, and finishes once it is there', async () => {
    await inCall();
    host.answer('note.finish', () => fail('noteIncomplete'));
    await page.keyboard.press('Control+Enter');
    await focusIs('Medication name');
    await page.keyboard.type('Lisinopril');
    await page.keyboard.press('Alt+0');
    await page.getByText('Nothing missing').waitFor();
    host.answer('note.finish', () => ok({}));
    const finished = host.next('note.finish');
    await page.keyboard.press('Control+Enter');
    await finished;
    expect(host.all('note.save').at(-1)?.input.content).toMatchObject({
      nextStep: 'nothing',
      fields: { medication: 'Lisinopril' },
    });
  });
});

describe('a call by keyboard alone', () => {
  it('goes from the first ring to a warm transfer and the finished note', async () => {
    host.scene({ ...scenes.background() });
    await page.goto(host.url);
    await page.getByText('No call in hand').waitFor();
    host.publish('calls', 'ring-1', scenes.ringing());
    await page.getByText('Say when you answer').waitFor();
    const answered = host.next('call.answer');
    await page.keyboard.press('F2');
    await answered;
    const talking = scenes.ringing({ state: 'talking', answeredAt: Date.now(), decision: scenes.decision() });
    host.publish('calls', 'ring-1', talking);
    await words().waitFor();

    const saved = host.next('note.save');
    await page.getByLabel('Scheduling').focus();
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
    expect((await saved).input.content.category).toBe('insurance');
    await page.getByText('Medication name *').waitFor();

    const consulted = host.next('call.dial');
    await page.keyboard.press('Alt+1');
    expect((await consulted).input).toEqual({ target: '301', consultFor: 'ring-1' });
    host.publish('calls', 'ring-1', { ...talking, state: 'held', heldSince: Date.now() });
    const consult = scenes.talking({
      id: scenes.id('consult'),
      line: 2,
      direction: 'outgoing',
      consultFor: scenes.id('ring-1'),
      directoryName: 'Ana R.',
    });
    host.publish('calls', 'consult', consult);
    await page.getByText('Speaking with Ana R.').waitFor();
    const transferred = host.next('call.transferAttended');
    await page.keyboard.press('F6');
    expect((await transferred).input).toEqual({ callId: 'ring-1', consultCallId: 'consult' });

    const dismissed = host.next('call.dismiss');
    host.remove('calls', 'consult');
    host.publish('calls', 'ring-1', { ...talking, state: 'ended', endedAt: Date.now(), ended: 'transferred' });
    await page.getByText('The call was transferred. Finish the note.').last().waitFor();
    host.publish('notes', 'ring-1', scenes.note({ callId: scenes.id('ring-1'), version: 99, state: 'finished' }));
    expect((await dismissed).input.callId).toBe('ring-1');
  });

  it.each([
    ['F4', 'call.mute'],
    ['F5', 'call.hold'],
    ['F9', 'call.hangUp'],
  ] as const)('%s does %s, also while typing', async (key, name) => {
    await inCall();
    await words().focus();
    const asked = host.next(name);
    await page.keyboard.press(key);
    expect((await asked).input.callId).toBe('call-1');
  });

  it('transfers to a typed number, and never by mistake where the caller must be introduced', async () => {
    await inCall({ decision: scenes.decision({ transfer: 'any' }) });
    await page.keyboard.press('F6');
    await focusIs('Name or number to transfer to');
    await page.keyboard.type('(206) 555-0100');
    await page.getByRole('button', { name: 'Transfer to 2065550100' }).waitFor();
    const consulted = host.next('call.dial');
    await page.keyboard.press('Enter');
    expect((await consulted).input).toEqual({ target: '2065550100', consultFor: 'call-1' });
    host.publish('calls', 'call-1', scenes.verifiedCall());
    await page.keyboard.press('F6');
    await page.getByText('The practice wants this caller introduced').waitFor();
    expect(await page.getByRole('button', { name: 'without introduction' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.locator('[data-transfer-panel]').waitFor({ state: 'detached' });
  });

  it('finds and dials from Ctrl-K, and gives the focus back', async () => {
    await inCall();
    await words().focus();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Find a person, number or action').last().fill('206 555 0199');
    const dialled = host.next('call.dial');
    await page.getByText('Call (206) 555-0199').waitFor();
    await page.keyboard.press('Enter');
    expect((await dialled).input.target).toBe('2065550199');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
  });
});

describe('what it sounds like', () => {
  it('is taken with one key, and only while nobody has chosen', async () => {
    const intent = { category: { id: 'clinical', confidence: 0.9, because: ['refill'] } };
    const call = scenes.verifiedCall({ intent, decision: scenes.decision({ destinations: [], trace: [] }) });
    const note = scenes.note({ content: { words: 'Needs a refill of lisinopril', fields: {}, told: '' } });
    host.scene({ ...scenes.background(), calls: { [call.id]: call }, notes: { [call.id]: note } });
    await page.goto(host.url);
    await page.locator('[data-suggestion]').waitFor();
    const saved = host.next('note.save');
    await page.keyboard.press('Alt+y');
    expect((await saved).input.content.category).toBe('clinical');
    await page.locator('[data-suggestion]').waitFor({ state: 'detached' });
  });
});

describe('what the caller says to being recorded', () => {
  it('is kept with one key, where calls are recorded, and shown', async () => {
    const recorded = scenes.site();
    const call = scenes.talking({ answeredAt: Date.now() - 10_000 });
    host.scene({
      ...scenes.background(),
      site: {
        it: {
          ...recorded,
          recording: { calls: true, consent: 'allParties' },
          scripts: { ...recorded.scripts, recordingConsent: { en: 'This call is recorded. Is that all right?' } },
        },
      },
      calls: { [call.id]: call },
      notes: { [call.id]: scenes.note() },
    });
    await page.goto(host.url);
    await page.locator('[data-moment=recordingConsent]').waitFor();
    const answered = host.next('note.recording');
    await words().press('Alt+n');
    expect((await answered).input).toEqual({ callId: call.id, answer: 'refused' });
    host.publish('notes', call.id, { ...scenes.note(), recording: { answer: 'refused', at: Date.now(), by: 'chloe' } });
    await page.getByText('Do not record this call').waitFor();
  });
});

describe('an emergency', () => {
  const emergency = {
    words: ['chest pain'],
    say: { en: 'Stay on the line.' },
    checklist: [{ en: 'Where the caller is' }],
    reach: scenes.destinations().slice(0, 1),
  };
  it('is reached with one key and closed only with a reason', async () => {
    await inCall({ decision: scenes.decision({ emergency }) });
    await page.locator('[data-emergency]').waitFor();
    const step = host.next('note.emergencyStep');
    const dialled = host.next('call.dial');
    await page.keyboard.press('Alt+1');
    expect((await step).input).toMatchObject({ step: 'reaching', text: 'Ana R. 301' });
    expect((await dialled).input.target).toBe('301');
    const close = page.getByRole('button', { name: 'Not an emergency' });
    expect(await close.isDisabled()).toBe(true);
    await page.getByLabel('Not an emergency? Write why').fill('Old story, already seen');
    const dismissed = host.next('note.emergencyStep');
    await page.keyboard.press('Enter');
    expect((await dismissed).input).toMatchObject({ step: 'dismissed', text: 'Old story, already seen' });
  });
});

describe('what is private', () => {
  it('leaves the page when the screen locks; the phone works on', async () => {
    await inCall();
    await page.getByText('Aetna PPO').waitFor();
    host.publish('session', 'it', scenes.session({ state: 'locked' }));
    await page.getByText('Locked').waitFor();
    const html = await page.content();
    for (const private_ of ['Jane Doe', 'Aetna', '123-4567', 'Dizzy', 'Lisinopril', 'M. L.', 'T. N.'])
      expect(html).not.toContain(private_);
    host.publish('calls', 'ring-1', scenes.ringing());
    await page.getByText('A call is ringing').last().waitFor();
    const answered = host.next('call.answer');
    await page.keyboard.press('F2');
    await answered;
    expect(await page.content()).not.toContain('123-4567');
  });

  it('is compared, not shown, before two identifiers match', async () => {
    await inCall();
    host.publish('calls', 'call-1', scenes.talking());
    host.publish('patients', 'call-1', scenes.panel());
    const chosen = host.next('patient.choose');
    await page.getByRole('button', { name: 'J. D.' }).press('Enter');
    expect((await chosen).input.patientId).toBe('p1');
    host.publish('patients', 'call-1', scenes.panel({ chosen: scenes.candidates[0] }));
    // The search form has a birth date, too: the check is there once it asks for the full name.
    await page.getByLabel('Full name').waitFor();
    await page.getByLabel('Birth date').fill('March 3rd 1980');
    await page.getByLabel('Full name').fill('Jane Doe');
    const verified = host.next('patient.verify');
    await page.keyboard.press('Enter');
    expect((await verified).input.claims).toEqual({ birthDate: 'March 3rd 1980', name: 'Jane Doe' });
    host.publish('patients', 'call-1', scenes.verifiedPanel());
    await page.getByRole('heading', { name: 'Jane Doe' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-patient-name'));
  });
});
