// A desk whose administrator edits the practice's settings, without a window: the commands the window sends.
import type { CommandInput, CommandName, CommandOutput, TopicRow } from '../../shared/contract/index.ts';
import type { PracticeChange } from '../../shared/domain/practice/types.ts';
import { ContractClient, Host } from './host.ts';

export class EditorDesk {
  readonly #host: Host;
  readonly #client: ContractClient;

  private constructor(host: Host, client: ContractClient) {
    this.#host = host;
    this.#client = client;
  }

  /** @param site path or address of the site file */
  static async start(site: string, userId = 'office'): Promise<EditorDesk> {
    const host = await Host.start(['--site', site]);
    const client = await ContractClient.open(host.info.window, host.info.origin, ['site', 'session', 'health']);
    const desk = new EditorDesk(host, client);
    await desk.got('session.passphrase', { passphrase: 'a passphrase of the test' });
    const secrets = { phonePassword: 'x', pbxPassword: 'x' };
    await desk.got('session.signIn', { userId, password: 'first-sign-in', secrets });
    return desk;
  }

  run<N extends CommandName>(name: N, input: CommandInput<N>) {
    return this.#client.command(name, input);
  }

  async got<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    const answer = await this.run(name, input);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.detail ?? ''}`);
    return answer.value;
  }

  site(): TopicRow<'site'> | undefined {
    return this.#client.row('site');
  }

  /** Types, looks at the difference, gives a reason and applies. */
  async edit(reason: string, ...changes: PracticeChange[]): Promise<void> {
    await this.got('practice.change', { changes });
    const { version } = await this.got('practice.review', {});
    await this.got('practice.apply', { over: version, reason });
  }

  async stop(): Promise<void> {
    this.#client.close();
    await this.#host.stop();
  }
}
