// The phone: carries out orders, once each, and reports what happened. Nothing here decides anything about a call.
import { Inviter, SessionState } from 'sip.js';
import type { Invitation } from 'sip.js';
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
import { measureEcho } from './echo-call.ts';
import { HandlerRegistry, PreparedHandler } from './description-handler.ts';
import { Leg, OrderFailed } from './leg.ts';
import { Line } from './line.ts';
import { queueOf, remoteOf } from './remote.ts';

/** Two frames: by then the card is on screen. Nobody answers faster, and who does is not kept waiting (see `answer`). */
const AFTER_CARD_MS = 40;

/** A call whose CANCEL was lost must not ring for ever (RFC 3261 16.6 step 11, timer C: three minutes). */
const RING_LIMIT_MS = 185_000;

export class Phone {
  readonly #report: (report: PhoneReport) => void;
  readonly #legs = new Map<CallId, Leg>();
  readonly #handlers = new HandlerRegistry();
  readonly sound: Sound;
  readonly #meters: CallMeters;
  readonly #ringing = new Set<CallId>();
  readonly #dialling = new Set<CallId>();
  #line: Line | undefined;
  #setup: PhoneSetup | undefined;

  constructor(report: (report: PhoneReport) => void, reportSound: (report: SoundReport) => void) {
    this.#report = report;
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
    if (JSON.stringify(setup) === JSON.stringify(this.#setup)) return;
    this.#setup = setup;
    const before = this.#line;
    this.#line = undefined;
    await before?.close();
    if (!setup || this.#setup !== setup) return;
    // The microphone is opened alongside: registering does not wait for it.
    void this.sound.microphone.open();
    this.#line = new Line(setup, this.#handlers, {
      onState: (state) => this.#report({ kind: 'registration', state }),
      onInvite: (invitation) => this.#invited(invitation),
      onLost: () => [...this.#legs.values()].filter((leg) => !leg.isEstablished).forEach((leg) => leg.abandon()),
      onRecovered: () => this.#legs.forEach((leg) => void leg.repair().catch(() => undefined)),
      hasCalls: () => [...this.#legs.values()].some((leg) => leg.isEstablished),
    });
    this.#line.start();
  }

  async carryOut({ callId, order }: PhoneOrder): Promise<void> {
    if (order.do === 'dial') return this.#dial(callId, order.target, order.consultFor);
    const leg = this.#legs.get(callId);
    if (!leg) throw new OrderFailed('callGone');
    switch (order.do) {
      case 'answer':
        // With the microphone open already this takes no time at all.
        await this.sound.microphone.open();
        return leg.answer();
      case 'reject':
        return leg.reject();
      case 'silence':
        this.#event(callId, { type: 'silenced' });
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
        return leg.transfer(uri, 'blind', order.target, order.label);
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
      default:
        return assertNever(order);
    }
  }

  /** Ends every call and the registration; the main process waits for this before it quits. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#legs.values()].map((leg) => leg.hangUp()));
    await this.use(undefined);
  }

  #invited(invitation: Invitation): void {
    // SIP.js sends its 180 first and tells us a moment later: a caller who gave up in between would ring here for ever.
    if (invitation.state !== SessionState.Initial) return;
    const callId = CallId.parse(crypto.randomUUID());
    const { request } = invitation;
    const queue = queueOf(request);
    // The card first: it is on screen while the answer is being prepared.
    this.#event(callId, { type: 'rang', remote: remoteOf(request), ...(queue ? { queue } : {}) });
    const handler = this.#adopt(callId, invitation);
    const { body } = request;
    setTimeout(() => {
      const leg = this.#legs.get(callId);
      if (leg && !leg.isEstablished) leg.abandon();
    }, RING_LIMIT_MS);
    // Peer connection, candidates and the ring tone cost more than the card: they come once it is painted.
    setTimeout(() => {
      if (!this.#legs.has(callId)) return;
      this.#sound();
      if (body) handler.prepare(body).catch(() => undefined);
    }, AFTER_CARD_MS);
  }

  async #dial(callId: CallId, target: string, consultFor: CallId | undefined): Promise<void> {
    const agent = this.#line?.agent;
    const uri = this.#line?.uri(target);
    if (!agent || !this.#setup) throw new OrderFailed('phoneUnreachable');
    if (!uri) throw new OrderFailed('numberInvalid');
    await this.sound.microphone.open();
    const inviter = new Inviter(agent, uri);
    const remote = { number: target, name: '', withheld: false };
    this.#event(callId, { type: 'dialled', remote, ...(consultFor ? { consultFor } : {}) });
    this.#adopt(callId, inviter);
    await this.#legs.get(callId)?.dial();
  }

  #adopt(callId: CallId, session: Invitation | Inviter): PreparedHandler {
    let lost = false;
    const createMedia = () =>
      new CallMedia({
        track: this.sound.microphone.copy(),
        outputs: this.sound.outputs,
        iceServers: this.#iceServers(),
        onRemoteHold: (held) => this.#event(callId, { type: 'remoteHoldChanged', held }),
        onConnectionState: (state) => {
          const isLost = state === 'failed' || state === 'disconnected';
          if (isLost !== lost && (isLost || state === 'connected')) {
            lost = isLost;
            this.#meters.connectionIs(callId, !isLost);
          }
        },
      });
    const handler = new PreparedHandler(() => this.#withTrack(createMedia()));
    this.#handlers.put(session, handler);
    this.#legs.set(callId, new Leg(session, handler, (event) => this.#event(callId, event)));
    return handler;
  }

  /** The first call may ring before the microphone is open: it gets its track as soon as that is. */
  #withTrack(media: CallMedia): CallMedia {
    if (!media.hasTrack) void this.sound.microphone.open().then(() => this.#giveTrack(media));
    return media;
  }

  async #giveTrack(media: CallMedia): Promise<void> {
    const track = this.sound.microphone.copy();
    if (track) await media.useTrack(track);
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
    if (event.type === 'ended') this.#legs.delete(callId);
    if (event.type === 'ended' || event.type === 'answered') this.#meters.callsChanged();
    this.#report({ kind: 'call', callId, event });
    const { type } = event;
    if (type === 'rang') this.#ringing.add(callId);
    else if (type === 'silenced' || type === 'answerSent' || type === 'ended') this.#ringing.delete(callId);
    if (type === 'remoteRang') this.#dialling.add(callId);
    else if (type === 'answered' || type === 'ended') this.#dialling.delete(callId);
    if (type !== 'rang') this.#sound();
  }

  /** Rings while a call rings and nobody talks; ringback while a colleague's phone rings. */
  #sound(): void {
    const talking = [...this.#legs.values()].some((leg) => leg.isEstablished);
    if (this.#ringing.size > 0 && !talking) this.sound.ringer.start();
    else this.sound.ringer.stop();
    if (this.#dialling.size > 0) this.sound.ringback.start();
    else this.sound.ringback.stop();
    this.sound.callsChanged();
  }
}
