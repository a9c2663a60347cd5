// The sound devices there are, looked at again whenever something may have changed.
import type { ListedDevice } from '../../../shared/domain/sound/sound.ts';

/**
 * How often the list is read while it matters (a call, an open dialog) and otherwise. The browser tells of changes by
 * itself only where the system does: on Linux it hears of USB devices (udev) but not of those that PulseAudio or PipeWire
 * make, such as a Bluetooth headset. Reading takes 2 ms there; elsewhere it is answered from memory.
 */
const WATCHFUL_MS = 300;
const CALM_MS = 2_000;

export interface DeviceList {
  readonly microphones: readonly ListedDevice[];
  readonly speakers: readonly ListedDevice[];
}

export class DeviceWatch {
  readonly #onChange: (list: DeviceList) => void;
  readonly #isWatchful: () => boolean;
  #list: DeviceList = { microphones: [], speakers: [] };
  #timer: number | undefined;
  #known = '';

  constructor(isWatchful: () => boolean, onChange: (list: DeviceList) => void) {
    this.#isWatchful = isWatchful;
    this.#onChange = onChange;
  }

  get list(): DeviceList {
    return this.#list;
  }

  start(): void {
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.look());
    void this.#tick();
  }

  /** Reads the list now; whoever listens is told before this resolves. */
  async look(): Promise<void> {
    const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    const of = (kind: MediaDeviceKind): ListedDevice[] =>
      devices
        .filter((device) => device.kind === kind)
        .map(({ deviceId, label, groupId }) => ({ id: deviceId, label, group: groupId }));
    const list = { microphones: of('audioinput'), speakers: of('audiooutput') };
    const known = JSON.stringify(list);
    if (known === this.#known) return;
    this.#known = known;
    this.#list = list;
    this.#onChange(list);
  }

  /** Something begins that needs a close watch: the calm pause is not waited for. */
  hurry(): void {
    window.clearTimeout(this.#timer);
    void this.#tick();
  }

  async #tick(): Promise<void> {
    await this.look();
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#tick(), this.#isWatchful() ? WATCHFUL_MS : CALM_MS);
  }
}
