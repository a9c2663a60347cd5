// A supervisor at a colleague's call: dials the PBX's service number, changes between listening, whispering and speaking to
// both within the call, and leaves no trace in the call itself. Everything is written into the audit.
import type { AnyCallEvent, Call, CallId } from '../../../shared/domain/call/call.ts';
import { MODE_TONES } from '../../../shared/domain/supervision/kinds.ts';
import type { ListenMode, Listening, TeamRow } from '../../../shared/domain/supervision/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';
import type { CallsService } from '../calls/calls.ts';

export interface ListenDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  /** The extension of whoever is signed in. */
  readonly extension: () => string | undefined;
  readonly nameOf: (extension: string) => string | undefined;
  readonly person: (extension: string) => TeamRow | undefined;
  readonly place: CallsService['place'];
  readonly call: (callId: CallId) => Call | undefined;
  readonly sendTones: (callId: CallId, tones: string) => Promise<Result<unknown>>;
  readonly mute: (callId: CallId, muted: boolean) => Promise<Result<unknown>>;
  readonly audit: (detail: string, userId: string, callId: CallId) => void;
}

interface Session extends Listening {
  readonly userId: string;
}

export class ListenService {
  readonly #deps: ListenDeps;
  readonly #sessions = new Map<CallId, Session>();

  constructor(deps: ListenDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'supervision.listen': ({ extension, mode }, { userId }) => this.#listen(extension, mode, userId),
    'supervision.mode': ({ callId, mode }) => this.#change(callId, mode),
  };

  callChanged(call: Call, event: AnyCallEvent): void {
    const session = this.#sessions.get(call.id);
    if (!session) return;
    // Whoever only listens is not heard, whatever key was pressed.
    if (event.type === 'muteChanged' && !event.muted && session.mode === 'listen') void this.#deps.mute(call.id, true);
    if (call.state === 'ended') this.#ended(call, session);
  }

  async #listen(extension: string, mode: ListenMode, userId: string): Promise<Result<{ callId: CallId }>> {
    const supervision = this.#deps.site()?.supervision;
    const service = supervision?.[mode];
    if (service === undefined) return fail('listenNotSet');
    if (extension === this.#deps.extension()) return fail('listenYourself');
    const person = this.#deps.person(extension);
    if (person && person.state !== 'talking') return fail('listenNobody');
    const hasTone = supervision?.announce === 'tone';
    const placed = await this.#deps.place(`${service}${extension}`, {
      purpose: 'listen',
      remote: { number: extension, name: '', withheld: false },
      muted: mode === 'listen',
      ...(hasTone ? { headers: { 'X-Announce': 'tone' as const } } : {}),
    });
    if (!placed.ok) return placed;
    const { callId } = placed.value;
    const name = this.#deps.nameOf(extension) ?? extension;
    this.#keep({ callId, extension, name, mode, since: this.#deps.clock.now(), hasTone, userId });
    this.#deps.audit(`start ${mode} ${extension}`, userId, callId);
    // It may have failed before the phone said that it was asked to dial.
    const call = this.#deps.call(callId);
    if (call?.state === 'ended') this.#ended(call, this.#sessions.get(callId)!);
    return placed;
  }

  /** Toward listening the microphone goes off first; away from it, it comes on last. */
  async #change(callId: CallId, mode: ListenMode): Promise<Result<Done>> {
    const session = this.#sessions.get(callId);
    if (!session) return fail('listenOver');
    if (session.mode === mode) return ok({});
    if (mode === 'listen') {
      const muted = await this.#deps.mute(callId, true);
      if (!muted.ok) return muted;
    }
    const sent = await this.#deps.sendTones(callId, MODE_TONES[mode]);
    if (!sent.ok) return sent;
    const { userId, extension } = session;
    this.#keep({ ...session, mode });
    this.#deps.audit(`mode ${mode} ${extension}`, userId, callId);
    if (mode === 'listen') return ok({});
    const heard = await this.#deps.mute(callId, false);
    return heard.ok ? ok({}) : heard;
  }

  #keep(session: Session): void {
    this.#sessions.set(session.callId, session);
    const { userId: _userId, ...row } = session;
    this.#deps.topics.set('listening', session.callId, row);
  }

  #ended(call: Call, { userId, extension, mode, since }: Session): void {
    if (!this.#sessions.delete(call.id)) return;
    this.#deps.topics.remove('listening', call.id);
    const seconds = Math.round((this.#deps.clock.now() - (call.answeredAt ?? since)) / 1000);
    const how = call.answeredAt === undefined ? `failed ${call.ended ?? ''}` : `end ${mode}`;
    this.#deps.audit(`${how} ${extension} ${seconds}s`, userId, call.id);
  }
}
