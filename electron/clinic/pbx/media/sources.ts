// Where sound comes from: tones, rendered prompts, hold music. A source gives one 20 ms frame after another.
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE, SILENCE, encodeFrame } from './mulaw.ts';

/** The next 20 ms; a source never ends, it falls silent. */
export type SoundSource = () => Buffer;

/** Peak of generated tones: loud enough to measure, far from clipping. */
const TONE_PEAK = 8000;

export const silence: SoundSource = () => SILENCE;

/** A pure tone. */
export function tone(hertz: number, peak = TONE_PEAK): SoundSource {
  let at = 0;
  return () => {
    const samples = new Array<number>(FRAME_SAMPLES);
    for (let i = 0; i < FRAME_SAMPLES; i += 1) samples[i] = peak * Math.sin((2 * Math.PI * hertz * at++) / SAMPLE_RATE);
    return encodeFrame(samples);
  };
}

/**
 * A prompt from a .ulaw file, then silence.
 * @param repeatEvery milliseconds from the end of the prompt to its repetition; without it, it is said once
 * @param onEnd called when the prompt has been said
 */
export function prompt(
  sound: Buffer,
  options: { readonly repeatEvery?: number; readonly delay?: number; readonly onEnd?: () => void } = {},
): SoundSource {
  const pause = options.repeatEvery === undefined ? Infinity : Math.round(options.repeatEvery / FRAME_MS);
  const frames = Math.ceil(sound.length / FRAME_SAMPLES);
  let at = -Math.round((options.delay ?? 0) / FRAME_MS);
  return () => {
    if (at === frames) options.onEnd?.();
    const index = at;
    at = at >= frames + pause ? 0 : at + 1;
    if (index < 0 || index >= frames) return SILENCE;
    const piece = sound.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES);
    return piece.length === FRAME_SAMPLES ? piece : Buffer.concat([piece, SILENCE.subarray(piece.length)]);
  };
}

/** A soft broken chord, C - E - G - E, a second each: hold music that nobody has to license. */
export function holdMusic(): SoundSource {
  const notes = [261.63, 329.63, 392.0, 329.63];
  const peak = 2600;
  let at = 0;
  return () => {
    const samples = new Array<number>(FRAME_SAMPLES);
    for (let i = 0; i < FRAME_SAMPLES; i += 1, at += 1) {
      const note = notes[Math.floor(at / SAMPLE_RATE) % notes.length] ?? 261.63;
      const into = (at % SAMPLE_RATE) / SAMPLE_RATE;
      const swell = Math.sin(Math.PI * into) ** 0.6;
      const angle = (2 * Math.PI * at) / SAMPLE_RATE;
      samples[i] = peak * swell * (Math.sin(note * angle) + 0.3 * Math.sin(2 * note * angle));
    }
    return encodeFrame(samples);
  };
}

/** North American ringback: 440 + 480 Hz, two seconds on, four off. */
export function ringback(): SoundSource {
  let at = 0;
  return () => {
    const samples = new Array<number>(FRAME_SAMPLES);
    for (let i = 0; i < FRAME_SAMPLES; i += 1, at += 1) {
      const on = at % (6 * SAMPLE_RATE) < 2 * SAMPLE_RATE;
      const angle = (2 * Math.PI * at) / SAMPLE_RATE;
      samples[i] = on ? 2000 * (Math.sin(440 * angle) + Math.sin(480 * angle)) : 0;
    }
    return encodeFrame(samples);
  };
}
