// The queue port over AMI.
import type { Member } from '../../../shared/domain/queue/board.ts';
import type { WaitingCaller } from '../../../shared/domain/queue/types.ts';
import { ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { QueuePort } from '../../ports/queues.ts';
import { AmiConnection } from './ami.ts';
import type { AmiOptions } from './ami.ts';
import type { AmiMessage } from './framing.ts';
import { callerOf, memberOf, translate } from './translate.ts';

type Listener = Parameters<QueuePort['start']>[0];

export class AsteriskQueues implements QueuePort {
  readonly #options: AmiOptions;
  #connection: AmiConnection | undefined;
  /** Events that arrive while the snapshot is being read; they are newer than it. */
  #held: AmiMessage[] | undefined;

  constructor(options: AmiOptions) {
    this.#options = options;
  }

  start(listener: Listener): void {
    const connection = new AmiConnection(this.#options, {
      onReady: () => void this.#resync(connection, listener),
      onEvent: (message) => this.#event(message, listener),
      onState: (state) => listener.onLink(state),
    });
    this.#connection = connection;
    connection.start();
  }

  stop(): void {
    this.#connection?.stop();
  }

  async setPaused(extension: string, paused: boolean, reason?: string): Promise<Result<void>> {
    const fields = {
      Interface: `PJSIP/${extension}`,
      Paused: paused ? 'true' : 'false',
      ...(reason ? { Reason: reason } : {}),
    };
    const answer = await this.#connection?.ask('QueuePause', fields);
    return answer && !answer.ok ? answer : ok(undefined);
  }

  #event(message: AmiMessage, listener: Listener): void {
    if (this.#held) return void this.#held.push(message);
    for (const event of translate(message, Date.now())) listener.onEvent(event);
  }

  /** Everything anew: positions renumber silently and events were missed while the link was down. */
  async #resync(connection: AmiConnection, listener: Listener): Promise<void> {
    this.#held = [];
    const status = await connection.ask('QueueStatus', {}, 'QueueStatusComplete');
    const devices = await connection.ask('DeviceStateList', {}, 'DeviceStateListComplete');
    const now = Date.now();
    if (status.ok) {
      const of = <T>(event: string, read: (message: AmiMessage) => T | undefined) =>
        status.value.filter((message) => message.get('event') === event).flatMap((message) => read(message) ?? []);
      listener.onEvent({
        type: 'snapshot',
        waiting: of<WaitingCaller>('QueueEntry', (message) => callerOf(message, now)),
        members: of<Member>('QueueMember', memberOf),
      });
    }
    for (const message of devices.ok ? devices.value : [])
      translate(message, now).forEach((event) => listener.onEvent(event));
    const held = this.#held;
    this.#held = undefined;
    held.forEach((message) => this.#event(message, listener));
    listener.onLink(status.ok ? 'ok' : status.error.code === 'queueRefused' ? 'refused' : 'unreachable');
  }
}
