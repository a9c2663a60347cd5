// The queue port and the port of everything else the PBX tells, over one AMI connection.
import type { MailboxMessage } from '../../../shared/domain/voicemail/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { Mailbox, PbxListener, PbxPort } from '../../ports/pbx.ts';
import type { QueuePort } from '../../ports/queues.ts';
import { AmiConnection } from './ami.ts';
import type { AmiOptions } from './ami.ts';
import type { AmiMessage } from './framing.ts';
import { memberTimesOf } from './member-facts.ts';
import { QueueActions } from './queue-actions.ts';
import { factsOf, memberNameOf, snapshotOf } from './queue-facts.ts';
import { AsteriskTeam, teamSnapshot, translateTeam } from './team.ts';
import { translate, truthsOf } from './translate.ts';
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

const ASK_AGAIN_MS = 2_000;

/** The actions on queues are apart; here is the connection, and what comes over it. */
export class AsteriskQueues extends QueueActions implements QueuePort, PbxPort {
  readonly #options: AmiOptions;
  readonly #followers: PbxListener[] = [];
  readonly team = new AsteriskTeam((action, fields, until) => this.#ask(action, fields, until));
  #connection: AmiConnection | undefined;
  /** Events that arrive while the snapshot is being read; they are newer than it. */
  #held: AmiMessage[] | undefined;

  #again: NodeJS.Timeout | undefined;
  /** By how many ms the PBX's clock is ahead of this PC's. */
  #clockAhead = 0;

  constructor(options: AmiOptions) {
    super(
      (action, fields, until) => this.#ask(action, fields, until),
      () => this.#clockAhead,
    );
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
    clearTimeout(this.#again);
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

  #event(message: AmiMessage, listener: Listener): void {
    if (this.#held) return void this.#held.push(message);
    const now = Date.now();
    this.heard(message);
    for (const event of translate(message, now, this.#clockAhead)) listener.onEvent(event);
    for (const follower of this.#followers) {
      translateParking(message, now).forEach((event) => follower.onParking(event));
      translateDial(message, now).forEach((event) => follower.onDial(event));
      translateTeam(message, now).forEach((event) => follower.onTeam?.(event));
      const changed = mailboxOf(message);
      if (changed) follower.onMailbox(changed);
      factsOf(message, now).forEach((fact) => follower.facts?.onFact(fact));
      memberTimesOf(message, now, this.#clockAhead).forEach((fact) => follower.facts?.onMember(fact));
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
    this.#clockAhead = 0;
    if (!Number.isFinite(said) || said <= 0) return;
    const skewMs = Math.round(said - (asked + Date.now()) / 2);
    this.#clockAhead = skewMs;
    for (const follower of this.#followers) follower.facts?.onClock(skewMs);
  }

  /** Everything anew: positions renumber silently and events were missed while the link was down. */
  async #resync(connection: AmiConnection, listener: Listener): Promise<void> {
    clearTimeout(this.#again);
    this.#held = [];
    await this.#compareClocks(connection);
    const status = await connection.ask('QueueStatus', {}, 'QueueStatusComplete');
    const devices = await connection.ask('DeviceStateList', {}, 'DeviceStateListComplete');
    const parked = await connection.ask('ParkedCalls', {}, 'ParkedCallsComplete');
    const now = Date.now();
    if (status.ok) {
      status.value.forEach((message) => this.heard(message));
      listener.onEvent({ type: 'snapshot', queues: truthsOf(status.value, now, this.#clockAhead) });
      status.value.forEach((message) => this.#learnName(message));
      const there = snapshotOf(status.value, now);
      for (const follower of this.#followers) follower.facts?.onFact(there);
      const members = status.value.flatMap((message) => memberTimesOf(message, now, this.#clockAhead));
      for (const follower of this.#followers) members.forEach((fact) => follower.facts?.onMember(fact));
    }
    for (const follower of this.#followers) if (status.ok) follower.onTeam?.(teamSnapshot(status.value));
    for (const message of devices.ok ? devices.value : []) {
      translate(message, now).forEach((event) => listener.onEvent(event));
      for (const follower of this.#followers) translateTeam(message, now).forEach((event) => follower.onTeam?.(event));
    }
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
    // A PBX that is just starting takes logins before it knows what a queue is.
    if (!status.ok && connection === this.#connection)
      this.#again = setTimeout(() => void this.#resync(connection, listener), ASK_AGAIN_MS);
    const isDenied = !status.ok && ['queueRefused', 'queueForbidden'].includes(status.error.code);
    listener.onLink(status.ok ? 'ok' : isDenied ? 'refused' : 'unreachable');
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
