// Tones for the fake microphone, and how much of a tone is in what was heard. Only sound proves a call.
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A WAV file with a pure tone, 48 kHz mono 16-bit, and its path. Chromium loops it as the microphone. */
export function toneFile(hz: number, seconds = 10): string {
  const rate = 48_000;
  const samples = Int16Array.from({ length: rate * seconds }, (_, index) =>
    Math.round(16_000 * Math.sin((2 * Math.PI * hz * index) / rate)),
  );
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'frontdesk-tone-')), `${hz}.wav`);
  writeFileSync(file, Buffer.concat([header, Buffer.from(samples.buffer)]));
  return file;
}

export interface Heard {
  /** Root mean square, 0…1. */
  readonly rms: number;
  /** Share of the energy at each asked frequency, 0…1. */
  readonly share: Readonly<Record<number, number>>;
}

/** Goertzel over samples in -1…1. */
export function listen(samples: ArrayLike<number>, rate: number, tones: readonly number[]): Heard {
  const length = samples.length || 1;
  let energy = 0;
  for (let index = 0; index < samples.length; index++) energy += (samples[index] ?? 0) ** 2;
  const share = Object.fromEntries(
    tones.map((hz) => {
      const coefficient = 2 * Math.cos((2 * Math.PI * hz) / rate);
      let [before, now] = [0, 0];
      for (let index = 0; index < samples.length; index++)
        [before, now] = [now, (samples[index] ?? 0) + coefficient * now - before];
      const power = now ** 2 + before ** 2 - coefficient * now * before;
      return [hz, energy === 0 ? 0 : Math.min(1, (2 * power) / (length * energy))];
    }),
  );
  return { rms: Math.sqrt(energy / length), share };
}
