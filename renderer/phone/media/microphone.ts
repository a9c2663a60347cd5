// The microphone, opened once and kept warm: a call takes a copy of its track, so that mute is each call's own.
import type { PhoneReport } from '../../../shared/contract/call.ts';

type State = Extract<PhoneReport, { kind: 'microphone' }>['state'];

const CONSTRAINTS: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
};

export class Microphone {
  readonly #onState: (state: State) => void;
  #stream: MediaStream | undefined;
  #opening: Promise<void> | undefined;

  constructor(onState: (state: State) => void) {
    this.#onState = onState;
    navigator.mediaDevices?.addEventListener('devicechange', () => {
      if (!this.#isLive()) void this.open();
    });
  }

  /** Opens it if it is not open. Never rejects: what is wrong is a state with a sentence. */
  open(): Promise<void> {
    if (this.#isLive()) return Promise.resolve();
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /** A copy of the live track, silent until enabled; undefined when there is no microphone to be had. */
  copy(): MediaStreamTrack | undefined {
    const track = this.#isLive() ? this.#stream?.getAudioTracks()[0]?.clone() : undefined;
    if (track) track.enabled = false;
    return track;
  }

  #isLive(): boolean {
    return this.#stream?.getAudioTracks()[0]?.readyState === 'live';
  }

  async #open(): Promise<void> {
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia(CONSTRAINTS);
      this.#stream.getAudioTracks()[0]?.addEventListener('ended', () => this.#onState('missing'));
      this.#onState('ok');
    } catch (error) {
      const denied =
        error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'SecurityError');
      this.#onState(denied ? 'denied' : 'missing');
    }
  }
}
