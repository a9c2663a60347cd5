// Reads the rendered prompts once and gives them out as sound sources.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { prompt, silence } from '../pbx/media/sources.ts';
import type { SoundSource } from '../pbx/media/sources.ts';

/** People start to speak a moment after the line opens, and say it again when nobody reacts. Milliseconds. */
const DELAY = 400;
const REPEAT_EVERY = 9000;

export class Voices {
  readonly #folder: string;
  readonly #sounds = new Map<string, Buffer>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A fresh source for a prompt; silence when the file is not there. */
  say(name: string): SoundSource {
    const sound = this.#load(name);
    return sound.length === 0 ? silence : prompt(sound, { delay: DELAY, repeatEvery: REPEAT_EVERY });
  }

  /** A prompt once; `onEnd` is called when it has been said. */
  once(name: string, onEnd: () => void): SoundSource {
    return prompt(this.#load(name), { delay: DELAY, onEnd });
  }

  #load(name: string): Buffer {
    const known = this.#sounds.get(name);
    if (known) return known;
    let sound: Buffer;
    try {
      sound = readFileSync(path.join(this.#folder, `${name}.ulaw`));
    } catch {
      process.stderr.write(`clinic: no prompt ${name}\n`);
      sound = Buffer.alloc(0);
    }
    this.#sounds.set(name, sound);
    return sound;
  }
}
