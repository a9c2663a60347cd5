// The stage of the ring, answer and start benches: real Asterisk over WSS, our console and phone page, and bare SIP.js
// pages beside them in the same browser and the same run.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { serveBarePages } from '../support/bare-pages.ts';
import { ContractClient, Host, launch } from '../support/host.ts';
import { writeSite } from '../support/site.ts';
import { toneFile } from '../support/tone.ts';
import { until } from '../support/until.ts';
import { Asterisk } from '../pbx/asterisk.ts';
import { AMI_PASSWORD, AMI_PORT, PASSWORD_101, PASSWORD_102, PASSWORD_103, WSS_PORT } from '../pbx/asterisk-setup.ts';

export const SERVER = `wss://127.0.0.1:${WSS_PORT}/ws`;

/** Notes in the page when an INVITE comes out of the socket, before any listener of the page sees it. */
const INVITE_CLOCK = `{
  const Native = window.WebSocket;
  window.invites = [];
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', (event) => {
        if (typeof event.data === 'string' && event.data.startsWith('INVITE ')) window.invites.push(performance.timeOrigin + performance.now());
      });
    }
  };
}`;

/** Notes in the console when the ringing card has been painted, and when F2 went down. */
const CARD_CLOCK = `{
  const now = () => performance.timeOrigin + performance.now();
  window.painted = [];
  window.clicks = [];
  let shown = false;
  const look = () => {
    const there = document.querySelector('[data-ringing-card]') !== null;
    if (there && !shown) requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.painted.push(now());
      channel.port2.postMessage(0);
    });
    shown = there;
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  window.addEventListener('keydown', (event) => { if (event.key === 'F2') window.clicks.push(performance.timeOrigin + event.timeStamp); }, true);
}`;

export interface Stage {
  readonly asterisk: Asterisk;
  readonly host: Host;
  readonly desk: ContractClient;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly console: Page;
  readonly phone: Page;
  bare(extension: '102' | '103'): Promise<Page>;
  close(): Promise<void>;
}

export async function setStage(): Promise<Stage> {
  const asterisk = await Asterisk.start();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-bench-'));
  const pbx = { host: '127.0.0.1', port: AMI_PORT, tls: true, ca: asterisk.certificateFile, username: 'frontdesk' };
  const site = writeSite(folder, { servers: [SERVER], domain: '127.0.0.1', pbx });
  const host = await Host.start(['--site', site], folder);
  const desk = await ContractClient.open(host.info.window, host.info.origin, ['calls', 'health', 'session']);
  const { browser, context } = await launch({
    microphone: toneFile(1000),
    trust: asterisk.certificatePin,
    bypassCSP: true,
  });
  const others: Browser[] = [];
  const bareServer = await serveBarePages();
  await desk.command('session.passphrase', { passphrase: 'a passphrase of the bench' });
  await desk.command('session.signIn', {
    userId: 'chloe',
    password: 'first-sign-in',
    secrets: { phonePassword: PASSWORD_101, pbxPassword: AMI_PASSWORD },
  });
  const phone = await context.newPage();
  await phone.addInitScript(INVITE_CLOCK);
  await phone.goto(host.info.phone);
  await until('registered', () => desk.row('health')?.phone === 'registered');
  const console = await context.newPage();
  await console.addInitScript(CARD_CLOCK);
  await console.goto(host.info.console);
  return {
    asterisk,
    host,
    desk,
    browser,
    context,
    console,
    phone,
    bare: async (extension) => {
      // A browser of its own: a page behind another one in the same window is not painted at all.
      const own = await launch({ microphone: toneFile(1000), trust: asterisk.certificatePin });
      others.push(own.browser);
      const page = await own.context.newPage();
      await page.addInitScript(INVITE_CLOCK);
      await page.goto(`${bareServer.origin}/`);
      const password = extension === '102' ? PASSWORD_102 : PASSWORD_103;
      await page.evaluate(`start(${JSON.stringify(SERVER)}, '127.0.0.1', '${extension}', '${password}')`);
      return page;
    },
    close: async () => {
      await Promise.all([browser, ...others].map((each) => each.close()));
      desk.close();
      await host.stop();
      bareServer.close();
      await asterisk.stop();
    },
  };
}

/** The next entry of a growing list in a page. */
export async function nextOf(page: Page, list: 'invites' | 'painted' | 'clicks', index: number): Promise<number> {
  return until(
    `${list}[${index}]`,
    async () => (await page.evaluate(`window.${list}[${index}]`)) as number | undefined,
  );
}
