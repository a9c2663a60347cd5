// The edge to WebHID over a device that is only a list of what was sent to it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SoundReport } from '../../../shared/contract/devices.ts';
import { DARK } from '../../../shared/domain/headset/headset.ts';
import type { Collection } from '../../../shared/domain/headset/headset.ts';
import { Headset } from './headset.ts';
import type { HidDevice } from './headset.ts';

const item = (usages: number[]) => ({ usages, reportSize: 1, reportCount: 8, isAbsolute: true, isArray: false });
const COLLECTIONS: Collection[] = [
  {
    usagePage: 0x0b,
    inputReports: [{ reportId: 2, items: [item([0x0b0020, 0x0b002f])] }],
    outputReports: [{ reportId: 2, items: [item([0x080017, 0x080009, 0x080018])] }],
  },
];

class FakeDevice extends EventTarget implements HidDevice {
  opened = false;
  refuses = false;
  readonly productName = 'Test headset';
  readonly collections = COLLECTIONS;
  readonly sent: number[][] = [];
  open(): Promise<void> {
    if (this.refuses) return Promise.reject(new Error('held by another program'));
    this.opened = true;
    return Promise.resolve();
  }
  close(): Promise<void> {
    this.opened = false;
    return Promise.resolve();
  }
  sendReport(reportId: number, data: Uint8Array): Promise<void> {
    this.sent.push([reportId, ...data]);
    return Promise.resolve();
  }
  press(...data: number[]): void {
    this.dispatchEvent(
      Object.assign(new Event('inputreport'), { reportId: 2, data: new DataView(Uint8Array.from(data).buffer) }),
    );
  }
}
class FakeHid extends EventTarget {
  devices: FakeDevice[] = [];
  getDevices(): Promise<FakeDevice[]> {
    return Promise.resolve(this.devices);
  }
}

let hid: FakeHid;
let device: FakeDevice;
let said: SoundReport[];
let headset: Headset;
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  hid = new FakeHid();
  device = new FakeDevice();
  hid.devices = [device];
  said = [];
  headset = new Headset(hid, (report) => said.push(report));
});
afterEach(() => vi.useRealTimers());

describe('a headset', () => {
  it('is opened, passes its keys on and shows its lamps once each', async () => {
    await headset.look();
    expect(said).toEqual([{ kind: 'headset', headset: { name: 'Test headset', state: 'ready' } }]);
    device.press(1);
    expect(said.at(-1)).toEqual({ kind: 'headsetKey', key: 'hookOff' });
    await settle();
    device.sent.length = 0;
    headset.show({ ...DARK, offHook: true });
    headset.show({ ...DARK, offHook: true });
    await settle();
    expect(device.sent).toEqual([[2, 1]]);
  });
  it('is told the lamps again after a key, so that it does not keep to what it only wished', async () => {
    headset.show({ ...DARK, offHook: true });
    await headset.look();
    await settle();
    device.sent.length = 0;
    device.press(3);
    await vi.advanceTimersByTimeAsync(400);
    expect(device.sent).toEqual([[2, 1]]);
  });
  it('that another program holds is said, and taken as soon as it is free', async () => {
    device.refuses = true;
    await headset.look();
    expect(said).toEqual([{ kind: 'headset', headset: { name: 'Test headset', state: 'busyElsewhere' } }]);
    device.refuses = false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(said.at(-1)).toMatchObject({ headset: { state: 'ready' } });
  });
  it('that is unplugged is let go, and found again', async () => {
    await headset.look();
    hid.devices = [];
    hid.dispatchEvent(new Event('disconnect'));
    await settle();
    expect(said.at(-1)).toEqual({ kind: 'headset' });
    device.press(1);
    expect(said.at(-1)).toEqual({ kind: 'headset' });
    hid.devices = [new FakeDevice()];
    hid.dispatchEvent(new Event('connect'));
    await settle();
    expect(said.at(-1)).toMatchObject({ headset: { state: 'ready' } });
  });
  it('is not needed: a browser without WebHID has none', async () => {
    await new Headset(undefined, (report) => said.push(report)).look();
    expect(said).toEqual([]);
  });
});
