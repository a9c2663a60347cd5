// How loud the microphone is just now, measured only while somebody looks.

export class LevelMeter {
  readonly #analyser: AnalyserNode;
  readonly #context: AudioContext;
  readonly #samples = new Float32Array(4096);
  readonly #track: MediaStreamTrack;

  /** Takes the track over and ends it with itself. */
  constructor(track: MediaStreamTrack) {
    this.#track = track;
    track.enabled = true;
    this.#context = new AudioContext();
    void this.#context.resume();
    this.#analyser = new AnalyserNode(this.#context, { fftSize: this.#samples.length });
    new MediaStreamAudioSourceNode(this.#context, { mediaStream: new MediaStream([track]) }).connect(this.#analyser);
  }

  /** Loudest sample of the last 85 ms, 0…1. */
  peak(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return Math.min(
      1,
      this.#samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0),
    );
  }

  close(): void {
    this.#track.stop();
    void this.#context.close();
  }
}
