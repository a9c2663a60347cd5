// Offers and answers in a call that stands (RFC 3261 14): ours and theirs never at the same time, or one would be taken for
// the other's answer. While an offer of ours is under way, theirs is told to wait (491); while theirs is, ours waits.
import { Inviter, SessionState } from 'sip.js';
import type { Session } from 'sip.js';
import type { PreparedHandler } from './description-handler.ts';
import { Serial } from './serial.ts';

const TRIES = 4;
/** A re-INVITE that got no answer SIP.js would tell us of (a redirection, a lost one) must not block the call for ever. */
const LIMIT_MS = 6_000;

/** What SIP.js keeps to itself: it lets their offer in while ours is being made and has not been sent. */
interface Inner {
  pendingReinvite: boolean;
  onInviteRequest(request: { reject(options: { statusCode: number }): unknown }): void;
}

export class Reinvites {
  readonly #session: Session;
  readonly #handler: PreparedHandler;
  readonly #serial = new Serial();
  /** An offer of ours is being made, sent or answered. */
  #isOurs = false;
  /** Ends with the ACK, or when nothing came of it. */
  #theirs: ReturnType<typeof setTimeout> | undefined;
  #settle: ((status: number) => void) | undefined;

  constructor(session: Session, handler: PreparedHandler) {
    this.#session = session;
    this.#handler = handler;
    const inner = session as unknown as Inner;
    const take = inner.onInviteRequest.bind(session);
    inner.onInviteRequest = (request) => {
      if (this.#isOurs) return void request.reject({ statusCode: 491 });
      this.#theirsBegan();
      take(request);
    };
  }

  /** Until it is accepted or refused, or theirs have left no room several times. @returns the SIP status */
  send(): Promise<number> {
    return this.#serial.run(async () => {
      for (let attempt = 1; ; attempt++) {
        const status = await this.#attempt();
        if (status !== 491 || attempt >= TRIES) return status;
        // RFC 3261 14.1: the owner of the Call-ID waits 2.1 to 4 s, the other side up to 2 s.
        const wait = this.#session instanceof Inviter ? 2100 + Math.random() * 1900 : Math.random() * 2000;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    });
  }

  /** One try; `new`: with new ICE credentials. @returns the SIP status; 491 as well when theirs was under way and nothing was sent */
  once(path: 'new' | 'same'): Promise<number> {
    return this.#serial.run(() => {
      if (path === 'new') this.#handler.restartIce();
      return this.#attempt();
    });
  }

  /** Their ACK: what they offered stands. */
  acknowledged(): void {
    clearTimeout(this.#theirs);
    this.#theirs = undefined;
  }

  /** Theirs was answered with that status; a refusal needs no ACK that we are told of. */
  answered(status: number): void {
    if (status >= 300) this.acknowledged();
  }

  /** A call that ends leaves none waiting for its answer. */
  end(): void {
    this.acknowledged();
    this.#settle?.(481);
  }

  async #attempt(): Promise<number> {
    if (this.#session.state !== SessionState.Established) return 481;
    if (this.#theirs !== undefined) return 491;
    this.#isOurs = true;
    try {
      return await this.#exchange();
    } finally {
      this.#isOurs = false;
    }
  }

  #theirsBegan(): void {
    clearTimeout(this.#theirs);
    this.#theirs = setTimeout(() => this.acknowledged(), LIMIT_MS);
  }

  #exchange(): Promise<number> {
    return new Promise((resolve) => {
      const takenBack = (status: number) => {
        const settle = () => resolve(status);
        void this.#handler.rollbackDescription().then(settle, settle);
      };
      const limit = setTimeout(() => {
        // SIP.js lets no other out while it believes this one to be pending.
        (this.#session as unknown as Inner).pendingReinvite = false;
        takenBack(408);
      }, LIMIT_MS);
      const settle = (status: number) => {
        clearTimeout(limit);
        resolve(status);
      };
      this.#settle = settle;
      this.#session
        .invite({
          requestDelegate: {
            onAccept: ({ message }) => settle(message.statusCode ?? 200),
            onReject: ({ message }) => settle(message.statusCode ?? 500),
          },
        })
        .catch(() => {
          clearTimeout(limit);
          // It was not sent: an earlier one has not ended for SIP.js yet, which it says in many ways.
          takenBack(491);
        });
    });
  }
}
