// Which DTLS association belongs to the phone's answer. A phone may prepare an answer while it rings, drop it and make
// another: each comes with its own ufrag and certificate, may be connected before we know which one counts, and until
// the answer says so nothing of any of them is used (RFC 5763 6.2).
import { EventEmitter } from 'node:events';
import type { RTCCertificate } from 'werift';
import type { IceLite } from './ice.ts';
import { SecureTransport } from './secure.ts';
import type { SecureEvents } from './secure.ts';

/** Answers that a phone may try for one call. */
const MAX_EARLY = 4;

export class Associations extends EventEmitter<SecureEvents> {
  readonly #ice: IceLite;
  readonly #own: RTCCertificate;
  readonly #early = new Map<string, SecureTransport>();
  #chosen: SecureTransport | undefined;
  /** The ufrag of the answer, and the one before it during an ICE restart. */
  #ufrags: readonly string[] = [];

  constructor(ice: IceLite, own: RTCCertificate) {
    super();
    this.#ice = ice;
    this.#own = own;
    ice.on('packet', (packet, ufrag) => this.#of(ufrag)?.receive(packet));
  }

  /** The association that counts, from the answer on. */
  get chosen(): SecureTransport | undefined {
    return this.#chosen;
  }

  /** The answer, or a later description, names its ufrag: the DTLS association stays the same from the first one on. */
  choose(ufrag: string): SecureTransport {
    this.#ufrags = [ufrag, ...this.#ufrags.filter((one) => one !== ufrag)].slice(0, 2);
    if (this.#chosen) return this.#chosen;
    const chosen = this.#early.get(ufrag) ?? this.#make(() => this.#ufrags);
    for (const other of this.#early.values()) if (other !== chosen) other.close();
    this.#early.clear();
    this.#chosen = chosen;
    chosen.on('keyed', () => this.emit('keyed'));
    chosen.on('failed', (error) => this.emit('failed', error));
    chosen.on('rtp', (packet) => this.emit('rtp', packet));
    chosen.on('rtcp', (packet) => this.emit('rtcp', packet));
    return chosen;
  }

  close(): void {
    this.removeAllListeners();
    this.#chosen?.close();
    for (const early of this.#early.values()) early.close();
  }

  #of(ufrag: string): SecureTransport | undefined {
    if (this.#chosen) return this.#ufrags.includes(ufrag) ? this.#chosen : undefined;
    const known = this.#early.get(ufrag);
    if (known || this.#early.size >= MAX_EARLY) return known;
    const early = this.#make(() => (this.#chosen ? this.#ufrags : [ufrag]));
    this.#early.set(ufrag, early);
    return early;
  }

  #make(ufrags: () => readonly string[]): SecureTransport {
    const made = new SecureTransport(this.#own, (packet) => this.#ice.send(packet, ufrags()));
    // An association that fails before it is chosen concerns nobody; without a listener the error would be thrown.
    made.on('failed', () => undefined);
    return made;
  }
}
