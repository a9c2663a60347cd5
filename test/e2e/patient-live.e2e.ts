// The patient's card in a real call: an EHR that is slow with one part, one that is killed in the middle of the call and comes
// back, and the chart opened in the EHR itself without a trace of the patient in this program's pages.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vendorStandIn } from '../ehr/strict.ts';
import type { StandIn } from '../ehr/stand-in.ts';
import { MEDPLUM_LIKE } from '../ehr/vendors.ts';
import { deferred } from '../fakes/parts.ts';
import { ROOT, hearsInPage } from '../support/host.ts';
import { changeDemoSite, openDemoRoundTheClock } from '../support/site.ts';
import { until } from '../support/until.ts';
import { openDeskWindow } from './window.ts';
import type { DeskWindow } from './window.ts';

const SCREENS = path.join(ROOT, 'test-results/screens');
const MARIA = '+12065550101';
const TONE = 440;

/** The demo EHR as a process of its own, at a port that it comes back to. */
class Ehr {
  #child: ChildProcess | undefined;
  url = '';
  #port = 0;

  async start(): Promise<void> {
    const args = [path.join(ROOT, 'electron/clinic/ehr/main.ts'), '--port', String(this.#port)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    const said = await new Promise<string>((resolve) => child.stdout.once('data', (text) => resolve(String(text))));
    this.url = /http:\S+/.exec(said)?.[0] ?? '';
    this.#port = Number(new URL(this.url).port);
  }
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}

let opened: DeskWindow;
let page: Page;
const ehr = new Ehr();
let slow: StandIn;
const gate = deferred<void>();
/** Stands for the EHR's own pages. */
const charts: IncomingMessage[] = [];
const chartServer = createServer((request, response) => {
  charts.push(request);
  response.setHeader('content-type', 'text/html').end('<title>Chart</title>the chart');
});

beforeAll(async () => {
  mkdirSync(SCREENS, { recursive: true });
  await new Promise<void>((resolve) => chartServer.listen(0, '127.0.0.1', resolve));
  await ehr.start();
  slow = await vendorStandIn({ ...MEDPLUM_LIKE, bundles: [] }, ehr.url, async ({ path: asked }) => {
    if (asked.startsWith('Flag')) await gate.promise;
    return false;
  });
  opened = await openDeskWindow(['patients', 'site']);
  ({ page } = opened);
  openDemoRoundTheClock(opened.host.info.folder);
});
afterAll(async () => {
  gate.resolve();
  await opened.close();
  await slow.close();
  await ehr.kill();
  chartServer.close();
});

const panel = () => opened.desk.rows('patients')[0];
const part = (name: string, state: string) => page.locator(`[data-part=${name}][data-state=${state}]`).first();

/** The practice has another EHR, and the desk has asked it what it can. */
async function useEhr(fhir: string): Promise<void> {
  const { desk, host } = opened;
  const version = desk.row('site')?.version ?? 0;
  changeDemoSite(host.info.folder, (site) => {
    site.setIn(['ehr', 'fhir'], fhir);
    site.setIn(['ehr', 'chartUrl'], `http://127.0.0.1:${(chartServer.address() as AddressInfo).port}/chart/{id}`);
  });
  await until('the site is in force', () => (desk.row('site')?.version ?? 0) > version);
  await until('the EHR answers', () => desk.row('health')?.ehr === 'ok');
}

async function answerMaria(): Promise<string> {
  const call = await opened.clinic.call({ number: MARIA, name: '', queue: 'front-desk', patience: 300, tone: TONE });
  await page.getByRole('region', { name: 'Ringing call' }).waitFor();
  await page.keyboard.press('F2');
  await until('talking', () => opened.live()[0]?.state === 'talking');
  await page.getByRole('button', { name: /^MG/ }).waitFor();
  return call;
}

async function verifyMaria(): Promise<void> {
  await page.getByRole('button', { name: /^MG/ }).click();
  await page.getByRole('textbox', { name: 'Full name' }).fill('Maria Gonzalez');
  await page.getByRole('textbox', { name: 'Birth date' }).fill('3/14/1979');
  await page.getByRole('button', { name: 'Compare' }).press('Enter');
  await until('verified', () => panel()?.check.state === 'verified');
}

const places = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('[data-part]')].map((row) => {
      const { x, y, width, height } = row.getBoundingClientRect();
      return [row.getAttribute('data-part'), x, y, width, height].join(' ');
    }),
  );

describe('an EHR that is slow with one part', () => {
  it('gives the others meanwhile, and moves nothing when it is there', async () => {
    await useEhr(slow.url);
    await answerMaria();
    await verifyMaria();
    await part('team', 'there').waitFor();
    await part('flags', 'waiting').waitFor();
    expect(panel()).toMatchObject({ contextState: 'loading', context: { waiting: ['flags'] } });
    const before = await places();
    await page.screenshot({ path: path.join(SCREENS, 'patient-live-slow-part.png') });
    gate.resolve();
    await part('flags', 'there').waitFor();
    await until('fresh', () => panel()?.contextState === 'fresh');
    expect(await places()).toEqual(before);
  });

  it('the chart opens in the EHR itself; of the patient nothing stands in a page, its title, its history or the log', async () => {
    const { context, host } = opened;
    const steps = await page.evaluate(() => history.length);
    const [tab] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('button', { name: 'Open chart' }).click(),
    ]);
    await tab.getByText('the chart').waitFor();
    expect(charts.map(({ url }) => url).filter((url) => url?.startsWith('/chart'))).toEqual([
      '/chart/patient-maria-gonzalez',
    ]);
    expect(charts[0]?.headers).not.toHaveProperty('referer');
    expect(await tab.evaluate(() => [window.opener, document.referrer, history.length])).toEqual([null, '', 1]);
    expect(await page.content()).not.toMatch(/patient-maria|\/chart\//);
    const after = await page.evaluate(() => [history.length, document.title, location.search]);
    expect(after).toEqual([steps, 'Frontdesk', expect.not.stringMatching(/maria/i)]);
    const logs = path.join(host.info.folder, 'logs');
    const written = readdirSync(logs).map((file) => readFileSync(path.join(logs, file), 'utf8'));
    expect(written.join()).not.toMatch(/gonz|maria|5550101|\/chart\//i);
    await tab.close();
    await opened.endCalls();
  });
});

describe('an EHR that is killed in the middle of a call', () => {
  it('leaves the call alone: the card that was kept shows with its age, until the EHR is back', async () => {
    await useEhr(ehr.url);
    await answerMaria();
    await verifyMaria();
    await until('fresh, and kept', () => panel()?.contextState === 'fresh');
    await opened.endCalls();

    await answerMaria();
    await ehr.kill();
    await verifyMaria();
    await page.locator('[data-context=kept]').waitFor();
    await page.getByText(/EHR not answering: kept here/).waitFor();
    await part('visits', 'old').waitFor();
    expect(panel()?.context?.name).toBe('María González');
    await hearsInPage(opened.phone, opened.live()[0]!.id, TONE);
    await page.screenshot({ path: path.join(SCREENS, 'patient-live-ehr-killed.png') });
    await ehr.start();
    await page.locator('[data-context=fresh]').waitFor();
    await part('visits', 'there').waitFor();
    expect(panel()?.old).toEqual({});
    await opened.endCalls();
  });

  it('and before one: whom this desk remembers is marked as that, until the EHR says so', async () => {
    await ehr.kill();
    await answerMaria();
    await page
      .getByText(/Remembered here/)
      .first()
      .waitFor();
    await page.screenshot({ path: path.join(SCREENS, 'patient-live-remembered.png') });
    // The notes of the calls before name her; this call's column does not.
    expect(await page.locator('aside').textContent()).not.toMatch(/González/);
    await ehr.start();
    await page
      .getByText(/Remembered here/)
      .first()
      .waitFor({ state: 'detached' });
    expect(panel()?.match).toMatchObject({ state: 'one', count: 1 });
    await opened.endCalls();
  });
});

it('no page raised an error on the way', () => {
  expect(opened.problems.filter((text) => !/404/.test(text))).toEqual([]);
});
