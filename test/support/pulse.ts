// A sound server of the test's own, with devices that can be plugged and unplugged: PulseAudio in a folder of its own,
// null sinks as loudspeakers, and microphones that hear what is played into a sink nobody lists.
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { listen } from './tone.ts';
import type { Heard } from './tone.ts';
import { until } from './until.ts';

const RATE = 8000;
/** How far back an ear can be asked. */
const KEPT_SECONDS = 10;

export class Pulse {
  readonly env: NodeJS.ProcessEnv;
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly #ears: Ear[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
    const socket = path.join(folder, 'native');
    // A person's own sound server must neither be used nor be disturbed.
    this.env = {
      ...process.env,
      HOME: folder,
      XDG_RUNTIME_DIR: folder,
      PULSE_SERVER: `unix:${socket}`,
      PULSE_COOKIE: path.join(folder, 'cookie'),
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
    };
    this.#process = spawn(
      'pulseaudio',
      [
        ...['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--high-priority=no', '--realtime=no'],
        ...['-L', `module-native-protocol-unix auth-anonymous=1 socket=${socket}`],
      ],
      { env: this.env, stdio: 'ignore' },
    );
  }

  static async start(): Promise<Pulse> {
    const pulse = new Pulse(mkdtempSync(path.join(os.tmpdir(), 'frontdesk-pulse-')));
    await until('the sound server answers', () => {
      try {
        return pulse.#ctl('info');
      } catch {
        return undefined;
      }
    });
    return pulse;
  }

  /** A loudspeaker or a headset's ear side; `unplug` with what this returns. */
  plugSpeaker(name: string, label: string): string {
    return this.#ctl(
      'load-module',
      'module-null-sink',
      `sink_name=${name}`,
      `sink_properties=device.description=${label}`,
    );
  }

  /** Something that sounds `hz` for ever, for microphones to hear. */
  voice(name: string, hz: number): void {
    this.plugSpeaker(name, name);
    this.#ctl('load-module', 'module-sine', `sink=${name}`, `frequency=${hz}`);
  }

  plugMicrophone(name: string, label: string, voice: string): string {
    const master = `master=${voice}.monitor`;
    const properties = `source_properties=device.description=${label}`;
    return this.#ctl('load-module', 'module-remap-source', master, 'channels=1', `source_name=${name}`, properties);
  }

  unplug(device: string): void {
    this.#ctl('unload-module', device);
  }

  makeDefault(speaker: string, microphone: string): void {
    this.#ctl('set-default-sink', speaker);
    this.#ctl('set-default-source', microphone);
  }

  /** Listens to what comes out of a speaker; it takes a moment until an ear hears. */
  async ear(speaker: string): Promise<Ear> {
    const ear = this.#listenTo(`${speaker}.monitor`);
    await until(`somebody listens to ${speaker}`, () => ear.isListening());
    return ear;
  }

  /** A made-up device that nobody uses hands its first sound out two seconds late; a real one does not. */
  keepAwake(microphone: string): void {
    this.#listenTo(microphone);
  }

  #listenTo(source: string): Ear {
    const ear = new Ear(source, this.env);
    this.#ears.push(ear);
    return ear;
  }

  stop(): void {
    this.#ears.forEach((ear) => ear.stop());
    this.#process.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #ctl(...args: string[]): string {
    return execFileSync('pactl', args, { env: this.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  }
}

export class Ear {
  readonly #process: ChildProcess;
  #bytes = Buffer.alloc(0);

  constructor(source: string, env: NodeJS.ProcessEnv) {
    this.#process = spawn(
      'parec',
      ['-d', source, `--rate=${RATE}`, '--channels=1', '--format=s16le', '--raw', '--latency-msec=20'],
      { env, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    this.#process.stdout?.on('data', (data: Buffer) => {
      const all = Buffer.concat([this.#bytes, data]);
      this.#bytes = all.subarray(Math.max(0, all.length - (all.length % 2) - KEPT_SECONDS * RATE * 2));
    });
  }

  /** It has heard for a quarter of a second, if only silence. */
  isListening(): boolean {
    return this.#bytes.length >= RATE / 2;
  }

  /** The last quarter of a second. */
  hears(tones: readonly number[]): Heard {
    return listen(this.#samples(RATE / 4), RATE, tones);
  }

  /** Whether the tone came out here, alone or with others, for a twentieth of a second within the last ten. */
  heardLately(hz: number): boolean {
    const samples = this.#samples(KEPT_SECONDS * RATE);
    const length = RATE / 20;
    return Array.from({ length: Math.floor(samples.length / length) }, (_, index) =>
      listen(samples.subarray(index * length, (index + 1) * length), RATE, [hz]),
    ).some((heard) => heard.rms > 0.005 && (heard.share[hz] ?? 0) > 0.3);
  }

  #samples(count: number): Float32Array {
    const bytes = this.#bytes.subarray(Math.max(0, this.#bytes.length - count * 2));
    return Float32Array.from(
      { length: Math.floor(bytes.length / 2) },
      (_, index) => bytes.readInt16LE(index * 2) / 32768,
    );
  }

  isHearing(hz: number): boolean {
    const heard = this.hears([hz]);
    return heard.rms > 0.005 && (heard.share[hz] ?? 0) > 0.6;
  }

  stop(): void {
    this.#process.kill('SIGKILL');
  }
}
