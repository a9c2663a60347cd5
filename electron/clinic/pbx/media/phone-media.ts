// The sound of one phone: offer or answer, then PCMU frames both ways, hold, keypad tones and RTCP reports.
import { EventEmitter } from 'node:events';
import { randomBytes } from 'node:crypto';
import {
  RtcpReceiverInfo,
  RtcpRrPacket,
  RtcpSenderInfo,
  RtcpSrPacket,
  RtcpSourceDescriptionPacket,
  SourceDescriptionChunk,
  SourceDescriptionItem,
} from 'werift';
import type { RTCCertificate, RtcpPacket, RtpPacket } from 'werift';
import { IceLite } from './ice.ts';
import { Associations } from './associations.ts';
import { RtpHeader, fingerprintOf, localCertificate } from './secure.ts';
import { DTMF_PAYLOAD, answerDirection, buildAnswer, buildOffer, isHold, parseDescription } from './sdp.ts';
import type { Direction, LocalMedia, RemoteDescription } from './sdp.ts';
import { FRAME_SAMPLES } from './mulaw.ts';
import { DtmfReader } from './dtmf.ts';
import { ReceptionStats, ntpNow } from './reception.ts';

export interface PhoneMediaEvents {
  /** 20 ms (or what the phone packs) of µ-law from the phone. */
  sound: [Buffer];
  dtmf: [string];
  /** The phone holds us, or takes us back. */
  hold: [boolean];
  /** Keys stand and the certificate is right: sound flows from here on. */
  connected: [];
  failed: [Error];
}

/** RFC 3550 6.2 with one peer on one machine: a report every two seconds is nothing. */
const REPORT_MS = 2000;
/** RFC 7675 5.1: without a check for 30 s the phone is gone. */
const CONSENT_MS = 30_000;

export class PhoneMedia extends EventEmitter<PhoneMediaEvents> {
  readonly #ice: IceLite;
  readonly #associations: Associations;
  readonly #fingerprint: string;
  readonly #ssrc = randomBytes(4).readUInt32BE(0);
  readonly #sessionId = String(randomBytes(6).readUIntBE(0, 6));
  readonly #dtmf = new DtmfReader((digit) => this.emit('dtmf', digit));
  readonly #reception = new ReceptionStats();
  readonly #reports: NodeJS.Timeout;
  #version = 0;
  #sequence = randomBytes(2).readUInt16BE(0);
  #timestamp = randomBytes(4).readUInt32BE(0);
  #packets = 0;
  #octets = 0;
  #marker = true;
  #remote: RemoteDescription | undefined;
  #direction: Direction = 'sendrecv';
  #connected = false;

  private constructor(ice: IceLite, own: RTCCertificate) {
    super();
    this.#ice = ice;
    this.#associations = new Associations(ice, own);
    this.#fingerprint = fingerprintOf(own);
    this.#associations.on('keyed', () => this.#check());
    this.#associations.on('failed', (error) => this.emit('failed', error));
    this.#associations.on('rtp', (packet) => this.#onRtp(packet));
    this.#associations.on('rtcp', (packet) => this.#onRtcp(packet));
    this.#reports = setInterval(() => this.#everyReport(), REPORT_MS);
    this.#reports.unref();
  }

  /** Socket, candidate and certificate are ready when this resolves. */
  static async create(address?: string): Promise<PhoneMedia> {
    const [ice, own] = await Promise.all([IceLite.open(address), localCertificate()]);
    return new PhoneMedia(ice, own);
  }

  /** The offer that goes out with our INVITE. */
  offer(): string {
    return buildOffer(this.#local());
  }

  /** Takes the phone's answer; says why when it cannot be used. */
  accept(sdp: string): string | undefined {
    const remote = parseDescription(sdp);
    if (typeof remote === 'string') return remote;
    if (remote.setup === 'passive') return 'the phone must open DTLS (a=setup:active)';
    this.#take(remote);
    return undefined;
  }

  /** Answers an offer of the phone, the first or a later one (hold, resume, ICE restart); or says why not. */
  answer(sdp: string): { readonly sdp: string } | string {
    const remote = parseDescription(sdp);
    if (typeof remote === 'string') return remote;
    if (this.#remote && this.#remote.fingerprint !== remote.fingerprint) return 'another certificate in mid-call';
    // RFC 8445 9: new credentials from the phone ask for new ones from us.
    if (this.#remote && (this.#remote.ufrag !== remote.ufrag || this.#remote.password !== remote.password))
      this.#ice.restart();
    this.#take(remote);
    return { sdp: buildAnswer(this.#local(), remote) };
  }

  /** Sends one µ-law frame, unless the phone does not want to hear us (it holds). */
  play(frame: Buffer): void {
    // The clock of the stream runs on while nothing is sent, so that the phone does not stretch the gap.
    this.#timestamp = (this.#timestamp + FRAME_SAMPLES) >>> 0;
    const muted = this.#direction === 'recvonly' || this.#direction === 'inactive';
    const secure = this.#associations.chosen;
    if (!secure?.ready || muted) {
      this.#marker = true;
      return;
    }
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const header = new RtpHeader({
      version: 2,
      marker: this.#marker,
      payloadType: this.#remote?.pcmu ?? 0,
      sequenceNumber: this.#sequence,
      timestamp: this.#timestamp,
      ssrc: this.#ssrc,
    });
    this.#marker = false;
    this.#packets += 1;
    this.#octets += frame.length;
    secure.sendRtp(frame, header);
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Why there may be no connection, for the log. */
  get trouble(): string {
    return this.#associations.chosen?.lastError || 'no DTLS from the phone';
  }

  get held(): boolean {
    return this.#remote !== undefined && isHold(this.#remote.direction);
  }

  close(): void {
    clearInterval(this.#reports);
    this.removeAllListeners();
    this.#associations.close();
    this.#ice.close();
  }

  #local(): LocalMedia {
    this.#version += 1;
    const { ufrag, password } = this.#ice.local;
    return {
      sessionId: this.#sessionId,
      version: this.#version,
      address: this.#ice.address,
      port: this.#ice.port,
      candidate: this.#ice.candidate,
      ufrag,
      password,
      fingerprint: this.#fingerprint,
      ssrc: this.#ssrc,
    };
  }

  #take(remote: RemoteDescription): void {
    const wasHeld = this.held;
    this.#remote = remote;
    this.#direction = answerDirection(remote.direction);
    if (this.held !== wasHeld) this.emit('hold', this.held);
    this.#associations.choose(remote.ufrag);
    this.#check();
  }

  #check(): void {
    const secure = this.#associations.chosen;
    if (!this.#remote || this.#connected || !secure?.keyed) return;
    if (!secure.trust(this.#remote.fingerprint))
      return void this.emit('failed', new Error('the certificate is not the one in the description'));
    this.#connected = true;
    this.emit('connected');
  }

  #onRtp(packet: RtpPacket): void {
    this.#reception.received(packet.header.sequenceNumber, packet.header.timestamp, packet.header.ssrc);
    if (this.#direction === 'inactive' || this.#direction === 'sendonly') return;
    if (packet.header.payloadType === (this.#remote?.dtmf ?? DTMF_PAYLOAD))
      this.#dtmf.read(packet.payload, packet.header.timestamp);
    else if (packet.header.payloadType === (this.#remote?.pcmu ?? 0)) this.emit('sound', packet.payload);
  }

  #onRtcp(packet: RtcpPacket): void {
    if (packet instanceof RtcpSrPacket) this.#reception.senderReport(packet.senderInfo.ntpTimestamp);
  }

  #everyReport(): void {
    if (!this.#connected) return;
    if (this.#ice.quietFor > CONSENT_MS)
      return void this.emit('failed', new Error('the phone does not answer any more'));
    const block = this.#reception.report();
    const reports = block ? [new RtcpReceiverInfo(block)] : [];
    const report =
      this.#packets > 0
        ? new RtcpSrPacket({
            ssrc: this.#ssrc,
            reports,
            senderInfo: new RtcpSenderInfo({
              ntpTimestamp: ntpNow(),
              rtpTimestamp: this.#timestamp,
              packetCount: this.#packets,
              octetCount: this.#octets >>> 0,
            }),
          })
        : new RtcpRrPacket({ ssrc: this.#ssrc, reports });
    const items = [new SourceDescriptionItem({ type: 1, text: 'clinic' })];
    const source = new SourceDescriptionChunk({ source: this.#ssrc, items });
    const sdes = new RtcpSourceDescriptionPacket({ chunks: [source] });
    this.#associations.chosen?.sendRtcp(Buffer.concat([report.serialize(), sdes.serialize()]));
  }
}
