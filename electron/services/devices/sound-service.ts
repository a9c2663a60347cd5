// The desk's sound as main sees it: keeps the choice, tells the phone page what to use and show, takes its findings, and
// decides what a key of the headset means.
import { ONLY_KEY } from '../../../shared/contract/index.ts';
import type { CommandInput, CommandName } from '../../../shared/contract/index.ts';
import type { SoundReport, SoundSetup, SoundTestKind, SoundView } from '../../../shared/contract/devices.ts';
import type { Call, CallId } from '../../../shared/domain/call/call.ts';
import { DARK } from '../../../shared/domain/headset/headset.ts';
import type { HeadsetKey } from '../../../shared/domain/headset/headset.ts';
import { commandOf } from '../../../shared/domain/call/press.ts';
import { actOf, lampsOf } from '../../../shared/domain/headset/meaning.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { DEFAULT_SOUND } from '../../../shared/domain/sound/defaults.ts';
import type { SoundChoice } from '../../../shared/domain/sound/sound.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { Clock, Ids } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';
import type { QualityService } from './quality-service.ts';

/** A test that has not ended by itself by now never will. */
const TEST_LIMIT_MS = 25_000;
/** A dialog that was left open must not keep the microphone measured for ever. */
const METER_LIMIT_MS = 10 * 60_000;

const NO_DEVICES: SoundView = {
  microphones: [],
  speakers: [],
  use: {
    microphone: { state: 'system', label: '' },
    speaker: { state: 'system', label: '' },
    ringer: { state: 'system', label: '' },
  },
  canEcho: false,
};

export interface SoundDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly site: () => Site | undefined;
  readonly calls: () => Call[];
  readonly callFromPage: (pageId: CallId) => CallId;
  readonly quality: QualityService;
  readonly saveChoice: (choice: SoundChoice) => void;
  /** Runs a command as the console would: who may do what while the screen is locked holds for the headset too. */
  readonly run: <N extends CommandName>(name: N, input: CommandInput<N>) => void;
}

export class SoundService {
  readonly #deps: SoundDeps;
  #setup: SoundSetup = { choice: DEFAULT_SOUND, metering: false, lamps: DARK, headsetTurn: 0 };
  #view = NO_DEVICES;
  #cancelTest: (() => void) | undefined;
  #cancelMeter: (() => void) | undefined;

  constructor(deps: SoundDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'sound.choose': (choice) => {
      this.#deps.saveChoice(choice);
      this.useChoice(choice);
      return ok({});
    },
    'sound.meter': ({ on }) => this.#meter(on),
    'sound.test': ({ kind }) => this.#test(kind),
    'sound.lookForHeadset': () => {
      this.#tell({ headsetTurn: this.#setup.headsetTurn + 1 });
      return ok({});
    },
    'phone.sound': (report) => this.#take(report),
  };

  /** The saved choice, at start and whenever it changes. */
  useChoice(choice: SoundChoice | undefined): void {
    this.#tell({ choice: choice ?? DEFAULT_SOUND });
  }

  /** A call began, changed or ended: the headset shows it. */
  callsChanged(): void {
    const lamps = lampsOf(this.#deps.calls());
    if (JSON.stringify(lamps) !== JSON.stringify(this.#setup.lamps)) this.#tell({ lamps });
  }

  siteChanged(): void {
    this.#show({});
  }

  /** Its findings left with it. */
  phonePageLost(): void {
    this.#endTest();
    this.#view = NO_DEVICES;
    this.#deps.topics.remove('sound', ONLY_KEY);
  }

  #take(report: SoundReport): Result<Done> {
    switch (report.kind) {
      case 'devices':
        this.#show(report.devices);
        break;
      case 'level':
        if (this.#setup.metering) this.#deps.topics.set('soundLevel', ONLY_KEY, { level: report.level });
        break;
      case 'test':
        if (report.test.id !== this.#setup.test?.id) break;
        this.#endTest();
        this.#show({ test: report.test });
        break;
      case 'quality':
        this.#deps.quality.take(this.#deps.callFromPage(report.callId), report.counters);
        break;
      case 'headset': {
        const { headset: _before, ...rest } = this.#view;
        this.#view = rest;
        this.#show(report.headset ? { headset: report.headset } : {});
        break;
      }
      case 'headsetKey':
        this.#pressed(report.key);
        break;
    }
    return ok({});
  }

  #pressed(key: HeadsetKey): void {
    const act = actOf(key, this.#deps.calls(), this.#setup.lamps);
    if (act) this.#deps.run(...commandOf(act));
  }

  #meter(on: boolean): Result<Done> {
    this.#cancelMeter?.();
    this.#cancelMeter = on ? this.#deps.clock.after(METER_LIMIT_MS, () => void this.#meter(false)) : undefined;
    this.#tell({ metering: on });
    if (!on) this.#deps.topics.remove('soundLevel', ONLY_KEY);
    return ok({});
  }

  #test(kind: SoundTestKind | undefined): Result<Done> {
    this.#endTest();
    const { test: _before, ...rest } = this.#view;
    this.#view = rest;
    if (kind === undefined) {
      this.#show({});
      return ok({});
    }
    const number = this.#deps.site()?.phone.echoNumber;
    if (kind === 'echo' && number === undefined) return fail('callNotPossibleNow');
    const id = this.#deps.ids.next();
    this.#tell({ test: { id, kind, ...(number === undefined ? {} : { number }) } });
    this.#show({ test: { id, kind, state: 'running' } });
    this.#cancelTest = this.#deps.clock.after(TEST_LIMIT_MS, () => {
      this.#endTest();
      this.#show({ test: { id, kind, state: 'done', verdict: 'notReady' } });
    });
    return ok({});
  }

  #endTest(): void {
    this.#cancelTest?.();
    this.#cancelTest = undefined;
    const { test: _test, ...rest } = this.#setup;
    if (!_test) return;
    this.#setup = rest;
    this.#tell({});
  }

  #tell(change: Partial<SoundSetup>): void {
    this.#setup = { ...this.#setup, ...change };
    this.#deps.topics.set('soundSetup', ONLY_KEY, this.#setup);
  }

  #show(change: Partial<SoundView>): void {
    this.#view = { ...this.#view, ...change, canEcho: this.#deps.site()?.phone.echoNumber !== undefined };
    this.#deps.topics.set('sound', ONLY_KEY, this.#view);
  }
}
