// DTLS-SRTP (RFC 5764) with one answer of a phone. We are always the DTLS server, so the browser starts the handshake the moment
// its path stands; the certificate is checked against the fingerprint when the answer brings it (RFC 5763 6.2: a
// ClientHello may come before the answer, and what comes before the check is not used).
import { EventEmitter } from 'node:events';
import {
  CipherContext,
  DtlsServer,
  HashAlgorithm,
  NamedCurveAlgorithm,
  RTCCertificate,
  RtcpPacketConverter,
  RtpHeader,
  RtpPacket,
  SignatureAlgorithm,
  SrtcpSession,
  SrtpSession,
  fingerprint,
  isRtcp,
  keyLength,
  saltLength,
} from 'werift';
import type { RtcpPacket } from 'werift';

export interface SecureEvents {
  rtp: [RtpPacket];
  rtcp: [RtcpPacket];
  /** Keys are there; nothing is trusted before `trust()` said yes. */
  keyed: [];
  failed: [Error];
}

let certificate: Promise<RTCCertificate> | undefined;

/** The PBX's certificate, made once a process. */
export function localCertificate(): Promise<RTCCertificate> {
  certificate ??= CipherContext.createSelfSignedCertificateWithKey(
    { signature: SignatureAlgorithm.ecdsa_3, hash: HashAlgorithm.sha256_4 },
    NamedCurveAlgorithm.secp256r1_23,
  ).then(({ certPem, keyPem, signatureHash }) => new RTCCertificate(keyPem, certPem, signatureHash));
  return certificate;
}

/** `sha-256 AA:BB…` for a=fingerprint (RFC 8122). */
export function fingerprintOf(own: RTCCertificate): string {
  const [first] = own.getFingerprints();
  return `${first?.algorithm ?? 'sha-256'} ${first?.value ?? ''}`;
}

export class SecureTransport extends EventEmitter<SecureEvents> {
  readonly #send: (packet: Buffer) => void;
  readonly #dtls: DtlsServer;
  readonly #wire: { onData: (data: Buffer) => void };
  lastError = '';
  #srtp: SrtpSession | undefined;
  #srtcp: SrtcpSession | undefined;
  #trusted = false;

  /** Waits for the phone's ClientHello; `send` brings packets to it. */
  constructor(own: RTCCertificate, send: (packet: Buffer) => void) {
    super();
    this.#send = send;
    const wire = {
      type: 'ice',
      closed: false,
      address: { address: '127.0.0.1', port: 0, family: 'IPv4' },
      onData: (_data: Buffer): void => undefined,
      send: (data: Buffer): Promise<void> => Promise.resolve(send(data)),
      close: (): Promise<void> => Promise.resolve(),
    };
    this.#wire = wire;
    this.#dtls = new DtlsServer({
      cert: own.certPem,
      key: own.privateKey,
      signatureHash: own.signatureHash,
      transport: wire,
      srtpProfiles: [0x0007, 0x0001],
      extendedMasterSecret: true,
      certificateRequest: true,
    });
    this.#dtls.onConnect.subscribe(() => this.#onKeys());
    // An error in the handshake is not its end: the phone repeats what was lost. What never succeeds runs into the
    // time limit of the leg, which then names this.
    this.#dtls.onError.subscribe((error) => {
      this.lastError = String(error);
    });
  }

  /** Whether media may flow: keys agreed and the certificate is the one the description named. */
  get ready(): boolean {
    return this.#trusted && this.#srtp !== undefined;
  }

  get keyed(): boolean {
    return this.#srtp !== undefined;
  }

  /** Compares the browser's certificate with the fingerprint of its description, `sha-256 AA:BB…`. */
  trust(expected: string): boolean {
    const remote = this.#dtls.remoteCertificate;
    const [algorithm = '', value = ''] = expected.trim().split(/\s+/);
    if (!remote || !/^sha-(256|384|512)$/i.test(algorithm)) return false;
    const plain = (text: string): string => text.replaceAll(':', '').toUpperCase();
    const actual = String(fingerprint(remote, algorithm.toLowerCase().replace('-', '')));
    this.#trusted = plain(actual) === plain(value);
    return this.#trusted;
  }

  sendRtp(payload: Buffer, header: RtpHeader): void {
    if (this.ready && this.#srtp) this.#send(this.#srtp.encrypt(payload, header));
  }

  sendRtcp(packet: Buffer): void {
    if (this.ready && this.#srtcp) this.#send(this.#srtcp.encrypt(packet));
  }

  close(): void {
    this.removeAllListeners();
    this.#dtls.onConnect.allUnsubscribe();
    this.#dtls.onError.allUnsubscribe();
  }

  /** Takes a packet of the phone (RFC 7983 7: 20..63 is DTLS, 128..191 is RTP and RTCP). */
  receive(packet: Buffer): void {
    const first = packet[0] ?? 0;
    if (first > 19 && first < 64) this.#wire.onData(packet);
    else if (first > 127 && first < 192) this.#onMedia(packet);
  }

  #onKeys(): void {
    // A repeated last flight of the phone completes the handshake again, with the same keys.
    if (this.#srtp) return;
    const profile = this.#dtls.srtp.srtpProfile;
    if (!profile) return void this.emit('failed', new Error('the phone offered no SRTP profile'));
    const keys = this.#dtls.extractSessionKeys(keyLength(profile), saltLength(profile));
    const config = {
      profile,
      keys: {
        localMasterKey: keys.localKey,
        localMasterSalt: keys.localSalt,
        remoteMasterKey: keys.remoteKey,
        remoteMasterSalt: keys.remoteSalt,
      },
    };
    this.#srtp = new SrtpSession(config);
    this.#srtcp = new SrtcpSession(config);
    this.emit('keyed');
  }

  /** A packet that does not authenticate or parse is dropped: on a network anybody may send anything. */
  #onMedia(packet: Buffer): void {
    if (!this.ready || !this.#srtp || !this.#srtcp) return;
    try {
      if (isRtcp(packet)) {
        const plain = this.#srtcp.decrypt(packet);
        for (const report of RtcpPacketConverter.deSerialize(plain)) this.emit('rtcp', report);
      } else {
        this.emit('rtp', RtpPacket.deSerialize(this.#srtp.decrypt(packet)));
      }
    } catch {
      return;
    }
  }
}

export { RtpHeader };
