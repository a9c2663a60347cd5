// The patient's card under the hand of whoever works with it: parts that come late move nothing, and nothing of the chart's
// address stands in the page.
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { blankCard } from '../../shared/domain/patient/card.ts';
import type { TopicRow } from '../../shared/contract/index.ts';
import type { ConsoleHost } from '../fakes/console-host.ts';
import { ok } from '../../shared/result/result.ts';
import { background, headIn, note, panel, site, verifiedCall, verifiedPanel } from '../fakes/console-scenes.ts';
import { until } from '../support/until.ts';
import { inAWindow } from './drawn.ts';

let page: Page;
let host: ConsoleHost;
inAWindow((opened) => ({ page, host } = opened));

type Context = NonNullable<TopicRow<'patients'>['context']>;
const whole = verifiedPanel();
const blank = blankCard(headIn(whole.context!), 'waiting');

function scene(row: TopicRow<'patients'>): void {
  host.scene({
    ...background(),
    site: { it: site() },
    calls: { 'call-1': verifiedCall() },
    notes: { 'call-1': note() },
    patients: { 'call-1': row },
  });
}

/** Where every line of the card stands, and everything above it. */
const places = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('[data-part], [data-context], [data-patient-name]')].map((element) => {
      const { top, left, height, width } = element.getBoundingClientRect();
      return [element.getAttribute('data-part') ?? element.tagName, top, left, height, width].join(' ');
    }),
  );

describe('parts that come one after the other', () => {
  it('stand where their place was kept: nothing under the pointer moves, and the focus stays', async () => {
    host.allowConnections();
    scene({ ...whole, contextState: 'loading', context: blank, contacts: [] });
    await page.goto(host.url);
    await page.locator('[data-part=team][data-state=waiting]').waitFor();
    const before = await places();
    expect(before.length).toBeGreaterThan(9);
    await page.getByRole('button', { name: 'Open chart' }).focus();
    const parts: Partial<Context>[] = [
      { waiting: ['visits', 'tasks'] },
      { waiting: ['tasks'], nextVisit: whole.context!.nextVisit!, lastVisit: whole.context!.lastVisit! },
      { ...whole.context!, tasks: Array.from({ length: 9 }, (_, n) => ({ id: `t${n}`, text: 'Call '.repeat(30) })) },
    ];
    for (const [index, part] of parts.entries()) {
      const context = { ...blank, waiting: [], ...part };
      host.publish('patients', 'call-1', { ...whole, contextState: index === 2 ? 'fresh' : 'loading', context });
      await page.locator(`[data-part=tasks][data-state=${index === 2 ? 'there' : 'waiting'}]`).waitFor();
      if (index === 1) await page.getByText('Blood pressure check').waitFor();
      expect(await places()).toEqual(before);
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Open chart');
    }
    // What did not fit is behind a button of the row, for who wants it.
    const more = page.getByRole('button', { name: 'Show all: Open tasks' });
    await more.click();
    await page.getByRole('button', { name: 'Show less: Open tasks' }).waitFor();
  });

  it('say how old they are when the EHR is gone, in the same places', async () => {
    host.allowConnections();
    scene({ ...whole, contextState: 'loading', context: blank, contacts: [] });
    await page.goto(host.url);
    await page.locator('[data-part=team][data-state=waiting]').waitFor();
    const before = await places();
    const at = Date.now() - 5.1 * 3_600_000;
    host.publish('patients', 'call-1', { ...whole, contextState: 'kept', old: { visits: at, flags: at, recent: at } });
    await page.getByText('kept here 5').waitFor();
    expect(await page.locator('[data-part=visits][data-state=old]').first().textContent()).toContain('5 hr. ago');
    expect(await places()).toEqual(before);
  });
});

describe('the chart in the EHR', () => {
  it('is opened by way of the host: no address and no id of the patient stands in the page', async () => {
    host.allowConnections();
    await page.context().route('**/outside/once', (route) => route.fulfill({ body: 'the chart' }));
    scene(whole);
    host.answer('patient.openChart', () => ok({ way: '/outside/once' }));
    await page.goto(host.url);
    const button = page.getByRole('button', { name: 'Open chart' });
    await button.waitFor();
    const [opened] = await Promise.all([page.context().waitForEvent('page'), button.click()]);
    await opened.waitForURL('**/outside/once');
    expect(host.all('patient.openChart').map(({ input }) => input)).toEqual([{ callId: 'call-1' }]);
    const html = await page.content();
    expect(html).not.toContain('p1"');
    expect(html).not.toMatch(/ehr\.example|\/chart\//);
    expect(await page.title()).toBe('Frontdesk');
    expect(await opened.evaluate(() => [window.opener, document.referrer])).toEqual([null, '']);
  });
});

describe('a relative whose authority could not be checked', () => {
  const unchecked = panel({
    chosen: whole.chosen,
    check: {
      ...{
        state: 'open',
        authority: 'notChecked',
        matched: ['name', 'birthDate'],
        wrong: [],
        attemptsLeft: 3,
        needed: 2,
      },
      ...{ accepts: ['name', 'birthDate'], unchecked: { isAsking: false, mayGoOn: true } },
    },
  });

  it('is let through by keys alone only in two steps, and the answer that refuses them leaves their name to be asked', async () => {
    host.allowConnections();
    scene(unchecked);
    await page.goto(host.url);
    await page.getByRole('button', { name: 'It cannot wait' }).press('Enter');
    await page.locator('section:focus').waitFor();
    expect(host.all('patient.goOnUnchecked')).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until('the reason has arrived', () => host.all('patient.goOnUnchecked').length > 0);
    expect(host.all('patient.goOnUnchecked').map(({ input }) => input)).toEqual([
      { callId: 'call-1', reason: 'chartSeen' },
    ]);
    const { unchecked: _unchecked, ...check } = unchecked.check;
    host.publish('patients', 'call-1', { ...unchecked, check: { ...check, authority: 'none' } });
    await page.getByText('may not hear about this chart').waitFor();
    expect(await page.getByLabel('Their own name').isVisible()).toBe(true);
  });
});
