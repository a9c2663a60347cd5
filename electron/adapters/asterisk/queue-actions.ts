// What can be done to a queue over AMI, with Asterisk's words for why not. Rights: QueueStatus, QueueWithdrawCaller (16.25,
// 18.11, 19.3 and later) and QueueChangePriorityCaller need none of their own, QueueAdd/Remove/Pause `agent`, Redirect and
// Status `call`.
import type { QueueTruth } from '../../../shared/domain/queue/board.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { CallerAt, MemberAt, QueuePort } from '../../ports/queues.ts';
import type { AmiMessage } from './framing.ts';
import { MOVED_BY, lettersOf, truthsOf } from './translate.ts';

type Ask = (action: string, fields: Readonly<Record<string, string>>, until?: string) => Promise<Result<AmiMessage[]>>;

/** More channels than this are never waiting at once: the oldest is forgotten. */
const CHANNELS_KEPT = 5_000;

export class QueueActions implements Omit<QueuePort, 'start' | 'stop'> {
  readonly #ask: Ask;
  readonly #clockAhead: () => number;
  /** Actions name channels, events their ids. */
  readonly #channels = new Map<string, string>();

  constructor(ask: Ask, clockAhead: () => number) {
    this.#ask = ask;
    this.#clockAhead = clockAhead;
  }

  /** Called with everything that comes: which channel an id has. */
  heard(message: AmiMessage): void {
    const id = message.get('uniqueid');
    const event = message.get('event') ?? '';
    if (id === undefined) return;
    if (event === 'Hangup') return void this.#channels.delete(id);
    const channel = message.get('channel');
    if (!channel || !(event.startsWith('QueueCaller') || event === 'QueueEntry')) return;
    this.#channels.set(id, channel);
    const oldest = this.#channels.size > CHANNELS_KEPT ? this.#channels.keys().next().value : undefined;
    if (oldest !== undefined) this.#channels.delete(oldest);
  }

  async truth(queue: string): Promise<Result<QueueTruth>> {
    const status = await this.#ask('QueueStatus', { Queue: queue }, 'QueueStatusComplete');
    if (!status.ok) return status;
    status.value.forEach((message) => this.heard(message));
    const truths = truthsOf(status.value, Date.now(), this.#clockAhead());
    // A queue that the PBX no longer has is answered with an empty list.
    return ok(truths.find((truth) => truth.queue === queue) ?? { queue, strategy: '', waiting: [], members: [] });
  }

  async isThere(uniqueId: string): Promise<Result<boolean>> {
    const channel = this.#channels.get(uniqueId);
    if (channel === undefined) return ok(false);
    const answer = await this.#ask('Status', { Channel: channel }, 'StatusComplete');
    if (answer.ok) return ok(answer.value.some((one) => one.get('uniqueid') === uniqueId));
    return answer.error.code === 'queueRefused' ? ok(false) : answer;
  }

  setPriority({ queue, uniqueId }: CallerAt, priority: number): Promise<Result<void>> {
    const more = { Priority: String(priority), Immediate: 'yes' };
    return this.#do('QueueChangePriorityCaller', { Queue: queue, ...more }, uniqueId);
  }

  async withdraw({ queue, uniqueId }: CallerAt, to: string, by = ''): Promise<Result<void>> {
    const info = `${to}${lettersOf(by)}`;
    const answer = await this.#do('QueueWithdrawCaller', { Queue: queue, WithdrawInfo: info }, uniqueId);
    // "Already requested", "No such caller": somebody was faster, or there is nobody to take.
    const isGone = !answer.ok && answer.error.code === 'queueRefused';
    return isGone ? fail('queueCallerGone', answer.error.detail) : answer;
  }

  async redirect({ uniqueId }: CallerAt, context: string, to: string, by = ''): Promise<Result<void>> {
    // Where it is refused, nobody knows who it was, and the caller goes all the same.
    if (by) await this.#do('Setvar', { Variable: MOVED_BY, Value: lettersOf(by) }, uniqueId, 'Channel');
    return this.#do('Redirect', { Context: context, Exten: to, Priority: '1' }, uniqueId, 'Channel');
  }

  setPaused(extension: string, paused: boolean, reason?: string, queue?: string): Promise<Result<void>> {
    return this.#plain('QueuePause', {
      ...{ Interface: `PJSIP/${extension}`, Paused: paused ? 'true' : 'false' },
      ...(queue ? { Queue: queue } : {}),
      ...(reason ? { Reason: reason } : {}),
    });
  }

  async signIn({ extension, queue }: MemberAt, name: string, penalty = 0): Promise<Result<void>> {
    const device = `PJSIP/${extension}`;
    const who = { Interface: device, StateInterface: device, MemberName: name, Penalty: String(penalty) };
    const answer = await this.#plain('QueueAdd', { Queue: queue, ...who });
    // Signed in twice is signed in.
    return !answer.ok && /already there/i.test(answer.error.detail ?? '') ? ok(undefined) : answer;
  }

  async signOut({ extension, queue }: MemberAt): Promise<Result<void>> {
    const answer = await this.#plain('QueueRemove', { Queue: queue, Interface: `PJSIP/${extension}` });
    if (answer.ok) return answer;
    if (/not dynamic/i.test(answer.error.detail ?? '')) return fail('queueMemberFixed');
    return /not there/i.test(answer.error.detail ?? '') ? ok(undefined) : answer;
  }

  async #plain(action: string, fields: Readonly<Record<string, string>>): Promise<Result<void>> {
    const answer = await this.#ask(action, fields);
    return answer.ok ? ok(undefined) : answer;
  }

  #do(
    action: string,
    fields: Readonly<Record<string, string>>,
    uniqueId: string,
    key = 'Caller',
  ): Promise<Result<void>> {
    const channel = this.#channels.get(uniqueId);
    if (channel === undefined) return Promise.resolve(fail('queueRefused', 'channel unknown'));
    return this.#plain(action, { ...fields, [key]: channel });
  }
}
