// One desk as a process with a journal of its own, whose phone page is the test: it says what rang, and does what it is told.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import type { CommandName, TopicRow } from '../../shared/contract/index.ts';
import type { CallEvent, CallId } from '../../shared/domain/call/call.ts';
import { ContractClient, Host } from './host.ts';
import { writeSite } from './site.ts';
import { until } from './until.ts';

type Change = Parameters<typeof writeSite>[2];

export class TestDesk {
  readonly #userId: string;
  readonly #folder: string;
  readonly #site: string;
  #host!: Host;
  client!: ContractClient;
  #phone!: ContractClient;

  /** @param change edits the site file further */
  constructor(userId: string, fhir: string, change?: Change) {
    this.#userId = userId;
    this.#folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-two-'));
    this.#site = writeSite(this.#folder, { servers: ['wss://pbx.test/ws'], domain: 'pbx.test', fhir }, change);
  }

  async start(): Promise<void> {
    this.#host = await Host.start(['--site', this.#site], this.#folder);
    const { window, phone, origin } = this.#host.info;
    const topics = ['worklist', 'notes', 'patients', 'health', 'session', 'repeats', 'workCalls', 'calls'] as const;
    this.client = await ContractClient.open(window, origin, topics);
    this.#phone = await ContractClient.open(phone, origin, ['phoneOrders'], 'phone');
    await this.run('session.passphrase', { passphrase: 'a passphrase of the test' });
    await this.run('session.signIn', {
      userId: this.#userId,
      password: 'first-sign-in',
      secrets: { phonePassword: 'x', pbxPassword: 'x' },
    });
    await until('the EHR answers', () => this.client.row('health')?.ehr === 'ok');
  }

  /** As power failing: nothing is told, nothing is put away. */
  async kill(): Promise<void> {
    await this.#host.stop('SIGKILL');
  }

  async stop(): Promise<void> {
    if (!this.client) return;
    this.client.close();
    this.#phone.close();
    await this.#host.stop();
  }

  run = (name: CommandName, input: object) => this.client.command(name, input as never);
  row = (id: string): TopicRow<'worklist'> | undefined => this.client.row('worklist', id);

  async tell(callId: string, ...events: CallEvent[]): Promise<void> {
    for (const event of events)
      expect(await this.#phone.command('phone.report', { kind: 'call', callId, event })).toMatchObject({ ok: true });
  }

  /** The dial order that comes next, carried out as the phone would. */
  async dial(number: string): Promise<CallId> {
    const order = await until('the order to dial', () =>
      this.#phone.rows('phoneOrders').find(({ order: { do: what } }) => what === 'dial'),
    );
    const { callId, orderId } = order;
    await this.tell(callId, { type: 'dialled', remote: { number, name: '', withheld: false } });
    await this.#phone.command('phone.report', { kind: 'orderDone', orderId });
    return callId;
  }
}
