// A second desk beside the first: a console of its own with its own connection to the PBX. Its phone is the colleague's page.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ContractClient, Host } from '../support/host.ts';
import { until } from '../support/until.ts';
import { AMI_PASSWORD, PASSWORD_103 } from './asterisk-setup.ts';
import { PASSPHRASE, must } from './desk.ts';

export interface SecondDesk {
  readonly client: ContractClient;
  close(): Promise<void>;
}

/** Signed in at 103, on the site file of the first. */
export async function openSecondDesk(site: string): Promise<SecondDesk> {
  const host = await Host.start(['--site', site], mkdtempSync(path.join(os.tmpdir(), 'frontdesk-second-')));
  const topics = ['health', 'session', 'waiting', 'departures', 'queues', 'people', 'worklist', 'calls'] as const;
  const client = await ContractClient.open(host.info.window, host.info.origin, topics);
  await must(client.command('session.passphrase', { passphrase: PASSPHRASE }));
  const secrets = { phonePassword: PASSWORD_103, pbxPassword: AMI_PASSWORD };
  await must(client.command('session.signIn', { userId: 'priya', password: 'first-sign-in', secrets }));
  await until('its queues answer', () => client.row('health')?.queues === 'ok');
  return {
    client,
    close: async () => {
      client.close();
      await host.stop();
    },
  };
}
