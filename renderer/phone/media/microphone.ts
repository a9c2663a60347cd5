// The microphone, opened once and kept warm: a call takes a copy of its track, so that mute is each call's own. When the
// device or its processing changes, or it is unplugged, it is opened anew and every call gets a new copy.
import type { PhoneReport } from '../../../shared/contract/call.ts';
import { DEFAULT_SOUND } from '../../../shared/domain/sound/defaults.ts';
import type { SoundChoice } from '../../../shared/domain/sound/sound.ts';

type State = Extract<PhoneReport, { kind: 'microphone' }>['state'];
type Processing = Pick<SoundChoice, 'echoCancellation' | 'noiseSuppression' | 'autoGain'>;

export interface MicrophoneListener {
  readonly onState: (state: State) => void;
  /** There is a new track: whoever holds a copy takes another one. */
  readonly onReplaced: () => void;
  /** The device went away in use: somebody looks at the list and calls `use`. */
  readonly onLost: () => void;
}

export class Microphone {
  readonly #listener: MicrophoneListener;
  #stream: MediaStream | undefined;
  #opening: Promise<void> | undefined;
  #wanted: { readonly device: string; readonly processing: Processing } = { device: '', processing: DEFAULT_SOUND };
  /** What the open stream was made from. */
  #made = '';
  #isWanted = false;

  constructor(listener: MicrophoneListener) {
    this.#listener = listener;
  }

  /** Opens it if it is not open. Never rejects: what is wrong is a state with a sentence. */
  open(): Promise<void> {
    this.#isWanted = true;
    if (this.#isLive() && this.#made === JSON.stringify(this.#wanted)) return Promise.resolve();
    this.#opening ??= this.#openWanted().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /** This device (empty: the system's) with this processing from now on, also in calls that are going on. */
  use(device: string, processing: Processing): void {
    const { echoCancellation, noiseSuppression, autoGain } = processing;
    this.#wanted = { device, processing: { echoCancellation, noiseSuppression, autoGain } };
    if (this.#isWanted) void this.open();
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

  /** Until what is open is what is wanted: the wish may change while the device opens. */
  async #openWanted(): Promise<void> {
    for (;;) {
      const wanted = JSON.stringify(this.#wanted);
      const isOpen = await this.#openOne(wanted);
      if (!isOpen || wanted === JSON.stringify(this.#wanted)) return;
    }
  }

  async #openOne(wanted: string): Promise<boolean> {
    try {
      const stream = await this.#ask();
      const before = this.#stream;
      this.#stream = stream;
      this.#made = wanted;
      stream.getAudioTracks()[0]?.addEventListener('ended', () => {
        if (this.#stream !== stream) return;
        this.#listener.onState('missing');
        this.#listener.onLost();
      });
      this.#listener.onState('ok');
      this.#listener.onReplaced();
      // The old one stays until its copies are replaced, so that no call falls silent in between.
      before?.getTracks().forEach((track) => track.stop());
      return true;
    } catch (error) {
      const denied =
        error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'SecurityError');
      this.#listener.onState(denied ? 'denied' : 'missing');
      return false;
    }
  }

  async #ask(): Promise<MediaStream> {
    const { device, processing } = this.#wanted;
    const audio = {
      echoCancellation: processing.echoCancellation,
      noiseSuppression: processing.noiseSuppression,
      autoGainControl: processing.autoGain,
    };
    if (device === '') return navigator.mediaDevices.getUserMedia({ audio });
    return navigator.mediaDevices
      .getUserMedia({ audio: { ...audio, deviceId: { exact: device } } })
      .catch((error: unknown) => {
        // Gone, or held by another program: any microphone is better than none.
        if (error instanceof DOMException && error.name === 'NotAllowedError') throw error;
        return navigator.mediaDevices.getUserMedia({ audio });
      });
  }
}
