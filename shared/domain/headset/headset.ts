// A headset's telephony controls, whoever made it: which bit of which report is the hook switch or the ring lamp is read
// from the device's own description (USB HID Usage Tables 1.5: Telephony Device page 0x0B, LED page 0x08). Pure: bytes in,
// keys out; lamps in, bytes out.
import { z } from 'zod';
import { TELEPHONY_USAGE_PAGE } from './usage-page.ts';

const TELEPHONY = TELEPHONY_USAGE_PAGE;
const LED = 0x08;
const usageOf = (page: number, id: number): number => page * 0x10000 + id;

export const HEADSET_KEYS = ['hookOff', 'hookOn', 'hookPressed', 'mute', 'flash', 'redial', 'drop'] as const;
/**
 * What was done at the headset. A hook switch that has a state says which (`hookOff`: lifted, `hookOn`: put down), one
 * that is only a button says `hookPressed`. Mute is a wish, not a state: the app decides and answers with the lamp.
 */
export const HeadsetKey = z.enum(HEADSET_KEYS);
export type HeadsetKey = z.infer<typeof HeadsetKey>;

export const LAMPS = ['offHook', 'ring', 'hold', 'mute'] as const;
export const HeadsetLamps = z.object({ offHook: z.boolean(), ring: z.boolean(), hold: z.boolean(), mute: z.boolean() });
export type HeadsetLamps = z.infer<typeof HeadsetLamps>;
export const DARK: HeadsetLamps = { offHook: false, ring: false, hold: false, mute: false };

/** `busyElsewhere`: another program holds it; `noKeys`: it has no telephony keys. */
export const HeadsetState = z.enum(['ready', 'busyElsewhere', 'noKeys']);
export type HeadsetState = z.infer<typeof HeadsetState>;

/** What WebHID says of a device: the part of HIDCollectionInfo that matters here. */
export interface ReportItem {
  readonly usages?: readonly number[];
  readonly isRange?: boolean;
  readonly usageMinimum?: number;
  readonly usageMaximum?: number;
  readonly isAbsolute?: boolean;
  readonly isArray?: boolean;
  readonly isConstant?: boolean;
  readonly hasPreferredState?: boolean;
  readonly reportSize?: number;
  readonly reportCount?: number;
  readonly logicalMinimum?: number;
}
export interface Report {
  readonly reportId?: number;
  readonly items?: readonly ReportItem[];
}
export interface Collection {
  readonly usagePage?: number;
  readonly usage?: number;
  readonly children?: readonly Collection[];
  readonly inputReports?: readonly Report[];
  readonly outputReports?: readonly Report[];
}

/** Where one control lies in a report (the report id is not part of the data). */
interface Field {
  readonly reportId: number;
  /** Bits from the start of the data. */
  readonly bit: number;
  readonly size: number;
  /** An array item: the field holds the number of the usage that is pressed, counted from `base`. */
  readonly selector: number | undefined;
  readonly absolute: boolean;
}

export type Control = 'hook' | 'mute' | 'flash' | 'redial' | 'drop';
export type Lamp = (typeof LAMPS)[number];

const CONTROLS: Readonly<Record<number, Control>> = {
  [usageOf(TELEPHONY, 0x20)]: 'hook',
  [usageOf(TELEPHONY, 0x2f)]: 'mute',
  [usageOf(TELEPHONY, 0x21)]: 'flash',
  [usageOf(TELEPHONY, 0x24)]: 'redial',
  [usageOf(TELEPHONY, 0x26)]: 'drop',
};
const LAMP_USAGES: Readonly<Record<number, Lamp>> = {
  [usageOf(LED, 0x17)]: 'offHook',
  [usageOf(LED, 0x18)]: 'ring',
  [usageOf(LED, 0x20)]: 'hold',
  [usageOf(LED, 0x09)]: 'mute',
};

/** What a device can say and show. */
export interface HeadsetMap {
  readonly controls: Readonly<Partial<Record<Control, Field>>>;
  readonly lamps: Readonly<Partial<Record<Lamp, Field>>>;
  /** Bytes of each output report's data, without the id. */
  readonly outputBytes: ReadonlyMap<number, number>;
}

/** Reads a device's description. Collections may lie inside one another; each report is laid out once. */
export function mapHeadset(collections: readonly Collection[]): HeadsetMap {
  const controls: Partial<Record<Control, Field>> = {};
  const lamps: Partial<Record<Lamp, Field>> = {};
  const outputBytes = new Map<number, number>();
  for (const collection of flattened(collections)) {
    for (const report of collection.inputReports ?? [])
      walk(report, (usage, field) => {
        const control = CONTROLS[usage];
        if (control) controls[control] ??= field;
      });
    for (const report of collection.outputReports ?? []) {
      const bits = walk(report, (usage, field) => {
        const lamp = LAMP_USAGES[usage];
        if (lamp) lamps[lamp] ??= field;
      });
      const id = report.reportId ?? 0;
      outputBytes.set(id, Math.max(outputBytes.get(id) ?? 0, Math.ceil(bits / 8)));
    }
  }
  return { controls, lamps, outputBytes };
}

/** A headset that can answer a call: everything else is left to other programs. */
export const hasKeys = (map: HeadsetMap): boolean => map.controls.hook !== undefined || map.controls.mute !== undefined;

/** Telephony collections and what lies in them, and LED collections beside them. */
function flattened(collections: readonly Collection[], inside = false): Collection[] {
  return collections.flatMap((collection) => {
    const counts = inside || collection.usagePage === TELEPHONY || collection.usagePage === LED;
    return [...(counts ? [collection] : []), ...flattened(collection.children ?? [], counts)];
  });
}

/** Calls back with every one-bit (or array) field; returns how many bits the report has. */
function walk(report: Report, found: (usage: number, field: Field) => void): number {
  const reportId = report.reportId ?? 0;
  let bit = 0;
  for (const item of report.items ?? []) {
    const size = item.reportSize ?? 0;
    const count = item.reportCount ?? 0;
    const usages = usagesOf(item);
    // Firmware often marks its state bits "constant"; whether an item has usages says more.
    const absolute = item.isAbsolute ?? true;
    if (item.isArray)
      usages.forEach((usage, index) =>
        found(usage, { reportId, bit, size, absolute, selector: index + (item.logicalMinimum ?? 0) }),
      );
    else
      usages
        .slice(0, count)
        .forEach((usage, index) =>
          found(usage, { reportId, bit: bit + index * size, size, absolute, selector: undefined }),
        );
    bit += size * count;
  }
  return bit;
}

function usagesOf(item: ReportItem): readonly number[] {
  if (!item.isRange) return item.usages ?? [];
  const from = item.usageMinimum ?? 0;
  const to = Math.min(item.usageMaximum ?? from, from + 255);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/** The last value of every control, to know what changed. */
export type Pressed = Readonly<Partial<Record<Control, boolean>>>;

/**
 * What an input report means. Buttons (relative items, and everything but the hook) count when they go down; a report
 * that a headset sends again when its button comes up, or after a while without an answer, means nothing.
 */
export function readReport(
  map: HeadsetMap,
  before: Pressed,
  reportId: number,
  data: Uint8Array,
): { readonly pressed: Pressed; readonly keys: readonly HeadsetKey[] } {
  const pressed: Partial<Record<Control, boolean>> = { ...before };
  const keys: HeadsetKey[] = [];
  for (const [name, field] of Object.entries(map.controls) as [Control, Field][]) {
    if (field.reportId !== reportId) continue;
    const value = valueOf(field, data);
    if (value === undefined) continue;
    const was = before[name] ?? false;
    pressed[name] = value;
    if (value === was) continue;
    const key = keyOf(name, field, value);
    if (key) keys.push(key);
  }
  return { pressed, keys };
}

function keyOf(control: Control, field: Field, down: boolean): HeadsetKey | undefined {
  if (control === 'hook') {
    if (!field.absolute) return down ? 'hookPressed' : undefined;
    return down ? 'hookOff' : 'hookOn';
  }
  return down ? control : undefined;
}

function valueOf(field: Field, data: Uint8Array): boolean | undefined {
  if (Math.ceil((field.bit + field.size) / 8) > data.length) return undefined;
  let value = 0;
  for (let index = 0; index < field.size && index < 31; index++) value += bitAt(data, field.bit + index) * 2 ** index;
  return field.selector === undefined ? value !== 0 : value === field.selector;
}

const bitAt = (data: Uint8Array, bit: number): number => ((data[bit >> 3] ?? 0) >> (bit & 7)) & 1;

export interface OutputReport {
  readonly reportId: number;
  readonly data: Uint8Array;
}

/** The reports that put the lamps into this state: each that holds a lamp, whole. */
export function writeLamps(map: HeadsetMap, lamps: HeadsetLamps): OutputReport[] {
  const reports = new Map<number, Uint8Array>();
  for (const [name, field] of Object.entries(map.lamps) as [Lamp, Field][]) {
    const data = reports.get(field.reportId) ?? new Uint8Array(Math.max(1, map.outputBytes.get(field.reportId) ?? 1));
    reports.set(field.reportId, data);
    if (!lamps[name]) continue;
    if (field.selector === undefined) setBits(data, field.bit, 1);
    else setBits(data, field.bit, field.selector);
  }
  return [...reports].map(([reportId, data]) => ({ reportId, data }));
}

function setBits(data: Uint8Array, bit: number, value: number): void {
  for (let index = 0; value >> index > 0; index++)
    if ((value >> index) & 1) {
      const at = bit + index;
      data[at >> 3] = (data[at >> 3] ?? 0) | (1 << (at & 7));
    }
}
