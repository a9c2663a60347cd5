// A desk at a real Asterisk: console host, window, phone page with a 1000 Hz microphone, and a colleague at a real phone of
// another make (103, 1200 Hz).
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { expect } from 'vitest';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { CallRow } from '../../shared/contract/call.ts';
import type { TopicName } from '../../shared/contract/index.ts';
import type { CallId } from '../../shared/domain/call/call.ts';
import { serveBarePages } from '../support/bare-pages.ts';
import { ContractClient, Host, launch } from '../support/host.ts';
import { writeSite } from '../support/site.ts';
import { toneFile } from '../support/tone.ts';
import { until } from '../support/until.ts';
import { Asterisk } from './asterisk.ts';
import { AMI_PASSWORD, AMI_PORT, PASSWORD_101, PASSWORD_103, WSS_PORT } from './asterisk-setup.ts';

const TOPICS: TopicName[] = [
  'calls',
  'health',
  'session',
  'patients',
  'waiting',
  'people',
  'notes',
  'worklist',
  'site',
];
export const PASSPHRASE = 'a passphrase of the test';
export type SiteChange = Parameters<typeof writeSite>[2];

export class PbxDesk {
  readonly asterisk: Asterisk;
  readonly ehr: Awaited<ReturnType<typeof startClinicEhr>>;
  /** Where the console keeps its data. */
  readonly folder: string;
  #host!: Host;
  #client!: ContractClient;
  readonly #browsers: Browser[] = [];
  #bareServer: Awaited<ReturnType<typeof serveBarePages>> | undefined;
  /** Every SIP message the PBX sent to our phone. */
  readonly received: string[] = [];
  /** The phone page, the window, and the colleague's phone. */
  phone!: Page;
  window!: Page;
  colleague!: Page;

  #hasManagement = true;

  private constructor(asterisk: Asterisk, ehr: Awaited<ReturnType<typeof startClinicEhr>>, folder: string) {
    this.asterisk = asterisk;
    this.ehr = ehr;
    this.folder = folder;
  }

  /** Signed in as the receptionist at 101, registered, queues connected (with `management`; without, there is no AMI account). */
  static async open(change?: SiteChange, topics: readonly TopicName[] = [], management = true): Promise<PbxDesk> {
    const asterisk = await Asterisk.start();
    const ehr = await startClinicEhr({ port: 0, seed: 1, today: new Date() });
    const desk = new PbxDesk(asterisk, ehr, mkdtempSync(path.join(os.tmpdir(), 'frontdesk-pbx-')));
    desk.#hasManagement = management;
    await desk.#openWindows(desk.writeSite(change), [...TOPICS, ...topics]);
    await must(desk.client.command('session.passphrase', { passphrase: PASSPHRASE }));
    await desk.signIn();
    return desk;
  }

  get client(): ContractClient {
    return this.#client;
  }

  /** Writes the site file; a running console takes it live. */
  writeSite(change?: SiteChange): string {
    const points = {
      servers: [`wss://127.0.0.1:${WSS_PORT}/ws`],
      domain: '127.0.0.1',
      ...(this.#hasManagement ? { pbx: this.#management() } : {}),
      fhir: this.ehr.url,
    };
    return writeSite(this.folder, points, change);
  }

  #management() {
    const { certificateFile } = this.asterisk;
    return {
      host: '127.0.0.1',
      port: AMI_PORT,
      tls: true,
      ca: certificateFile,
      username: 'frontdesk',
      takenContext: 'queue-taken',
    };
  }

  live(): CallRow[] {
    return this.client.rows('calls').filter((call) => call.state !== 'ended');
  }

  call(id: CallId): CallRow | undefined {
    return this.client.row('calls', id);
  }

  state(id: CallId, wanted: CallRow['state']): Promise<unknown> {
    return until(`call is ${wanted}`, () => this.call(id)?.state === wanted);
  }

  /** A caller from outside rings at this desk. */
  async ringing(number = '2065550199', name = 'Test Caller'): Promise<CallId> {
    const known = new Set(this.live().map(({ id }) => id));
    await this.asterisk.call(number, name);
    const row = await until('it rings', () =>
      this.live().find((entry) => entry.state === 'ringing' && !known.has(entry.id)),
    );
    return row.id;
  }

  async answered(number?: string, name?: string): Promise<CallId> {
    const id = await this.ringing(number, name);
    await must(this.client.command('call.answer', { callId: id }));
    await this.state(id, 'talking');
    return id;
  }

  /** Between tests: nobody on the line, nobody waiting. */
  async quiet(): Promise<void> {
    await this.asterisk.hangUpCallers();
    for (const call of this.live()) await this.client.command('call.hangUp', { callId: call.id });
    await until('all calls over', () => this.live().length === 0);
    await until('nobody waits', () => this.client.rows('waiting').length === 0);
    for (const call of this.client.rows('calls')) await this.client.command('call.dismiss', { callId: call.id });
  }

  async close(): Promise<void> {
    for (const browser of this.#browsers) await browser.close();
    this.#bareServer?.close();
    this.#client?.close();
    await this.#host?.stop();
    await this.ehr.close();
    await this.asterisk.stop();
  }

  async #openWindows(site: string, topics: readonly TopicName[]): Promise<void> {
    this.#host = await Host.start(['--site', site], this.folder);
    const { info } = this.#host;
    this.#client = await ContractClient.open(info.window, info.origin, topics);
    const trust = this.asterisk.certificatePin;
    const own = await launch({ microphone: toneFile(1000), trust });
    this.#browsers.push(own.browser);
    this.phone = await own.context.newPage();
    this.phone.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => this.received.push(String(payload))),
    );
    await this.phone.goto(info.phone);
    this.window = await own.context.newPage();
    await this.window.goto(info.console);
    this.#bareServer = await serveBarePages();
    const other = await launch({ microphone: toneFile(1200), trust });
    this.#browsers.push(other.browser);
    this.colleague = await other.context.newPage();
    await this.colleague.goto(`${this.#bareServer.origin}/`);
    await this.colleague.evaluate(`start('wss://127.0.0.1:${WSS_PORT}/ws', '127.0.0.1', '103', '${PASSWORD_103}')`);
  }

  /** A person presses a key once the window offers it. */
  async offered(keys: string): Promise<void> {
    await this.window.locator(`[aria-keyshortcuts="${keys}"]:enabled`).first().waitFor();
  }

  async signIn(): Promise<void> {
    const { client } = this;
    const secrets = { phonePassword: PASSWORD_101, pbxPassword: AMI_PASSWORD };
    await must(client.command('session.signIn', { userId: 'chloe', password: 'first-sign-in', secrets }));
    await until('registered over WSS', () => client.row('health')?.phone === 'registered');
    if (this.#hasManagement) await until('AMI over TLS', () => client.row('health')?.queues === 'ok');
  }
}

/** The command was carried out; if not, the failure is what the test prints. */
export const must = async (answer: Promise<{ ok: boolean; error?: unknown }>) => {
  const given = await answer;
  expect(given.error).toBeUndefined();
  expect(given.ok).toBe(true);
};
