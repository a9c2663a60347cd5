// The queue port and the port of everything else the PBX tells, over one AMI connection.
import type { Member } from '../../../shared/domain/queue/board.ts';
import type { WaitingCaller } from '../../../shared/domain/queue/types.ts';
import type { MailboxMessage } from '../../../shared/domain/voicemail/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { Mailbox, PbxListener, PbxPort } from '../../ports/pbx.ts';
import type { QueuePort } from '../../ports/queues.ts';
import { AmiConnection } from './ami.ts';
import type { AmiOptions } from './ami.ts';
import type { AmiMessage } from './framing.ts';
import { factsOf, memberNameOf, snapshotOf } from './queue-facts.ts';
import { callerOf, memberOf, translate, whole } from './translate.ts';
import {
  FOLDER_NAMES,
  folderOf,
  mailboxOf,
  messageOf,
  parkedOf,
  translateDial,
  translateParking,
} from './translate-boards.ts';

type Listener = Parameters<QueuePort['start']>[0];

export class AsteriskQueues implements QueuePort, PbxPort {
  readonly #options: AmiOptions;
  readonly #followers: PbxListener[] = [];
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

  follow(listener: PbxListener): void {
    this.#followers.push(listener);
  }

  async messages(box: Mailbox): Promise<Result<MailboxMessage[]>> {
    const fields = { Mailbox: box.mailbox, Context: box.context };
    const answer = await this.#ask('VoicemailBoxSummary', fields, 'VoicemailBoxDetailComplete');
    return answer.ok ? ok(answer.value.flatMap((message) => messageOf(message, box) ?? [])) : answer;
  }

  async moveMessage(message: MailboxMessage, to: MailboxMessage['folder']): Promise<Result<void>> {
    const answer = await this.#ask('VoicemailMove', { ...placeOf(message), ToFolder: FOLDER_NAMES[to] });
    return answer.ok ? ok(undefined) : answer;
  }

  async removeMessage(message: MailboxMessage): Promise<Result<void>> {
    const answer = await this.#ask('VoicemailRemove', placeOf(message));
    return answer.ok ? ok(undefined) : answer;
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

  /** Asterisk names the channel, and a transfer may have renamed it since it joined: it is looked up. */
  async setPriority(entry: string, queue: string, priority: number): Promise<Result<void>> {
    const status = await this.#ask('QueueStatus', { Queue: queue }, 'QueueStatusComplete');
    if (!status.ok) return status;
    const waiting = status.value.find((one) => one.get('event') === 'QueueEntry' && one.get('uniqueid') === entry);
    const channel = waiting?.get('channel');
    if (!waiting || !channel) return fail('callGone');
    if (whole(waiting.get('priority')) >= priority) return ok(undefined);
    const fields = { Queue: queue, Caller: channel, Priority: String(priority), Immediate: 'yes' };
    const answer = await this.#ask('QueueChangePriorityCaller', fields);
    return answer.ok ? ok(undefined) : answer;
  }

  #event(message: AmiMessage, listener: Listener): void {
    if (this.#held) return void this.#held.push(message);
    const now = Date.now();
    for (const event of translate(message, now)) listener.onEvent(event);
    for (const follower of this.#followers) {
      translateParking(message, now).forEach((event) => follower.onParking(event));
      translateDial(message, now).forEach((event) => follower.onDial(event));
      const changed = mailboxOf(message);
      if (changed) follower.onMailbox(changed);
      factsOf(message, now).forEach((fact) => follower.facts?.onFact(fact));
    }
    this.#learnName(message);
  }

  #learnName(message: AmiMessage): void {
    const member = memberNameOf(message);
    if (member) for (const follower of this.#followers) follower.facts?.onMemberName(member.name, member.extension);
  }

  /** Before anything is told with a time: by how much the PBX's clock differs, give or take the way there and back. */
  async #compareClocks(connection: AmiConnection): Promise<void> {
    const asked = Date.now();
    const pong = await connection.ask('Ping');
    const said = Number(pong.ok ? pong.value[0]?.get('timestamp') : undefined) * 1000;
    if (!Number.isFinite(said) || said <= 0) return;
    const skewMs = Math.round(said - (asked + Date.now()) / 2);
    for (const follower of this.#followers) follower.facts?.onClock(skewMs);
  }

  /** Everything anew: positions renumber silently and events were missed while the link was down. */
  async #resync(connection: AmiConnection, listener: Listener): Promise<void> {
    this.#held = [];
    await this.#compareClocks(connection);
    const status = await connection.ask('QueueStatus', {}, 'QueueStatusComplete');
    const devices = await connection.ask('DeviceStateList', {}, 'DeviceStateListComplete');
    const parked = await connection.ask('ParkedCalls', {}, 'ParkedCallsComplete');
    const now = Date.now();
    if (status.ok) {
      const of = <T>(event: string, read: (message: AmiMessage) => T | undefined) =>
        status.value.filter((message) => message.get('event') === event).flatMap((message) => read(message) ?? []);
      listener.onEvent({
        type: 'snapshot',
        waiting: of<WaitingCaller>('QueueEntry', (message) => callerOf(message, now)),
        members: of<Member>('QueueMember', memberOf),
      });
      status.value.forEach((message) => this.#learnName(message));
      const there = snapshotOf(status.value, now);
      for (const follower of this.#followers) follower.facts?.onFact(there);
    }
    for (const message of devices.ok ? devices.value : [])
      translate(message, now).forEach((event) => listener.onEvent(event));
    // A PBX without parking refuses the list: then nobody is parked.
    const callers = parked.ok ? parked.value.flatMap((message) => parkedOf(message, now) ?? []) : [];
    for (const follower of this.#followers) {
      follower.onParking({ type: 'snapshot', callers });
      follower.onDial({ type: 'snapshot' });
      follower.onMailbox(undefined);
    }
    const held = this.#held;
    this.#held = undefined;
    held.forEach((message) => this.#event(message, listener));
    listener.onLink(status.ok ? 'ok' : status.error.code === 'queueRefused' ? 'refused' : 'unreachable');
  }

  async #ask(action: string, fields: Readonly<Record<string, string>>, until?: string): Promise<Result<AmiMessage[]>> {
    return (await this.#connection?.ask(action, fields, until)) ?? fail('queueUnreachable');
  }
}

const placeOf = (message: MailboxMessage) => ({
  Mailbox: message.mailbox,
  Context: message.context,
  Folder: folderOf(message),
  ID: message.id,
});
