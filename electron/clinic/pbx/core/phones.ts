// The phones of the clinic: which are registered, and the lamp of each.
import type { Binding } from '../sip/registrar.ts';
import type { Channel } from './channel.ts';
import { deviceState } from './devices.ts';
import type { DeviceState } from './devices.ts';
import { COLLEAGUES } from './dialplan.ts';

export class Phones {
  readonly #desks: readonly string[];
  readonly #channels: ReadonlySet<Channel>;
  readonly #onLamp: (device: string, state: DeviceState) => void;
  readonly #bindings = new Map<string, Binding>();
  readonly #lamps = new Map<string, DeviceState>();

  /** `channels` is the book of the switch, read at each look; `onLamp` hears every lamp that changes. */
  constructor(
    desks: readonly string[],
    channels: ReadonlySet<Channel>,
    onLamp: (device: string, state: DeviceState) => void,
  ) {
    this.#desks = desks;
    this.#channels = channels;
    this.#onLamp = onLamp;
    for (const device of this.devices()) this.#lamps.set(device, this.deviceState(device));
  }

  bind(extension: string, binding: Binding): void {
    this.#bindings.set(extension, binding);
  }

  unbind(extension: string): void {
    this.#bindings.delete(extension);
  }

  /** Where a registered phone is reached. */
  binding(extension: string): Binding | undefined {
    return this.#bindings.get(extension);
  }

  isRegistered(extension: string): boolean {
    return this.#bindings.has(extension);
  }

  /** Every device that has a lamp. */
  devices(): readonly string[] {
    return [...this.#desks, ...COLLEAGUES.map(({ extension }) => extension)].map((number) => `PJSIP/${number}`);
  }

  deviceState(device: string): DeviceState {
    const extension = device.replace(/^PJSIP\//, '');
    const colleague = COLLEAGUES.find((one) => one.extension === extension);
    if (!colleague && !this.#desks.includes(extension)) return 'INVALID';
    const resting = colleague ? colleague.resting : this.#bindings.has(extension) ? 'NOT_INUSE' : 'UNAVAILABLE';
    return deviceState(
      [...this.#channels].filter((channel) => channel.device === device),
      resting,
    );
  }

  /** Looks at a lamp again. */
  light(device: string): void {
    if (!this.#lamps.has(device)) return;
    const state = this.deviceState(device);
    if (this.#lamps.get(device) === state) return;
    this.#lamps.set(device, state);
    this.#onLamp(device, state);
  }
}
