// G.711 µ-law at 8 kHz, 20 ms a frame: 160 octets. Telephone sound of the demo clinic is never anything else.

export const SAMPLE_RATE = 8000;
export const FRAME_SAMPLES = 160;
export const FRAME_MS = 20;
/** µ-law silence (ITU-T G.711: 0xFF is positive zero). */
export const SILENCE: Buffer = Buffer.alloc(FRAME_SAMPLES, 0xff);

const BIAS = 0x84;
const CLIP = 32_635;

/** One linear sample (-32768..32767) as µ-law. */
export function encodeSample(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(Math.trunc(sample)), CLIP) + BIAS;
  const exponent = Math.max(0, 31 - Math.clz32(magnitude) - 7);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

const DECODED = Int16Array.from({ length: 256 }, (_, code) => {
  const value = ~code & 0xff;
  const magnitude = (((value & 0x0f) << 3) + BIAS) << ((value & 0x70) >> 4);
  return value & 0x80 ? BIAS - magnitude : magnitude - BIAS;
});

/** One µ-law octet as a linear sample. */
export const decodeSample = (code: number): number => DECODED[code & 0xff] ?? 0;

/** A frame of linear samples as µ-law octets. */
export function encodeFrame(samples: ArrayLike<number>): Buffer {
  const frame = Buffer.alloc(samples.length);
  for (let i = 0; i < samples.length; i += 1) frame[i] = encodeSample(samples[i] ?? 0);
  return frame;
}
