// One desk through a whole day: a console host that is killed and started again on the same data, and its phone page.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'vitest';
import { ContractClient, Host, launch } from '../support/host.ts';
import { writeSite } from '../support/site.ts';
import type { SitePoints } from '../support/site.ts';
import { toneFile } from '../support/tone.ts';
import { until } from '../support/until.ts';

export const must = async (answer: Promise<{ ok: boolean }>) => expect(await answer).toMatchObject({ ok: true });

export interface DayPoints extends SitePoints {
  readonly secrets: { readonly phonePassword: string; readonly pbxPassword?: string };
  /** The certificate pin of a server that vouches for itself. */
  readonly trust?: string;
}

export class DayDesk {
  readonly #points: DayPoints;
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-day-'));
  readonly #site: string;
  #browser!: Browser;
  #context!: BrowserContext;
  #host!: Host;
  #phone!: Page;
  client!: ContractClient;

  private constructor(points: DayPoints) {
    this.#points = points;
    this.#site = writeSite(this.#folder, points);
  }

  static async open(points: DayPoints): Promise<DayDesk> {
    const desk = new DayDesk(points);
    const trust = points.trust === undefined ? {} : { trust: points.trust };
    const launched = await launch({ microphone: toneFile(1000), ...trust });
    desk.#browser = launched.browser;
    desk.#context = launched.context;
    await desk.#start();
    return desk;
  }

  /** kill -9 of the host; the page is closed with it, as it is when the computer goes; then the next morning. */
  async killAndStart(): Promise<void> {
    await this.#host.stop('SIGKILL');
    this.client.close();
    await this.#phone.close();
    await this.#start();
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.client.close();
    await this.#host.stop();
  }

  async #start(): Promise<void> {
    this.#host = await Host.start(['--site', this.#site], this.#folder);
    const { info } = this.#host;
    this.client = await ContractClient.open(info.window, info.origin, [
      ...(['calls', 'health', 'session', 'patients', 'notes', 'worklist'] as const),
    ]);
    this.#phone = await this.#context.newPage();
    await this.#phone.goto(info.phone);
    await must(this.client.command('session.passphrase', { passphrase: 'a passphrase of the day' }));
    const { secrets } = this.#points;
    await must(this.client.command('session.signIn', { userId: 'chloe', password: 'first-sign-in', secrets }));
    await until('registered', () => this.client.row('health')?.phone === 'registered');
    await until('the EHR is there', () => this.client.row('health')?.ehr === 'ok');
  }
}
