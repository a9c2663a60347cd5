// The desk's sound: which devices are used, what to do when one goes or comes back, the level, and the two tests that need
// no call. It follows the topic `soundSetup` and reports what it finds.
import type { PhoneReport } from '../../../shared/contract/call.ts';
import type { SoundReport, SoundSetup } from '../../../shared/contract/devices.ts';
import { DEFAULT_SOUND } from '../../../shared/domain/sound/defaults.ts';
import { pickDevice, realDevices } from '../../../shared/domain/sound/sound.ts';
import type { EchoVerdict, SoundChoice } from '../../../shared/domain/sound/sound.ts';
import { LevelMeter } from '../media/level.ts';
import { Microphone } from '../media/microphone.ts';
import { Outputs } from '../media/outputs.ts';
import { createBeep, createReminder, createRingback, createRinger } from '../media/tones.ts';
import { DeviceWatch } from './device-list.ts';
import type { DeviceList } from './device-list.ts';
import { playBack } from './play-back.ts';

const LEVEL_MS = 100;
const RING_TEST_MS = 3_000;

export interface SoundDeps {
  readonly report: (report: SoundReport) => void;
  readonly onMicrophone: (state: Extract<PhoneReport, { kind: 'microphone' }>['state']) => void;
  /** Every call takes a new copy of the microphone's track. */
  readonly onReplaced: () => void;
  readonly isInCall: () => boolean;
  readonly echo: (number: string) => Promise<{ readonly verdict: EchoVerdict; readonly roundTripMs?: number }>;
}

export class Sound {
  readonly #deps: SoundDeps;
  readonly microphone: Microphone;
  readonly outputs = new Outputs();
  readonly ringer = createRinger();
  readonly ringback = createRingback();
  readonly beep = createBeep();
  readonly reminder = createReminder();
  readonly #watch: DeviceWatch;
  #choice: SoundChoice = DEFAULT_SOUND;
  #metering = false;
  #meter: { readonly level: LevelMeter; readonly timer: number } | undefined;
  #reported = '';
  #tested: string | undefined;
  #endTest: (() => void) | undefined;

  constructor(deps: SoundDeps) {
    this.#deps = deps;
    this.#watch = new DeviceWatch(
      () => this.#metering || deps.isInCall(),
      (list) => this.#apply(list),
    );
    this.microphone = new Microphone({
      onState: deps.onMicrophone,
      onReplaced: () => {
        deps.onReplaced();
        this.#restartMeter();
        // Names are listed only once the microphone is allowed.
        void this.#watch.look();
      },
      onLost: () => void this.#watch.look().then(() => this.microphone.open()),
    });
    this.#watch.start();
  }

  follow(setup: SoundSetup): void {
    const changed = JSON.stringify(setup.choice) !== JSON.stringify(this.#choice);
    this.#choice = setup.choice;
    if (changed) this.#apply(this.#watch.list);
    if (setup.metering !== this.#metering) {
      this.#metering = setup.metering;
      this.#restartMeter();
      this.#watch.hurry();
    }
    this.#followTest(setup.test);
  }

  /** A call begins or ends: how closely the list is watched changes with it. */
  callsChanged(): void {
    this.#watch.hurry();
  }

  /** What stands in the list now is used, and said. */
  #apply(list: DeviceList): void {
    const microphone = pickDevice(list.microphones, this.#choice.microphone);
    const speaker = pickDevice(list.speakers, this.#choice.speaker);
    const ringer = pickDevice(list.speakers, this.#choice.ringer);
    this.microphone.use(microphone.id, this.#choice);
    this.outputs.use(speaker.id);
    this.ringback.use(speaker.id);
    this.beep.use(speaker.id);
    this.reminder.use(speaker.id);
    this.ringer.use(ringer.id);
    const plain = (devices: DeviceList['speakers']) =>
      realDevices(devices).map(({ id, label }) => ({ id, label: label.slice(0, 200) }));
    const devices = {
      microphones: plain(list.microphones),
      speakers: plain(list.speakers),
      use: { microphone: microphone.use, speaker: speaker.use, ringer: ringer.use },
    };
    const text = JSON.stringify(devices);
    if (text === this.#reported) return;
    this.#reported = text;
    this.#deps.report({ kind: 'devices', devices });
  }

  /** The host may have restarted: it is told again. */
  restate(): void {
    this.#reported = '';
    this.#apply(this.#watch.list);
  }

  #restartMeter(): void {
    if (this.#meter) {
      window.clearInterval(this.#meter.timer);
      this.#meter.level.close();
      this.#meter = undefined;
    }
    const track = this.#metering ? this.microphone.copy() : undefined;
    if (!track) {
      if (this.#metering) void this.microphone.open();
      return;
    }
    const level = new LevelMeter(track);
    const timer = window.setInterval(() => this.#deps.report({ kind: 'level', level: level.peak() }), LEVEL_MS);
    this.#meter = { level, timer };
  }

  #followTest(test: SoundSetup['test']): void {
    if (test?.id === this.#tested) return;
    this.#tested = test?.id;
    this.#endTest?.();
    this.#endTest = undefined;
    if (!test) return;
    const { id, kind } = test;
    const done = (result: object) => {
      if (this.#tested === id) this.#deps.report({ kind: 'test', test: { id, kind, state: 'done', ...result } });
    };
    if (kind === 'ring') this.#ringOnce(() => done({ verdict: 'ok' }));
    else if (kind === 'speak') this.#endTest = playBack(this.microphone, this.outputs, (verdict) => done({ verdict }));
    else void this.#deps.echo(test.number ?? '').then((result) => done(result));
  }

  #ringOnce(done: () => void): void {
    this.ringer.start();
    const timer = window.setTimeout(() => {
      this.#endTest?.();
      done();
    }, RING_TEST_MS);
    this.#endTest = () => {
      window.clearTimeout(timer);
      this.ringer.stop();
    };
  }
}
