// SIP.js asks this for bodies; the work is CallMedia's. One handler a session, made early while the call rings.
import type { BodyAndContentType, Session, SessionDescriptionHandler } from 'sip.js';
import type { CallMedia } from '../media/call-media.ts';

const SDP = 'application/sdp';

export class PreparedHandler implements SessionDescriptionHandler {
  readonly #createMedia: () => CallMedia;
  #media: CallMedia | undefined;
  #closed = false;
  #prepared: { offer: string; answer: Promise<string> } | undefined;
  #restart = false;
  /** SIP.js has begun to negotiate by itself: too late to prepare. */
  #begun = false;

  /** The peer connection is made when it is first needed: a ringing call shows its card before that. */
  constructor(createMedia: () => CallMedia) {
    this.#createMedia = createMedia;
  }

  get media(): CallMedia {
    this.#media ??= this.#createMedia();
    return this.#media;
  }

  /** While it rings: apply the offer, make the answer, gather candidates. Accepting then only sends it. */
  prepare(offer: string): Promise<string> {
    if (this.#closed || this.#begun || this.#prepared)
      return this.#prepared?.answer ?? Promise.reject(new Error('too late'));
    const answer = this.media.applyOffer(offer).then(() => this.media.answer());
    this.#prepared = { offer, answer };
    // Whoever accepts awaits it and gets the error then; until that moment nobody else does.
    answer.catch(() => undefined);
    return answer;
  }

  /** The next offer made here asks for new ICE credentials. */
  restartIce(): void {
    this.#restart = true;
  }

  async getDescription(): Promise<BodyAndContentType> {
    if (this.#prepared) {
      const { answer } = this.#prepared;
      this.#prepared = undefined;
      return { body: await answer, contentType: SDP };
    }
    if (this.media.connection.signalingState === 'have-remote-offer')
      return { body: await this.media.answer(), contentType: SDP };
    const restart = this.#restart;
    this.#restart = false;
    return { body: await this.media.offer(restart), contentType: SDP };
  }

  async setDescription(sdp: string): Promise<void> {
    this.#begun = true;
    if (this.#prepared?.offer === sdp) return;
    await (this.media.expects() === 'answer' ? this.media.applyAnswer(sdp) : this.media.applyOffer(sdp));
  }

  hasDescription(contentType: string): boolean {
    return contentType === SDP;
  }

  rollbackDescription(): Promise<void> {
    return this.media.rollback();
  }

  sendDtmf(tones: string): boolean {
    void this.media.sendTones(tones);
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#media?.close();
  }
}

/** Handlers made before SIP.js asks for them. */
export class HandlerRegistry {
  readonly #handlers = new WeakMap<Session, PreparedHandler>();

  put(session: Session, handler: PreparedHandler): void {
    this.#handlers.set(session, handler);
  }

  /** For SIP.js's factory: every session of ours has been given one beforehand. */
  readonly take = (session: Session): SessionDescriptionHandler => {
    const handler = this.#handlers.get(session);
    if (!handler) throw new Error('a session without a prepared handler');
    return handler;
  };
}
