// The phone: carries out orders, once each, and reports what happened. Nothing here decides anything about a call.
import { Invitation, Inviter, SessionState } from 'sip.js';
import type { PhoneOrder, PhoneReport, PhoneSetup } from '../../../shared/contract/call.ts';
import { CallId } from '../../../shared/domain/call/call.ts';
import type { CallEvent } from '../../../shared/domain/call/call.ts';
import { assertNever } from '../../../shared/result/result.ts';
import { CallMedia } from '../media/call-media.ts';
import { Sound } from '../devices/sound.ts';
import type { EchoFacts, EchoVerdict } from '../../../shared/domain/sound/sound.ts';
import type { SoundReport } from '../../../shared/contract/devices.ts';
import { CallMeters } from '../media/call-meters.ts';
import { echoVerdict, medianOf } from '../../../shared/domain/sound/sound.ts';
import { Conference } from './conference.ts';
import { measureEcho } from './echo-call.ts';
import { HandlerRegistry, PreparedHandler } from './description-handler.ts';
import { Lamps } from './lamps.ts';
import { Leg, OrderFailed } from './leg.ts';
import { Line } from './line.ts';
import type { UseOfSocket } from './link.ts';
import { autoAnswerOf, parkedSlotOf, queueOf, remoteOf } from './remote.ts';
import { Repair } from './repair.ts';

/** Two frames: by then the card is on screen. Nobody answers faster, and who does is not kept waiting (see `answer`). */
const AFTER_CARD_MS = 40;

/** By then main has said whether a call that asks for it is answered by itself. */
const AFTER_DECISION_MS = 300;

/** A call whose CANCEL was lost must not ring for ever (RFC 3261 16.6 step 11, timer C: three minutes). */
const RING_LIMIT_MS = 185_000;
/** The same, once the socket it rings on was exchanged: its CANCEL may have been lost just then. */
const MOVED_RING_LIMIT_MS = 30_000;
const ACK_LIMIT_MS = 3_000;
/** ICE says "disconnected" for a moment now and then, and comes back by itself. */
const DISCONNECTED_MS = 1_500;

type DialOrder = Extract<PhoneOrder['order'], { do: 'dial' }>;

export class Phone {
  readonly #report: (report: PhoneReport) => void;
  readonly #legs = new Map<CallId, Leg>();
  readonly #handlers = new HandlerRegistry();
  readonly sound: Sound;
  readonly lamps: Lamps;
  readonly #meters: CallMeters;
  readonly #ringing = new Set<CallId>();
  readonly #dialling = new Set<CallId>();
  readonly #conference = new Conference((callId, event) => this.#legs.has(callId) && this.#event(callId, event));
  readonly #repairs = new WeakMap<Leg, Repair>();
  /** Calls that ring over another socket than the one they came by. */
  readonly #moved = new WeakSet<Leg>();
  readonly #queueEntries = new Map<string, CallId>();
  #line: Line | undefined;
  #setup: PhoneSetup | undefined;

  constructor(report: (report: PhoneReport) => void, reportSound: (report: SoundReport) => void) {
    this.#report = report;
    this.lamps = new Lamps(report);
    this.sound = new Sound({
      report: reportSound,
      onMicrophone: (state) => report({ kind: 'microphone', state }),
      onReplaced: () => this.#legs.forEach((leg) => void this.#giveTrack(leg.handler.media)),
      isInCall: () => this.#legs.size > 0,
      echo: (number) => this.#testEcho(number),
    });
    this.#meters = new CallMeters({
      media: () => [...this.#legs].filter(([, leg]) => leg.isEstablished).map(([id, leg]) => [id, leg.handler.media]),
      onCounters: (callId, counters) => reportSound({ kind: 'quality', callId, counters }),
      onSound: (callId, isThere) => this.#event(callId, { type: isThere ? 'audioBack' : 'audioLost' }),
    });
  }

  callIds(): CallId[] {
    return [...this.#legs.keys()];
  }

  /** Peer connection of a call, for tests and quality figures. */
  connectionOf(callId: CallId): RTCPeerConnection | undefined {
    return this.#legs.get(callId)?.handler.media.connection;
  }

  /** Registers with this account, or (undefined) signs out. The same account again changes nothing. */
  async use(setup: PhoneSetup | undefined): Promise<void> {
    const known = this.#setup;
    if (JSON.stringify(setup) === JSON.stringify(known)) return;
    this.#setup = setup;
    if (setup && known && isSameAccount(setup, known)) return this.#line?.takeBack();
    const before = this.#line;
    this.#line = undefined;
    this.lamps.end();
    await before?.close();
    if (!setup || this.#setup !== setup) return;
    // The microphone is opened alongside: registering does not wait for it.
    void this.sound.microphone.open();
    const line = new Line(setup, this.#handlers, {
      onState: (state) => {
        this.#report({ kind: 'registration', state });
        if (state === 'registered') this.lamps.begin(line);
      },
      onNotify: (notification) => this.lamps.unasked(notification),
      onInvite: (invitation) => this.#invited(invitation),
      onMoved: (how) => this.#moveCalls(how),
      onRecovered: () => this.#legs.forEach((leg) => void this.#repairs.get(leg)?.start()),
      onUnreachable: () => this.#unanswered().forEach((leg) => leg.abandon()),
      hasCalls: () => [...this.#legs.values()].some((leg) => leg.isEstablished),
    });
    this.#line = line;
    line.start();
  }

  async carryOut({ callId, order }: PhoneOrder): Promise<void> {
    if (order.do === 'dial') return this.#dial(callId, order);
    const leg = this.#legs.get(callId);
    if (!leg) throw new OrderFailed('callGone');
    switch (order.do) {
      case 'answer':
        // With the microphone open already this takes no time at all.
        await this.sound.microphone.open();
        if (order.muted) await this.#announce(callId);
        await leg.answer(order.muted);
        if (this.#moved.has(leg) && !(await leg.confirmedWithin(ACK_LIMIT_MS))) leg.abandon();
        return;
      case 'reject': {
        const to = order.redirectTo === undefined ? undefined : this.#line?.uri(order.redirectTo);
        return leg.reject(to ? 'redirected' : order.toVoicemail ? 'toVoicemail' : 'declined', to);
      }
      case 'silence':
        this.#event(callId, { type: 'silenced' });
        return;
      case 'remind':
        // Nobody waits for its end.
        void this.sound.reminder.once();
        return;
      case 'mute':
        return leg.mute(order.muted);
      case 'hold':
        return leg.setHeld(true);
      case 'resume':
        return leg.setHeld(false);
      case 'hangUp':
        return leg.hangUp();
      case 'sendTones':
        return leg.sendTones(order.tones);
      case 'transferBlind': {
        const uri = this.#line?.uri(order.target);
        if (!uri) throw new OrderFailed('numberInvalid');
        return leg.transfer(uri, order.kind, order.target, order.label);
      }
      case 'transferAttended': {
        const consult = this.#legs.get(order.consultCallId);
        if (!consult?.isEstablished) throw new OrderFailed('callNotPossibleNow');
        return leg.transfer(
          consult.session,
          'attended',
          consult.session.remoteIdentity.uri.user ?? '',
          order.label,
          order.consultCallId,
        );
      }
      case 'join':
        return this.#join(callId, order.withCallId);
      case 'separate':
        return this.#conference.separate();
      default:
        return assertNever(order);
    }
  }

  /** Ends every call and the registration; the main process waits for this before it quits. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#legs.values()].map((leg) => leg.hangUp()));
    await this.use(undefined);
  }

  #unanswered(): Leg[] {
    return [...this.#legs.values()].filter((leg) => !leg.isEstablished);
  }

  /**
   * What is not answered yet lives in transactions, not in a dialog. Ours end with the socket they were sent over. One of
   * the same server's that rings here can still be answered over the new socket, unless that server has closed the old one
   * itself and ended what it had sent over it.
   */
  #moveCalls({ isHome, wasClosed }: UseOfSocket): void {
    for (const leg of this.#unanswered()) {
      const isRinging = leg.session instanceof Invitation && leg.session.state === SessionState.Initial;
      if (!isRinging || !isHome || wasClosed) leg.abandon();
      else {
        this.#moved.add(leg);
        leg.abandonUnansweredAfter(MOVED_RING_LIMIT_MS);
      }
    }
  }

  #invited(invitation: Invitation): void {
    // SIP.js sends its 180 first and tells us a moment later: a caller who gave up in between would ring here for ever.
    if (invitation.state !== SessionState.Initial) return;
    const callId = CallId.parse(crypto.randomUUID());
    const { request } = invitation;
    const queue = queueOf(request);
    const parkedSlot = parkedSlotOf(request);
    const wantsAnswer = autoAnswerOf(request);
    // The queue rings this desk anew for the same caller: the ring before was lost on its way.
    const before = queue?.entry === undefined ? undefined : this.#legs.get(this.#queueEntries.get(queue.entry)!);
    if (before && this.#moved.has(before) && !before.isEstablished) before.abandon();
    if (queue?.entry !== undefined) this.#queueEntries.set(queue.entry, callId);
    // The card first: it is on screen while the answer is being prepared.
    this.#event(callId, {
      type: 'rang',
      remote: remoteOf(request),
      ...(queue ? { queue } : {}),
      ...(parkedSlot ? { parkedSlot } : {}),
      ...(wantsAnswer ? { autoAnswer: true } : {}),
    });
    const handler = this.#adopt(callId, invitation);
    const { body } = request;
    this.#legs.get(callId)?.abandonUnansweredAfter(RING_LIMIT_MS);
    // Peer connection, candidates and the ring tone cost more than the card: they come once it is painted.
    setTimeout(() => {
      if (!this.#legs.has(callId)) return;
      // A call that is answered by itself must not begin to ring in between.
      if (wantsAnswer) setTimeout(() => this.#sound(), AFTER_DECISION_MS);
      else this.#sound();
      if (body) handler.prepare(body).catch(() => undefined);
    }, AFTER_CARD_MS);
  }

  /** The one sign that somebody is about to be heard here; the call does not ring. */
  async #announce(callId: CallId): Promise<void> {
    this.#ringing.delete(callId);
    this.#sound();
    await this.sound.beep.once();
  }

  async #dial(callId: CallId, { target, headers, ...known }: DialOrder): Promise<void> {
    const agent = this.#line?.agent;
    const uri = this.#line?.uri(target);
    if (!agent || !this.#setup) throw new OrderFailed('phoneUnreachable');
    if (!uri) throw new OrderFailed('numberInvalid');
    await this.sound.microphone.open();
    const extraHeaders = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`);
    const inviter = new Inviter(agent, uri, { extraHeaders });
    this.#event(callId, {
      type: 'dialled',
      remote: known.remote ?? { number: target, name: '', withheld: false },
      ...(known.consultFor ? { consultFor: known.consultFor } : {}),
      ...(known.forTransfer ? { forTransfer: true } : {}),
      ...(known.purpose ? { purpose: known.purpose } : {}),
      ...(known.queue ? { queue: known.queue } : {}),
    });
    this.#adopt(callId, inviter, known.purpose === 'listen');
    if (known.muted) this.#legs.get(callId)?.mute(true);
    await this.#legs.get(callId)?.dial(known.forTransfer === true);
  }

  #adopt(callId: CallId, session: Invitation | Inviter, isPlain = false): PreparedHandler {
    let lost = false;
    let watch: number | undefined;
    const createMedia = () =>
      new CallMedia({
        track: this.sound.microphone.copy(),
        outputs: this.sound.outputs,
        iceServers: this.#iceServers(),
        isPlain,
        onRemoteHold: (held) => this.#event(callId, { type: 'remoteHoldChanged', held }),
        onConnectionState: (state) => {
          const isLost = state === 'failed' || state === 'disconnected';
          if (isLost !== lost && (isLost || state === 'connected')) {
            lost = isLost;
            this.#meters.connectionIs(callId, !isLost);
          }
          window.clearTimeout(watch);
          if (isLost) watch = window.setTimeout(() => this.#repair(callId), state === 'failed' ? 0 : DISCONNECTED_MS);
        },
      });
    const handler = new PreparedHandler(() => this.#withTrack(createMedia()));
    this.#handlers.put(session, handler);
    const leg = new Leg(session, handler, (event) => this.#event(callId, event));
    this.#legs.set(callId, leg);
    this.#repairs.set(leg, new Repair(leg, () => this.#line?.isOpen ?? false));
    return handler;
  }

  #repair(callId: CallId): void {
    const leg = this.#legs.get(callId);
    if (leg?.isEstablished) void this.#repairs.get(leg)?.start();
  }

  /** The first call may ring before the microphone is open: it gets its track as soon as that is. */
  #withTrack(media: CallMedia): CallMedia {
    if (!media.hasTrack) void this.sound.microphone.open().then(() => this.#giveTrack(media));
    return media;
  }

  #join(callId: CallId, withCallId: CallId): Promise<void> {
    const members = new Map<CallId, Leg>();
    for (const id of [callId, withCallId]) {
      const leg = this.#legs.get(id);
      if (!leg?.isEstablished) throw new OrderFailed('callNotPossibleNow');
      members.set(id, leg);
    }
    return this.#conference.join(callId, members);
  }

  async #giveTrack(media: CallMedia): Promise<void> {
    const track = this.sound.microphone.copy();
    if (track) await media.useTrack(track);
    await this.#conference.remix(media);
  }

  #iceServers(): RTCIceServer[] {
    return (this.#setup?.iceServers ?? []).map(({ urls, username, credential }) => ({
      urls,
      ...(username ? { username } : {}),
      ...(credential ? { credential } : {}),
    }));
  }

  /** Not in a call: the test's bursts are nobody's business but this desk's. */
  async #testEcho(number: string): Promise<{ verdict: EchoVerdict; roundTripMs?: number }> {
    const agent = this.#line?.agent;
    const target = this.#line?.uri(number);
    if (!agent || !target || number === '') return { verdict: 'notReady' };
    if (this.#legs.size > 0) return { verdict: 'inCall' };
    await this.sound.microphone.open();
    const parts = { agent, target, handlers: this.#handlers, iceServers: this.#iceServers() };
    const facts: EchoFacts = await measureEcho({ ...parts, microphone: this.sound.microphone.copy() });
    const roundTrip = medianOf(facts.roundTrips);
    const verdict = echoVerdict(facts);
    return roundTrip === undefined ? { verdict } : { verdict, roundTripMs: Math.round(roundTrip) };
  }

  #event(callId: CallId, event: CallEvent): void {
    if (event.type === 'ended') {
      this.#legs.delete(callId);
      this.#conference.left(callId);
      for (const [entry, id] of this.#queueEntries) if (id === callId) this.#queueEntries.delete(entry);
    }
    if (event.type === 'ended' || event.type === 'answered') this.#meters.callsChanged();
    this.#report({ kind: 'call', callId, event });
    const { type } = event;
    if (type === 'rang') this.#ringing.add(callId);
    else if (type === 'silenced' || type === 'answerSent' || type === 'ended') this.#ringing.delete(callId);
    // A transfer that rings in the background is not heard at this desk.
    if (type === 'remoteRang' && !this.#legs.get(callId)?.isSilent) this.#dialling.add(callId);
    else if (type === 'answered' || type === 'ended') this.#dialling.delete(callId);
    if (type !== 'rang') this.#sound();
  }

  /** Rings while a call rings and nobody talks; ringback while a colleague's phone rings. */
  #sound(): void {
    const talking = [...this.#legs.values()].some((leg) => leg.isEstablished && !leg.isSilent);
    if (this.#ringing.size > 0 && !talking) this.sound.ringer.start();
    else this.sound.ringer.stop();
    if (this.#dialling.size > 0) this.sound.ringback.start();
    else this.sound.ringback.stop();
    this.sound.callsChanged();
  }
}

/** Whether only the wish to have the phone here is new. */
function isSameAccount(setup: PhoneSetup, known: PhoneSetup): boolean {
  return JSON.stringify({ ...setup, claim: undefined }) === JSON.stringify({ ...known, claim: undefined });
}
