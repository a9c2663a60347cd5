// The simulated callers at work: starts calls, lets people lose patience, and tells what became of each call.
import { randomUUID } from 'node:crypto';
import type { Pbx } from '../pbx/core/pbx.ts';
import type { Channel, Party } from '../pbx/core/channel.ts';
import { PhoneChannel } from '../pbx/core/phone-channel.ts';
import { SimChannel } from '../pbx/core/sim-channel.ts';
import type { HeardSound } from '../pbx/media/meter.ts';
import { silence, tone } from '../pbx/media/sources.ts';
import type { SoundSource } from '../pbx/media/sources.ts';
import type { Scenario } from './scenarios.ts';
import type { Voices } from './voices.ts';

export interface CallRequest {
  readonly party: Party;
  /** Queue name; ignored when `direct` is given. */
  readonly queue: string;
  /** Calls this extension straight away, past the queue. */
  readonly direct?: string | undefined;
  /** Plays this pure tone, Hz, instead of speaking. */
  readonly tone?: number | undefined;
  readonly scenario?: Scenario | undefined;
  /** Hangs up after waiting this long, seconds. */
  readonly patience?: number | undefined;
  readonly priority?: number | undefined;
}

export type CallState = 'waiting' | 'ringing' | 'talking' | 'held' | 'ended';

export interface LegView {
  readonly channel: string;
  readonly device: string;
  readonly number: string;
  readonly name: string;
  /** Keypad digits that came from this end. */
  readonly digits: string;
  /** What this end was given to hear. */
  readonly heard: HeardSound;
  /** What came from this end. For a phone: what its microphone sent. */
  readonly said: HeardSound;
  /** Only phones: whether ICE and DTLS stand. */
  readonly connected?: boolean;
}

export interface CallView {
  readonly id: string;
  readonly scenario: string | null;
  readonly number: string;
  readonly name: string;
  readonly uniqueId: string;
  readonly channel: string;
  readonly state: CallState;
  readonly queue: string | null;
  /** The device of the other end, `PJSIP/101`, or of those that ring. */
  readonly with: readonly string[];
  readonly startedAt: string;
  /** SIP status of the end, 200 for a normal one. */
  readonly cause: number | null;
  readonly legs: readonly LegView[];
}

interface Call {
  readonly id: string;
  readonly request: CallRequest;
  readonly channel: SimChannel;
  readonly startedAt: Date;
  cause: number | null;
  ringing: boolean;
}

/** Ended calls that are still told about. */
const REMEMBERED = 200;
/** Nobody stays longer, milliseconds. */
const LONGEST = 20 * 60_000;

export class CallerDesk {
  readonly #pbx: Pbx;
  readonly #voices: Voices;
  readonly #calls = new Map<string, Call>();

  constructor(pbx: Pbx, voices: Voices) {
    this.#pbx = pbx;
    this.#voices = voices;
  }

  start(request: CallRequest): string {
    const pulse = this.#pbx.pulse;
    const { party, scenario } = request;
    const language = scenario?.language;
    const parts = { device: 'PJSIP/trunk', party, language, manner: { kind: 'caller' }, pulse } as const;
    const channel = this.#pbx.add(new SimChannel({ ...parts, voice: this.#voiceOf(request) }));
    const id = randomUUID();
    const call: Call = { id, request, channel, startedAt: new Date(), cause: null, ringing: false };
    this.#calls.set(id, call);
    this.#forgetOld();
    this.#watch(call);
    channel.start();
    if (request.direct) {
      call.ringing = true;
      this.#pbx.route(channel, request.direct);
    } else this.#pbx.enqueue(channel, request.queue, request.priority ?? 0);
    return id;
  }

  /** Hangs up; false when there is no such call. */
  end(id: string): boolean {
    const call = this.#calls.get(id);
    call?.channel.hangup();
    return call !== undefined;
  }

  list(): readonly CallView[] {
    return [...this.#calls.values()].map((call) => this.#view(call));
  }

  view(id: string): CallView | undefined {
    const call = this.#calls.get(id);
    return call && this.#view(call);
  }

  /** Calls that have not ended. */
  get living(): number {
    return [...this.#calls.values()].filter(({ channel }) => channel.state !== 'hungup').length;
  }

  isCalling(number: string): boolean {
    return [...this.#calls.values()].some(
      ({ channel, request }) => channel.state !== 'hungup' && request.party.number === number,
    );
  }

  #voiceOf(request: CallRequest): SoundSource {
    if (request.tone !== undefined) return tone(request.tone);
    return request.scenario ? this.#voices.say(request.scenario.id) : silence;
  }

  #watch(call: Call): void {
    const { channel, request } = call;
    const impatient = setTimeout(
      () => !this.#pbx.bridgeOf(channel) && channel.hangup(),
      (request.patience ?? LONGEST / 1000) * 1000,
    );
    const longest = setTimeout(() => channel.hangup(), LONGEST);
    channel.on('ended', (cause) => {
      call.cause = cause;
      clearTimeout(impatient);
      clearTimeout(longest);
    });
  }

  #forgetOld(): void {
    const ended = [...this.#calls.values()].filter(({ channel }) => channel.state === 'hungup');
    for (const { id } of ended.slice(0, Math.max(0, ended.length - REMEMBERED))) this.#calls.delete(id);
  }

  #view(call: Call): CallView {
    const { channel, request } = call;
    const other = this.#pbx.bridgeOf(channel)?.other(channel);
    const queue = this.#pbx.queueOf(channel);
    const ringing = queue?.ringsFor(channel) ?? [];
    const legs = [channel, ...(other ? [other] : ringing)];
    return {
      id: call.id,
      scenario: request.scenario?.id ?? null,
      number: request.party.number,
      name: request.party.name,
      uniqueId: channel.id,
      channel: channel.name,
      state: stateOf(channel, other, ringing.length > 0 || !queue),
      queue: request.direct ? null : request.queue,
      with: (other ? [other] : ringing).map(({ device }) => device),
      startedAt: call.startedAt.toISOString(),
      cause: call.cause,
      legs: legs.map(legView),
    };
  }
}

function stateOf(channel: Channel, other: Channel | undefined, ringing: boolean): CallState {
  if (channel.state === 'hungup') return 'ended';
  if (other) return other.holding ? 'held' : 'talking';
  return ringing ? 'ringing' : 'waiting';
}

function legView(channel: Channel): LegView {
  return {
    channel: channel.name,
    device: channel.device,
    number: channel.party.number,
    name: channel.party.name,
    digits: channel.digits.join(''),
    heard: channel.heard.measure(),
    said: channel.said.measure(),
    ...(channel instanceof PhoneChannel ? { connected: channel.mediaConnected } : {}),
  };
}
