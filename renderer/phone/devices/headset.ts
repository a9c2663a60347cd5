// The thin edge to WebHID: opens headsets with telephony keys, passes their keys on, shows their lamps. Which bit is what
// stands in shared/domain/headset; what a key means, main decides.
//
// Permission. On the desktop the main process grants this page every device with a telephony collection
// (electron/platform/permissions.ts), so that nobody is asked. In a browser a chooser must be opened by a click, which this
// page never gets: the console, whose origin is the same, opens it, the grant is the origin's, and `look` finds the device
// here. The frame needs `allow="hid"` for that (renderer/bridge/phone-frame.ts).
import type { SoundReport } from '../../../shared/contract/devices.ts';
import { DARK, hasKeys, mapHeadset, readReport, writeLamps } from '../../../shared/domain/headset/headset.ts';
import type { Collection, HeadsetLamps, HeadsetMap, Pressed } from '../../../shared/domain/headset/headset.ts';

/** The part of WebHID that is used; TypeScript's own library does not have it. */
export interface HidDevice extends EventTarget {
  readonly opened: boolean;
  readonly productName: string;
  readonly collections: readonly Collection[];
  open(): Promise<void>;
  close(): Promise<void>;
  sendReport(reportId: number, data: Uint8Array): Promise<void>;
}
export interface Hid extends EventTarget {
  getDevices(): Promise<HidDevice[]>;
}
export interface InputReport extends Event {
  readonly reportId: number;
  readonly data: DataView;
}

/** A headset that was told nothing for this long after a key goes back to what it believed; so the lamps are said again. */
const RESTATE_MS = 350;
/** Another program may let go of it. */
const RETRY_MS = 5_000;

interface Open {
  readonly device: HidDevice;
  readonly map: HeadsetMap;
  pressed: Pressed;
  readonly end: () => void;
}

export class Headset {
  readonly #hid: Hid | undefined;
  readonly #report: (report: SoundReport) => void;
  #open: Open | undefined;
  #lamps: HeadsetLamps = DARK;
  #shown = '';
  #writing: Promise<void> = Promise.resolve();
  #reported = '';
  #retry: ReturnType<typeof setTimeout> | undefined;
  #looking: Promise<void> | undefined;

  constructor(hid: Hid | undefined, report: (report: SoundReport) => void) {
    this.#hid = hid;
    this.#report = report;
    hid?.addEventListener('connect', () => void this.look());
    hid?.addEventListener('disconnect', () => void this.look());
  }

  /** Finds out which headset is there; opens the first one with keys. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  show(lamps: HeadsetLamps): void {
    this.#lamps = lamps;
    this.#write();
  }

  async #look(): Promise<void> {
    clearTimeout(this.#retry);
    const devices = (await this.#hid?.getDevices().catch(() => [])) ?? [];
    if (this.#open && devices.includes(this.#open.device)) return;
    this.#open?.end();
    this.#open = undefined;
    const found = devices
      .map((device) => ({ device, map: mapHeadset(device.collections) }))
      .filter(({ map }) => hasKeys(map));
    for (const { device, map } of found) if (await this.#take(device, map)) return;
    const [blocked] = found;
    const [other] = devices;
    if (blocked) {
      this.#say(blocked.device, 'busyElsewhere');
      this.#retry = setTimeout(() => void this.look(), RETRY_MS);
    } else if (other) this.#say(other, 'noKeys');
    else this.#say(undefined, 'noKeys');
  }

  async #take(device: HidDevice, map: HeadsetMap): Promise<boolean> {
    try {
      if (!device.opened) await device.open();
    } catch {
      return false;
    }
    const onReport = (event: Event) => this.#received(event as InputReport);
    device.addEventListener('inputreport', onReport);
    const end = () => {
      device.removeEventListener('inputreport', onReport);
      void device.close().catch(() => undefined);
    };
    this.#open = { device, map, pressed: {}, end };
    this.#shown = '';
    this.#say(device, 'ready');
    this.#write();
    return true;
  }

  #received({ reportId, data }: InputReport): void {
    if (!this.#open) return;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const { pressed, keys } = readReport(this.#open.map, this.#open.pressed, reportId, bytes);
    this.#open.pressed = pressed;
    for (const key of keys) this.#report({ kind: 'headsetKey', key });
    if (keys.length === 0) return;
    setTimeout(() => {
      this.#shown = '';
      this.#write();
    }, RESTATE_MS);
  }

  /** One after the other: a headset takes its reports in order. */
  #write(): void {
    const open = this.#open;
    const text = JSON.stringify(this.#lamps);
    if (!open || text === this.#shown) return;
    this.#shown = text;
    const reports = writeLamps(open.map, this.#lamps);
    this.#writing = this.#writing.then(async () => {
      for (const { reportId, data } of reports) await open.device.sendReport(reportId, data).catch(() => undefined);
    });
  }

  #say(device: HidDevice | undefined, state: 'ready' | 'busyElsewhere' | 'noKeys'): void {
    const headset = device && { name: device.productName.slice(0, 200), state };
    const text = JSON.stringify(headset) ?? '';
    if (text === this.#reported) return;
    this.#reported = text;
    this.#report(headset ? { kind: 'headset', headset } : { kind: 'headset' });
  }

  /** The host may have restarted. */
  restate(): void {
    this.#reported = ' ';
    void this.look();
    if (this.#open) this.#say(this.#open.device, 'ready');
  }
}
