import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Collection, HeadsetLamps, ReportItem } from './headset.ts';
import { DARK, hasKeys, mapHeadset, readReport, writeLamps } from './headset.ts';

const T = (id: number) => 0x0b_0000 + id;
const L = (id: number) => 0x08_0000 + id;
const bits = (usages: number[], isAbsolute = true, isConstant = false): ReportItem => ({
  usages,
  reportSize: 1,
  reportCount: usages.length,
  isAbsolute,
  isArray: false,
  isConstant,
  logicalMinimum: 0,
});
const padding = (reportCount: number): ReportItem => ({ usages: [], reportSize: 1, reportCount, isConstant: true });
const headset = (parts: Omit<Collection, 'usage' | 'usagePage'>): Collection[] => [
  // A headset's volume keys stand beside its telephony keys and mean nothing here.
  { usagePage: 0x0c, usage: 1, inputReports: [{ reportId: 1, items: [bits([0x0c_00e9, 0x0c_00ea, L(0x17)])] }] },
  { usagePage: 0x0b, usage: 5, ...parts },
];

/** As recorded from a Plantronics Blackwire 3220 (047f:c056) with hidapi: mute first, one report a lamp. */
const BLACKWIRE = headset({
  inputReports: [{ reportId: 8, items: [bits([T(0x2f)], false), bits([T(0x20), T(0x21)]), padding(5)] }],
  outputReports: [
    [9, 0x09],
    [0x17, 0x17],
    [0x18, 0x18],
    [0x20, 0x20],
  ].map(([reportId, usage]) => ({ reportId: reportId!, items: [bits([L(usage!)]), padding(7)] })),
});

/**
 * As in the firmware of a USB headset: hook and busy, then buttons, a keypad inside, five lamps in one report of two
 * bytes. The same places as a Jabra Engage 50, whose hook key was recorded as report 2 with [1, 0] and [0, 0], and as
 * Yealink's (hook 1, mute 4, flash 8; lamps off-hook 1, mute 2, ring 4, hold 8).
 */
const ONE_REPORT = headset({
  inputReports: [
    { reportId: 2, items: [bits([T(0x20), T(0x97)]), bits([T(0x2f), T(0x21), T(0x70), T(0x50)], false), padding(10)] },
  ],
  outputReports: [{ reportId: 2, items: [bits([L(0x17), L(0x09), L(0x18), L(0x20), L(0x21)]), padding(11)] }],
});

/** As in another headset's description: state bits marked constant, reports inside a child collection (Yealink UH38). */
const NESTED: Collection[] = [
  {
    usagePage: 0x0b,
    usage: 5,
    inputReports: [],
    children: [
      {
        usagePage: 0x0b,
        usage: 6,
        inputReports: [
          {
            reportId: 2,
            items: [bits([T(0x20), T(0x97), T(0x2a), T(0x2f)], true, true), bits([T(0x21), T(0x24)], false, true)],
          },
        ],
        outputReports: [{ reportId: 2, items: [bits([L(0x17), L(0x09), L(0x18), L(0x20)])] }],
      },
    ],
  },
];

const keysOf = (device: Collection[], reports: [id: number, ...data: number[]][]) => {
  const map = mapHeadset(device);
  let pressed = {};
  return reports.flatMap(([id, ...data]) => {
    const read = readReport(map, pressed, id, Uint8Array.from(data));
    pressed = read.pressed;
    return read.keys;
  });
};
const shown = (device: Collection[], lamps: Partial<HeadsetLamps>) =>
  writeLamps(mapHeadset(device), { ...DARK, ...lamps }).map(({ reportId, data }) => [reportId, ...data]);

describe('a headset’s own description', () => {
  it('tells where its keys lie', () => {
    expect(
      keysOf(BLACKWIRE, [
        [8, 0b10],
        [8, 0b11],
        [8, 0b10],
        [8, 0],
      ]),
    ).toEqual(['hookOff', 'mute', 'hookOn']);
    expect(
      keysOf(ONE_REPORT, [
        [2, 1, 0],
        [2, 5, 0],
        [2, 1, 0],
        [2, 9, 0],
        [2, 0, 0],
      ]),
    ).toEqual(['hookOff', 'mute', 'flash', 'hookOn']);
    expect(
      keysOf(NESTED, [
        [2, 0b1001],
        [2, 0b0001],
        [2, 0b100001],
      ]),
    ).toEqual(['hookOff', 'mute', 'redial']);
  });
  it('tells where its lamps lie, each report whole', () => {
    expect(shown(BLACKWIRE, { offHook: true })).toEqual([
      [9, 0],
      [0x17, 1],
      [0x18, 0],
      [0x20, 0],
    ]);
    expect(shown(ONE_REPORT, { offHook: true, mute: true })).toEqual([[2, 3, 0]]);
    expect(shown(ONE_REPORT, { ring: true })).toEqual([[2, 4, 0]]);
    expect(shown(NESTED, { offHook: true, hold: true })).toEqual([[2, 9]]);
  });
  it('may hold no keys at all, or keys of another kind', () => {
    expect(hasKeys(mapHeadset([]))).toBe(false);
    expect(hasKeys(mapHeadset([{ usagePage: 0x0c, inputReports: [{ items: [bits([T(0x20)])] }] }]))).toBe(false);
  });
  it('may have a hook that is a button, and keys in an array', () => {
    const button: Collection[] = [{ usagePage: 0x0b, inputReports: [{ items: [bits([T(0x20)], false)] }] }];
    expect(
      keysOf(button, [
        [0, 1],
        [0, 0],
      ]),
    ).toEqual(['hookPressed']);
    const item = { usages: [T(0x2f), T(0x26)], isArray: true, reportSize: 8, reportCount: 1, logicalMinimum: 1 };
    const array: Collection[] = [{ usagePage: 0x0b, inputReports: [{ reportId: 1, items: [item] }] }];
    expect(
      keysOf(array, [
        [1, 1],
        [1, 0],
        [1, 2],
      ]),
    ).toEqual(['mute', 'drop']);
  });
});

describe('whatever a device says', () => {
  const item = fc.record({
    usages: fc.array(fc.constantFrom(T(0x20), T(0x2f), T(0x21), L(0x17), L(0x18), L(0x09), 1), { maxLength: 6 }),
    isArray: fc.boolean(),
    isAbsolute: fc.boolean(),
    reportSize: fc.nat(40),
    reportCount: fc.nat(20),
    logicalMinimum: fc.integer({ min: -2, max: 5 }),
  });
  const reports = fc.array(fc.record({ reportId: fc.nat(3), items: fc.array(item, { maxLength: 5 }) }), {
    maxLength: 4,
  });
  const device = fc.array(
    fc.record({ usagePage: fc.constantFrom(8, 11), inputReports: reports, outputReports: reports }),
  );

  it('nothing throws, a report said twice is one key, and lamps fit their reports', () => {
    fc.assert(
      fc.property(device, fc.nat(3), fc.uint8Array({ maxLength: 8 }), (collections, id, data) => {
        const map = mapHeadset(collections);
        const once = readReport(map, {}, id, data);
        expect(readReport(map, once.pressed, id, data).keys).toEqual([]);
        for (const report of writeLamps(map, { offHook: true, ring: true, hold: true, mute: true }))
          expect(report.data.length).toBe(Math.max(1, map.outputBytes.get(report.reportId) ?? 1));
      }),
    );
  });
});
