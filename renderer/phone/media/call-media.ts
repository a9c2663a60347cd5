// One call's peer connection. It can be asked for its answer while the call still rings, so that the click only sends it.

import type { Outputs } from './outputs.ts';

/** Gathering ends when a usable candidate is there, or after this long at the latest. */
const GATHERING_LIMIT_MS = 1_500;
/** With relay or reflexive servers configured, host candidates alone are given this much company time. */
const SERVER_CANDIDATE_MS = 400;
const LISTEN_STEP_MS = 100;
const RESTART_LIMIT_MS = 500;
const SOUND_PATH_LIMIT_MS = 3_000;
const SOUND_PATH_STEP_MS = 10;

export interface MediaOptions {
  /** Our side's sound; absent while the microphone is not open yet (see `useTrack`). */
  readonly track: MediaStreamTrack | undefined;
  readonly iceServers: RTCIceServer[];
  /** Where the far end is heard; absent: on the system's device. */
  readonly outputs?: Outputs;
  /** Measured, not heard. */
  readonly isSilent?: boolean;
  /** Offers G.711 alone: with another rate in it Asterisk's ChanSpy may play this voice to the caller too slowly. */
  readonly isPlain?: boolean;
  readonly onRemoteHold: (held: boolean) => void;
  readonly onConnectionState: (state: RTCPeerConnectionState) => void;
}

export class CallMedia {
  readonly #connection: RTCPeerConnection;
  readonly #options: MediaOptions;
  readonly #audio = new Audio();
  readonly #leaveOutput: (() => void) | undefined;
  #sender: RTCRtpSender | undefined;
  #track: MediaStreamTrack | undefined;
  /** Our voice and the other caller's, while this call is part of a conference. */
  #mixed: MediaStreamTrack | undefined;
  #incoming: MediaStreamTrack | undefined;
  #held = false;
  #muted = false;
  #talking = false;
  #remoteHeld = false;
  #closed = false;

  constructor(options: MediaOptions) {
    this.#options = options;
    this.#track = options.track;
    this.#connection = new RTCPeerConnection({ iceServers: options.iceServers, bundlePolicy: 'max-bundle' });
    this.#audio.autoplay = true;
    this.#audio.muted = options.isSilent ?? false;
    this.#leaveOutput = options.outputs?.add(this.#audio);
    this.#connection.addEventListener('track', (event) => {
      this.#incoming = event.track;
      this.#audio.srcObject = event.streams[0] ?? new MediaStream([event.track]);
    });
    this.#connection.addEventListener('connectionstatechange', () => {
      if (!this.#closed) options.onConnectionState(this.#connection.connectionState);
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The peer connection, for measuring sound and quality. */
  get connection(): RTCPeerConnection {
    return this.#connection;
  }

  /** The caller may hear us from now on: not before the answer is sent, and not while muted or on hold. */
  startTalking(): void {
    this.#talking = true;
    this.#applyMute();
  }

  /** The far end's sound, once there is some. */
  get incoming(): MediaStreamTrack | undefined {
    return this.#incoming;
  }

  /** Our own voice on this call, muted or not. */
  get outgoing(): MediaStreamTrack | undefined {
    return this.#track;
  }

  /** What the far end hears instead of our voice alone; undefined: our voice alone again. */
  async sendInstead(mixed: MediaStreamTrack | undefined): Promise<void> {
    if (this.#closed) return;
    this.#mixed = mixed;
    this.#applyMute();
    await this.#sender?.replaceTrack(mixed ?? this.#track ?? null);
  }

  /** Both ends should hear each other now: silence is trouble. */
  get expectsSound(): boolean {
    return this.#talking && !this.#held && !this.#remoteHeld && !this.#closed;
  }

  get hasTrack(): boolean {
    return this.#track !== undefined;
  }

  /** Another track for the same call, without a re-INVITE: a microphone that opened late, or another one. */
  async useTrack(track: MediaStreamTrack): Promise<void> {
    if (this.#closed) return track.stop();
    this.#track?.stop();
    this.#track = track;
    this.#applyMute();
    // In a conference the mixer hands our voice on; it is told of the new track by whoever changes it.
    if (!this.#mixed) await this.#sender?.replaceTrack(track);
  }

  /** For a call that only hands somebody over: nothing of this desk is heard there, and nothing of it here. */
  staySilent(): void {
    this.#talking = false;
    this.#audio.muted = true;
    this.#applyMute();
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#applyMute();
  }

  /** What the next offer or answer will say; silence toward the far end comes first, before it confirms anything. */
  setHeld(held: boolean): void {
    this.#held = held;
    this.#applyMute();
    for (const transceiver of this.#connection.getTransceivers())
      transceiver.direction = held ? 'sendonly' : 'sendrecv';
    this.#audio.muted = held || (this.#options.isSilent ?? false);
  }

  /** A fresh offer (RFC 3264); `restart` asks for new ICE credentials after a network change (RFC 8445 9). */
  async offer(restart = false): Promise<string> {
    if (this.#connection.getTransceivers().length === 0) this.#addTrack();
    const gathered = restart ? this.#firstCandidate() : undefined;
    await this.#connection.setLocalDescription(await this.#connection.createOffer({ iceRestart: restart }));
    await gathered;
    return this.#gathered();
  }

  async applyOffer(sdp: string): Promise<void> {
    await this.#connection.setRemoteDescription({ type: 'offer', sdp });
    const [transceiver] = this.#connection.getTransceivers();
    if (transceiver && this.#sender === undefined) {
      // The offer made the transceiver: our track goes onto it, no second media line.
      this.#sender = transceiver.sender;
      await transceiver.sender.replaceTrack(this.#track ?? null);
      transceiver.direction = 'sendrecv';
    }
    this.#noticeRemoteHold(sdp);
  }

  async answer(): Promise<string> {
    await this.#connection.setLocalDescription(await this.#connection.createAnswer());
    return this.#gathered();
  }

  async applyAnswer(sdp: string): Promise<void> {
    await this.#connection.setRemoteDescription({ type: 'answer', sdp });
  }

  /** What setDescription should do with a body that arrives now. */
  expects(): 'offer' | 'answer' {
    return this.#connection.signalingState === 'have-local-offer' ? 'answer' : 'offer';
  }

  /** Takes back the offer that was not answered, ours or theirs. */
  async rollback(): Promise<void> {
    if (!['stable', 'closed'].includes(this.#connection.signalingState))
      await this.#connection.setLocalDescription({ type: 'rollback' });
  }

  /**
   * RFC 4733 events through the sender: never SIP INFO. Digits, `*`, `#`, A to D, `,` pauses two seconds.
   * A call answered this instant has no sound path yet: the first digits wait for it rather than get lost. (No event
   * tells of it: for some milliseconds after `connected` the sender still refuses.)
   */
  async sendTones(tones: string): Promise<boolean> {
    const dtmf = this.#sender?.dtmf;
    for (const end = performance.now() + SOUND_PATH_LIMIT_MS; !dtmf?.canInsertDTMF;) {
      if (!dtmf || this.#closed || performance.now() > end) return false;
      await new Promise((resolve) => setTimeout(resolve, SOUND_PATH_STEP_MS));
    }
    dtmf.insertDTMF(dtmf.toneBuffer + tones, 160, 70);
    return true;
  }

  /** Whether sound from the far end arrives within `ms`; it says so as soon as it does. */
  async hasIncomingSound(ms: number): Promise<boolean> {
    const before = await this.packetsReceived();
    for (const end = performance.now() + ms; performance.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(LISTEN_STEP_MS, ms)));
      if ((await this.packetsReceived()) > before) return true;
    }
    return false;
  }

  /** RTP packets of the far end so far. */
  async packetsReceived(): Promise<number> {
    let packets = 0;
    const report = await this.#connection.getStats();
    for (const entry of report.values() as Iterable<{ type: string; packetsReceived?: number }>)
      if (entry.type === 'inbound-rtp') packets += entry.packetsReceived ?? 0;
    return packets;
  }

  /** We hold the far end: it sends us nothing, and that is as it should be. */
  get isHeld(): boolean {
    return this.#held;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#leaveOutput?.();
    this.#audio.srcObject = null;
    this.#track?.stop();
    // Chromium never frees a connection that is closed while an event of its own is still on the way to us.
    setTimeout(() => this.#connection.close());
  }

  #addTrack(): void {
    const transceiver = this.#connection.addTransceiver(this.#track ?? 'audio', { direction: 'sendrecv' });
    this.#sender = transceiver.sender;
    if (this.#options.isPlain) transceiver.setCodecPreferences(plainCodecs());
  }

  #applyMute(): void {
    if (this.#track) this.#track.enabled = this.#talking && !this.#muted && !this.#held;
    // Muted, the other caller is still heard; on hold, nobody is.
    if (this.#mixed) this.#mixed.enabled = !this.#held;
  }

  #noticeRemoteHold(offer: string): void {
    const held = /^a=(sendonly|inactive)\r?$/m.test(offer);
    if (held === this.#remoteHeld) return;
    this.#remoteHeld = held;
    this.#options.onRemoteHold(held);
  }

  /** A restart gathers anew, but says "complete" of the gathering before until it begins. */
  #firstCandidate(): Promise<void> {
    return new Promise((resolve) => {
      this.#connection.addEventListener('icecandidate', () => resolve(), { once: true });
      setTimeout(resolve, RESTART_LIMIT_MS);
    });
  }

  async #gathered(): Promise<string> {
    const connection = this.#connection;
    const local = () => connection.localDescription?.sdp ?? '';
    if (connection.iceGatheringState === 'complete') return local();
    const hasServers = this.#options.iceServers.length > 0;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, GATHERING_LIMIT_MS);
      connection.addEventListener(
        'icegatheringstatechange',
        () => connection.iceGatheringState === 'complete' && resolve(),
      );
      connection.addEventListener('icecandidate', ({ candidate }) => {
        if (!candidate) return resolve();
        // No trickle toward a PBX: on a LAN the first host candidates are enough; servers get a little longer.
        if (candidate.type === 'relay' || candidate.type === 'srflx') resolve();
        else if (!hasServers && candidate.type === 'host') setTimeout(resolve, 20);
        else if (hasServers) setTimeout(resolve, SERVER_CANDIDATE_MS);
      });
      if (connection.connectionState === 'closed') {
        clearTimeout(limit);
        resolve();
      }
    });
    return local();
  }
}

/** G.711, and digits. */
const plainCodecs = (): RTCRtpCodec[] =>
  (RTCRtpReceiver.getCapabilities('audio')?.codecs ?? []).filter(({ mimeType }) =>
    /^audio\/(?:PCMU|PCMA|telephone-event)$/i.test(mimeType),
  );
