// The EHR's sign-in in a real browser: the window, the EHR's own pages in a tab beside it, and back. In front of the made-up
// clinic's EHR stands a real authorization server. Pictures of each step go to test-results/screens.
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVED_TYPES } from '../../electron/clinic/ehr/capability.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';
import { startSmartFront } from '../../electron/clinic/ehr/smart/server.ts';
import type { SmartFront, SmartFrontOptions } from '../../electron/clinic/ehr/smart/server.ts';
import { ContractClient, Host, ROOT, launch } from '../support/host.ts';
import { changeDemoSite, openDemoRoundTheClock, writeSite } from '../support/site.ts';
import { toneFile } from '../support/tone.ts';
import { until } from '../support/until.ts';
import { openDeskWindow } from './window.ts';
import type { DeskWindow } from './window.ts';

const SCREENS = path.join(ROOT, 'test-results/screens');
const CHLOE = { id: 'chloe', name: 'Chloe Sanders', fhirUser: 'Practitioner/front-desk', password: 'open the EHR' };
const OTHER = { id: 'doctor', name: 'Dr. Somebody', fhirUser: 'Practitioner/doctor', password: 'open the EHR' };
const SIGN_IN = { kind: 'user', clientId: 'frontdesk' } as const;

const front = (fhir: string, options: Partial<SmartFrontOptions> = {}): Promise<SmartFront> =>
  startSmartFront({ port: 0, fhir, clientId: 'frontdesk', staff: [CHLOE, OTHER], types: SERVED_TYPES, ...options });

const picture = (page: Page, name: string) => page.screenshot({ path: path.join(SCREENS, `ehr-sign-in-${name}.png`) });

/** Presses the button, signs in on the EHR's pages as a person would, and closes that tab. */
async function signInBy(context: BrowserContext, page: Page, button: string, who = CHLOE.id): Promise<void> {
  const [tab] = await Promise.all([context.waitForEvent('page'), page.getByRole('button', { name: button }).click()]);
  await tab.getByLabel('Who are you?').selectOption(who);
  await tab.getByLabel('Password').fill('open the EHR');
  await tab.getByRole('button', { name: 'Sign in' }).click();
  await tab.getByRole('button', { name: 'Allow', exact: true }).click();
  await tab.getByText('You can close this tab').waitFor();
  // Nothing of the person or the practice stands in the browser's history but the EHR's own address and ours.
  expect(await tab.title()).toBe('Signed in');
  await tab.close();
}

beforeAll(() => void mkdirSync(SCREENS, { recursive: true }));

describe('at the desk, in the middle of the day', () => {
  let opened: DeskWindow;
  let far: SmartFront;
  beforeAll(async () => {
    opened = await openDeskWindow(['patients', 'site', 'ehrAccess']);
    const { host, desk } = opened;
    far = await front(host.info.clinic!.fhir);
    openDemoRoundTheClock(host.info.folder);
    changeDemoSite(host.info.folder, (site) => {
      site.setIn(['ehr', 'fhir'], far.url);
      site.setIn(['ehr', 'signIn'], SIGN_IN);
    });
    await until('somebody has to sign in', () => desk.row('health')?.ehr === 'signIn');
  });
  afterAll(async () => {
    await opened.close();
    await far.close();
  });

  it('calls ring without the chart until somebody signs in, and then the patient is there', async () => {
    const { page, context, desk, clinic } = opened;
    await clinic.call({ number: '+12065550101', name: '', queue: 'front-desk', patience: 120 });
    await page.getByRole('region', { name: 'Ringing call' }).waitFor();
    await page.getByText('You are not signed in to the EHR').first().waitFor();
    await page.keyboard.press('F2');
    await until('talking', () => opened.live()[0]?.state === 'talking');
    await page.locator('footer').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('dialog').getByText('Patients and their relatives').waitFor();
    await picture(page, 'asked');
    await signInBy(context, page, 'Sign in to the EHR');
    await page.getByText(/You are signed in to the EHR since/).waitFor();
    await picture(page, 'done');
    await page.keyboard.press('Escape');
    await until('the EHR answers', () => desk.row('health')?.ehr === 'ok');
    await until('the patient is found', () => desk.rows('patients')[0]?.match.state === 'one');
    await picture(page, 'patient');
    expect(far.granted).toMatchObject({ authorization_code: 1 });
    // No token, code or name of a person ever reached a page.
    expect(JSON.stringify(desk.row('ehrAccess'))).not.toMatch(/Practitioner|eyJ|refresh|"code"/);
    await opened.endCalls();
  });

  it('a token that the EHR takes back in a call is said, and the call goes on', async () => {
    const { page, desk, clinic } = opened;
    await far.revokeAll();
    await clinic.call({ number: '+12065550142', name: '', queue: 'front-desk', patience: 120 });
    await until('it rings', () => opened.live()[0]?.state === 'ringing');
    await until('somebody has to sign in', () => desk.row('health')?.ehr === 'signIn');
    await page.getByRole('region', { name: 'Ringing call' }).waitFor(); // a person presses what the window shows
    await page.keyboard.press('F2');
    await until('talking', () => opened.live()[0]?.state === 'talking');
    await page.locator('footer').getByText('You are not signed in to the EHR').waitFor();
    await picture(page, 'taken-back');
    await opened.endCalls();
  });
});

describe('an EHR that takes https addresses only', () => {
  it("is answered through the practice's own page, which hands the answer on to this computer and to nowhere else", async () => {
    const { browser, context } = await launch({ microphone: toneFile(1000) });
    const heard: string[] = [];
    const here = createServer((request, response) => {
      heard.push(request.url ?? '');
      response.end('here');
    });
    await new Promise<void>((resolve) => here.listen(0, '127.0.0.1', resolve));
    const { port } = here.address() as AddressInfo;
    const file = readFileSync(path.join(ROOT, 'build/examples/ehr-redirect.html'), 'utf8');
    await context.route('https://practice.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: file }),
    );
    const page = await context.newPage();
    const secret = 'a'.repeat(32);
    await page.goto(`https://practice.example/frontdesk.html?code=c%26d&state=${port}.${secret}`);
    await page.getByText('here').waitFor();
    expect(heard.filter((url) => url.startsWith('/frontdesk'))).toEqual([
      `/frontdesk?code=c%26d&state=${port}.${secret}`,
    ]);
    for (const state of ['', secret, `80.${secret}`, `${port}@evil.example.${secret}`, `70000.${secret}`]) {
      await page.goto(`https://practice.example/frontdesk.html?code=c&state=${encodeURIComponent(state)}`);
      await page.getByText('Start there.').waitFor();
    }
    await browser.close();
    here.close();
  });
});

describe('in place of the password of the desk', () => {
  let host: Host;
  let desk: ContractClient;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let far: SmartFront;
  let ehr: ClinicEhr;
  let folder: string;
  let site: string;
  beforeAll(async () => {
    ehr = await startClinicEhr({ port: 0, seed: 3, today: new Date() });
    far = await front(ehr.url);
    folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-ehr-'));
    site = writeSite(folder, { servers: ['ws://127.0.0.1:9'], domain: 'x', fhir: far.url }, (document) => {
      document.set('ehr', { fhir: far.url, signIn: SIGN_IN });
      const users = document.get('users') as {
        items: { get(key: string): unknown; set(key: string, value: string): void }[];
      };
      users.items.find((user) => user.get('id') === 'chloe')?.set('fhirUser', CHLOE.fhirUser);
    });
    host = await Host.start(['--site', site, '--no-window'], folder);
    desk = await ContractClient.open(host.info.window, host.info.origin, ['session', 'ehrAccess', 'health']);
    ({ browser, context } = await launch({ microphone: toneFile(1000) }));
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(host.info.console);
    await desk.command('session.passphrase', { passphrase: 'a passphrase of the test' });
    await desk.command('session.signIn', {
      userId: 'chloe',
      password: 'first-sign-in',
      secrets: { phonePassword: 'x' },
    });
    await desk.command('session.signOut', {});
    await until('signed out', () => desk.row('session')?.state === 'signedOut');
  });
  afterAll(async () => {
    await browser.close();
    desk.close();
    await host.stop();
    await far.close();
    await ehr.close();
  });

  it('nobody comes in as a stranger', async () => {
    await page.getByRole('button', { name: 'Sign in with the EHR' }).waitFor();
    await picture(page, 'door');
    await signInBy(context, page, 'Sign in with the EHR', OTHER.id);
    await page.getByText("That was somebody else's EHR sign-in").waitFor();
    await picture(page, 'door-refused');
    expect(desk.row('session')?.state).toBe('signedOut');
  });

  it('whom the EHR recognises is at the desk, and can unlock it again only with the password there', async () => {
    await signInBy(context, page, 'Sign in with the EHR');
    await until('signed in', () => desk.row('session')?.state === 'signedIn');
    expect(desk.row('session')?.user?.id).toBe('chloe');
    await until('the EHR answers', () => desk.row('health')?.ehr === 'ok');
    await desk.command('session.lock', {});
    await page.getByRole('button', { name: 'Unlock with the EHR' }).waitFor();
    await picture(page, 'locked');
    await signInBy(context, page, 'Unlock with the EHR', OTHER.id);
    await page.getByText("That was somebody else's EHR sign-in").waitFor();
    expect(desk.row('session')?.state).toBe('locked');
    await signInBy(context, page, 'Unlock with the EHR');
    await until('unlocked', () => desk.row('session')?.state === 'signedIn');
  });

  it('a restart finds the way in again, and a sign-out of the EHR ends it', async () => {
    const signIns = far.granted['authorization_code'];
    await host.stop();
    desk.close();
    host = await Host.start(['--site', site, '--no-window'], folder);
    desk = await ContractClient.open(host.info.window, host.info.origin, ['session', 'ehrAccess', 'health']);
    await desk.command('session.passphrase', { passphrase: 'a passphrase of the test' });
    await desk.command('session.signIn', { userId: 'chloe', password: 'first-sign-in' });
    await until('the EHR answers', () => desk.row('health')?.ehr === 'ok');
    expect([desk.row('ehrAccess')?.state, far.granted['authorization_code']]).toEqual(['signedIn', signIns]);
    await page.goto(host.info.console);
    await page.getByRole('button', { name: 'lock, sign out' }).click();
    await page.getByRole('menuitem', { name: 'EHR sign-in' }).click();
    await page.getByRole('button', { name: 'Sign out of the EHR' }).click();
    await page.getByRole('button', { name: 'Sign in to the EHR' }).waitFor();
    await until('the EHR wants a sign-in', () => desk.row('health')?.ehr === 'signIn');
  });
});
