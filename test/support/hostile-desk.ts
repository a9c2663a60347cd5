// A desk whose only PBX is a hostile one: host, contract client and phone page, registered.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import type { CallRow } from '../../shared/contract/call.ts';
import { HostilePbx } from './hostile-pbx.ts';
import type { Dialog } from './hostile-pbx.ts';
import { ContractClient, Host, launch } from './host.ts';
import { writeSite } from './site.ts';
import { toneFile } from './tone.ts';
import { until } from './until.ts';

export class HostileDesk {
  readonly pbx: HostilePbx;
  readonly host: Host;
  readonly desk: ContractClient;
  readonly browser: Browser;
  readonly phone: Page;

  private constructor(pbx: HostilePbx, host: Host, desk: ContractClient, browser: Browser, phone: Page) {
    this.pbx = pbx;
    this.host = host;
    this.desk = desk;
    this.browser = browser;
    this.phone = phone;
  }

  static async open(): Promise<HostileDesk> {
    const pbx = await HostilePbx.start();
    const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-hostile-'));
    // A followed transfer asks the PBX for nothing until somebody has answered; here its answers to REFER are the matter.
    const points = { servers: [pbx.url], domain: 'pbx.test' };
    const site = writeSite(folder, points, (document) => document.setIn(['phone', 'blindTransfer'], 'refer'));
    const host = await Host.start(['--site', site], folder);
    const desk = await ContractClient.open(host.info.window, host.info.origin, ['calls', 'health', 'session']);
    const { browser } = await launch({ microphone: toneFile(1000) });
    const phone = await browser.newPage();
    // Its time runs as ours does, and can be moved on where a limit is long.
    await phone.clock.install();
    await phone.goto(host.info.phone);
    await desk.command('session.passphrase', { passphrase: 'a passphrase of the test' });
    const secrets = { phonePassword: 'x', pbxPassword: 'x' };
    await desk.command('session.signIn', { userId: 'chloe', password: 'first-sign-in', secrets });
    await until('registered', () => desk.row('health')?.phone === 'registered');
    return new HostileDesk(pbx, host, desk, browser, phone);
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.desk.close();
    await this.host.stop();
    this.pbx.stop();
  }

  live(): CallRow[] {
    return this.desk.rows('calls').filter((row) => row.state !== 'ended');
  }

  async ringing(body?: string): Promise<{ row: CallRow; dialog: Dialog }> {
    const before = new Set(this.desk.rows('calls').map((row) => row.id));
    const dialog = this.pbx.invite(body);
    const isNew = () => this.desk.rows('calls').find((each) => !before.has(each.id));
    return { row: await until('it rings', isNew, 5_000), dialog };
  }

  async talking(): Promise<{ row: CallRow; dialog: Dialog }> {
    const call = await this.ringing();
    const answered = await this.desk.command('call.answer', { callId: call.row.id });
    if (!answered.ok) throw new Error(answered.error.code);
    await until('talking', () => this.desk.row('calls', call.row.id)?.state === 'talking', 5_000);
    return call;
  }
}
