// One call as a SIP dialog: answer, hold, transfer, end. It reports facts and holds no opinion.
import { Invitation, Inviter, SessionState } from 'sip.js';
import type { URI, Notification, Session } from 'sip.js';
import type { CallEvent, EndCause } from '../../../shared/domain/call/call.ts';
import type { ErrorCode } from '../../../shared/result/result.ts';
import type { CallMedia } from '../media/call-media.ts';
import type { PreparedHandler } from './description-handler.ts';
import { Reinvites } from './reinvites.ts';

const CANCEL_LIMIT_MS = 1_500;
/** A caller who is still there is heard (or at least sends packets) within this long. */
const LOST_CALLER_MS = 1_500;
/** A transfer whose end was never notified is unknown after this long, not failed. */
const TRANSFER_LIMIT_MS = 45_000;

/** An order that could not be carried out; the code has a sentence in the console. */
export class OrderFailed extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(code);
    this.code = code;
  }
}

/** What a final response to our INVITE means for the person who dialled. */
export function causeOf(status: number): EndCause {
  if (status === 486 || status === 600) return 'busy';
  if (status === 404 || status === 484 || status === 604) return 'notFound';
  if (status === 408 || status === 480 || status === 487) return 'noAnswer';
  if (status === 603) return 'declined';
  if (status === 403 || status === 401 || status === 407) return 'refused';
  if (status === 503 || status === 502 || status === 504) return 'unreachable';
  return 'failed';
}

export class Leg {
  readonly session: Session;
  readonly #handler: PreparedHandler;
  readonly #report: (event: CallEvent) => void;
  readonly #reinvites: Reinvites;
  /**
   * The ACK to our 200. SIP.js calls an incoming call established when the 200 is sent; a re-INVITE before the ACK
   * makes it give up the whole call.
   */
  readonly #acknowledged: Promise<void>;
  #acknowledge: (() => void) | undefined;
  #endCause: EndCause | undefined;
  #ended = false;
  #answered = false;
  #silent = false;
  #ringLimit: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session, handler: PreparedHandler, report: (event: CallEvent) => void) {
    this.session = session;
    this.#handler = handler;
    this.#report = report;
    this.#reinvites = new Reinvites(session, handler);
    this.#acknowledged =
      session instanceof Invitation ? new Promise((resolve) => (this.#acknowledge = resolve)) : Promise.resolve();
    session.delegate = {
      onAck: () => {
        this.#acknowledge?.();
        this.#reinvites.acknowledged();
      },
      onInvite: (_request, _response, status) => this.#reinvites.answered(status),
      onBye: (bye) => {
        this.#willEnd('callerHungUp');
        // SIP.js answers by itself only where nobody listens.
        void bye.accept().catch(() => undefined);
      },
      onCancel: (cancel) =>
        this.#willEnd(isAnsweredElsewhere(cancel.request.getHeader('Reason')) ? 'answeredElsewhere' : 'callerHungUp'),
    };
    session.stateChange.addListener((state) => this.#stateChanged(state));
  }

  get handler(): PreparedHandler {
    return this.#handler;
  }

  get isSilent(): boolean {
    return this.#silent;
  }

  get media(): CallMedia {
    return this.#handler.media;
  }

  get isEstablished(): boolean {
    return this.session.state === SessionState.Established;
  }

  /** `muted`: nothing of this desk is heard from the first packet on. */
  async answer(muted = false): Promise<void> {
    if (!(this.session instanceof Invitation) || this.session.state !== SessionState.Initial)
      throw new OrderFailed('callGone');
    this.#report({ type: 'answerSent' });
    if (muted) this.mute(true);
    this.#handler.media.startTalking();
    try {
      await this.session.accept();
    } catch {
      this.#willEnd('failed');
      throw new OrderFailed('callFailed');
    }
  }

  /** `silent`: nobody at this desk hears or speaks; the call is only there to be handed to somebody else. */
  async dial(silent = false): Promise<void> {
    if (!(this.session instanceof Inviter)) return;
    this.#silent = silent;
    if (silent) this.#handler.media.staySilent();
    else this.#handler.media.startTalking();
    await this.session.invite({
      requestDelegate: {
        onProgress: ({ message }) => {
          if ((message.statusCode ?? 100) >= 180) this.#report({ type: 'remoteRang' });
        },
        onReject: ({ message }) => this.#willEnd(causeOf(message.statusCode ?? 500)),
      },
    });
  }

  /** Refused; with `to`, sent on there (RFC 3261 21.3.3), which the caller's side carries out. */
  async reject(cause: EndCause, to?: URI): Promise<void> {
    this.#willEnd(cause);
    if (this.session instanceof Invitation) await this.#refuse(this.session, to);
  }

  async hangUp(): Promise<void> {
    const { session } = this;
    this.#willEnd('hungUp');
    if (session instanceof Invitation && session.state !== SessionState.Established) await this.#refuse(session);
    else if (session instanceof Inviter && [SessionState.Initial, SessionState.Establishing].includes(session.state))
      await this.#giveUp(session);
    else if (session.state === SessionState.Established) await session.bye();
  }

  /** Over here, whatever becomes of the answer: an INVITE may be so broken that none can be made for it. */
  async #refuse(invitation: Invitation, to?: URI): Promise<void> {
    const isRinging = invitation.state === SessionState.Initial;
    const answer = to ? { statusCode: 302, extraHeaders: [`Contact: <${to.toString()}>`] } : { statusCode: 486 };
    await (isRinging ? invitation.reject(answer) : invitation.dispose()).catch(() => undefined);
    this.#finish();
  }

  /** A PBX that has answered nothing at all is not waited for; should it answer later, SIP.js ends what it began. */
  async #giveUp(inviter: Inviter): Promise<void> {
    setTimeout(() => this.#finish(), CANCEL_LIMIT_MS);
    await inviter.cancel();
  }

  mute(muted: boolean): void {
    this.#handler.media.setMuted(muted);
    this.#report({ type: 'muteChanged', muted });
  }

  async sendTones(tones: string): Promise<void> {
    if (!(await this.#handler.media.sendTones(tones))) throw new OrderFailed('callNotPossibleNow');
  }

  /** Mute first, "held" only on the 200 (the far end's answer), talking again when it fails. */
  async setHeld(held: boolean): Promise<void> {
    this.#report({ type: held ? 'holdAsked' : 'resumeAsked' });
    this.#handler.media.setHeld(held);
    try {
      await this.#acknowledged;
      if ((await this.#reinvites.send()) >= 300) throw new OrderFailed('holdFailed');
      this.#report({ type: held ? 'holdConfirmed' : 'resumeConfirmed' });
    } catch {
      if (this.#ended) throw new OrderFailed('callGone');
      this.#handler.media.setHeld(!held);
      this.#report({ type: held ? 'holdFailed' : 'resumeFailed' });
      throw new OrderFailed('holdFailed');
    }
  }

  /** After a network change: all as it was (a held call stays held), over the path there is or one with new credentials. @returns the SIP status */
  async renew(path: 'new' | 'same'): Promise<number> {
    await this.#acknowledged;
    return this.#reinvites.once(path);
  }

  /** Answered over a way that may be gone: only the PBX's ACK says that the caller is still there. */
  confirmedWithin(ms: number): Promise<boolean> {
    const limit = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms));
    return Promise.race([this.#acknowledged.then(() => true), limit]);
  }

  /** REFER, followed by NOTIFY to its end (RFC 3515; RFC 3891 with Replaces when `to` is a session). */
  async transfer(
    to: URI | Session,
    kind: 'blind' | 'attended' | 'park',
    target: string,
    label: string,
    consultCallId?: CallEventConsult,
  ): Promise<void> {
    if (!this.isEstablished) throw new OrderFailed('callNotPossibleNow');
    this.#report({ type: 'transferAsked', kind, target, label, ...(consultCallId ? { consultCallId } : {}) });
    return new Promise((resolve, reject) => {
      let isOpen = true;
      const tell = (event: CallEvent) => isOpen && !this.#ended && this.#report(event);
      // What is notified later than this is acted on, but the person has been told already.
      const unknown = () => {
        tell({ type: 'transferUnknown' });
        isOpen = false;
      };
      const limit = setTimeout(unknown, TRANSFER_LIMIT_MS);
      const bounced = (status: number | undefined) => {
        clearTimeout(limit);
        tell(status === undefined ? { type: 'transferBounced' } : { type: 'transferBounced', status });
      };
      const request = this.session.refer(to, {
        requestDelegate: {
          onAccept: () => {
            this.#report({ type: 'transferAccepted' });
            resolve();
          },
          onReject: ({ message }) => {
            bounced(message.statusCode);
            reject(new OrderFailed('transferRefused'));
          },
        },
        onNotify: (notification) => {
          const status = statusOf(notification);
          if (status >= 200) clearTimeout(limit);
          if (status >= 300) {
            bounced(status);
            // Once it was accepted; a PBX that refuses at once has not touched the caller.
            if (kind !== 'attended') void this.#endIfLost();
          } else if (status >= 200) {
            tell({ type: 'transferReached' });
            this.#handedOver();
          } else if (status > 100) tell({ type: 'transferRang' });
        },
      });
      request.catch(() => {
        bounced(undefined);
        reject(new OrderFailed('transferRefused'));
      });
    });
  }

  /** The way to the PBX is gone before anybody talked: nothing more will be heard of this call. */
  abandon(): void {
    this.#willEnd('connectionLost');
    this.#finish();
    void this.session.dispose().catch(() => undefined);
  }

  /** Nothing rings for ever. The limit ends with the call: a timer holds the call's connection and sound in memory. */
  abandonUnansweredAfter(ms: number): void {
    clearTimeout(this.#ringLimit);
    this.#ringLimit = setTimeout(() => this.isEstablished || this.abandon(), ms);
  }

  /** Some PBXs (Asterisk) keep the caller when a blind transfer fails: then nobody is on this line any more. */
  async #endIfLost(): Promise<void> {
    if ((await this.#handler.media.hasIncomingSound(LOST_CALLER_MS)) || this.#ended) return;
    this.#willEnd('lostInTransfer');
    await this.session.bye().catch(() => undefined);
  }

  #handedOver(): void {
    this.#willEnd('transferred');
    if (this.session.state === SessionState.Established) void this.session.bye().catch(() => undefined);
  }

  #willEnd(cause: EndCause): void {
    this.#endCause ??= cause;
  }

  #stateChanged(state: SessionState): void {
    if (state === SessionState.Established && !this.#answered) {
      this.#answered = true;
      this.#report({ type: 'answered' });
    }
    if (state === SessionState.Terminated) this.#finish();
  }

  #finish(): void {
    if (this.#ended) return;
    this.#acknowledge?.();
    this.#reinvites.end();
    this.#ended = true;
    clearTimeout(this.#ringLimit);
    this.#handler.close();
    // SIP.js ends the session before it tells why (a busy answer comes after): the reason is read one step later.
    queueMicrotask(() => this.#report({ type: 'ended', cause: this.#endCause ?? 'callerHungUp' }));
  }
}

type CallEventConsult = Extract<CallEvent, { type: 'transferAsked' }>['consultCallId'];

/** RFC 3326: `Reason: SIP;cause=200;text="Call completed elsewhere"`. */
const isAnsweredElsewhere = (reason: string | undefined) => /cause=200|completed elsewhere/i.test(reason ?? '');

/** The status line of a message/sipfrag body; 0 when there is none. */
function statusOf(notification: Notification): number {
  void notification.accept().catch(() => undefined);
  return Number(/^SIP\/2\.0 (\d{3})/.exec(notification.request.body)?.[1] ?? 0);
}
