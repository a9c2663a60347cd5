import { describe, expect, it } from 'vitest';
import type { Health } from '../../../shared/contract/session.ts';
import { healthLines, problemsOf } from './health.ts';
import { insteadOf, soundView } from './test-rows.ts';

const well: Health = {
  phone: 'registered',
  phonePage: 'ok',
  microphone: 'ok',
  ehr: 'ok',
  queues: 'ok',
  journal: 'ok',
  site: 'ok',
  audit: 'ok',
  outboxWaiting: 0,
};

describe('health', () => {
  it('names nothing when all is well', () => {
    expect(problemsOf(healthLines(well, true), true)).toEqual([]);
  });
  it('puts what stops calls before what only slows work', () => {
    const lines = problemsOf(
      healthLines({ ...well, ehr: 'slow', phone: 'refused', queues: 'connecting' }, true),
      false,
    );
    expect(lines.map((line) => line.part)).toEqual(['phone', 'ehr', 'queues']);
  });
  it('shows a broken site file to who can mend it only', () => {
    const lines = healthLines({ ...well, site: 'lastGood' }, true);
    expect(problemsOf(lines, true)).toHaveLength(1);
    expect(problemsOf(lines, false)).toHaveLength(0);
  });
  it('says first that the service is lost', () => {
    expect(healthLines({ ...well, journal: 'diskFull' }, false)[0]?.part).toBe('host');
  });
});

describe('the line about sound', () => {
  const gone = insteadOf('Headset', 'Built-in');
  const lineOf = (...sound: Parameters<typeof soundView>) =>
    healthLines(well, true, soundView(...sound)).find((line) => line.part === 'sound');

  it('is not there while what was chosen is in use', () => {
    expect(lineOf()).toBeUndefined();
    expect(lineOf({ microphone: { state: 'system', label: '' }, speaker: { state: 'system', label: '' } })).toBe(
      undefined,
    );
  });
  it('names what is gone and what is used in its place', () => {
    expect(lineOf({ microphone: gone })).toEqual({
      part: 'sound',
      state: 'microphoneFallback',
      severity: 'warn',
      values: { missing: 'Headset', label: 'Built-in' },
    });
    expect(lineOf({ speaker: gone })).toMatchObject({ state: 'speakerFallback' });
    expect(lineOf({ ringer: gone })).toMatchObject({ state: 'ringerFallback' });
  });
  it('says once that a headset is gone, with both devices that stand in for it', () => {
    const lines = healthLines(well, true, soundView({ microphone: gone, speaker: insteadOf('Headset', 'Monitor') }));
    expect(lines.filter((line) => line.part === 'sound')).toMatchObject([
      { state: 'bothFallback', values: { missing: 'Headset', label: 'Built-in', speaker: 'Monitor' } },
    ]);
  });
  it('puts "nothing can be heard" before everything else', () => {
    const silent = soundView({ speaker: { state: 'none', label: '', missing: 'Headset' }, microphone: gone });
    const [first] = problemsOf(healthLines({ ...well, ehr: 'slow' }, true, silent), false);
    expect(first).toMatchObject({ part: 'sound', state: 'speakerNone', severity: 'danger' });
  });
  it('says that another program holds the headset, unless a device is gone, which is worse', () => {
    const headset = { name: 'Jabra', state: 'busyElsewhere' as const };
    expect(lineOf({}, { headset })).toMatchObject({ state: 'headsetBusy', values: { label: 'Jabra' } });
    expect(lineOf({ ringer: gone }, { headset })).toMatchObject({ state: 'ringerFallback' });
    expect(lineOf({}, { headset: { ...headset, state: 'ready' } })).toBeUndefined();
  });
  it('is not there while the phone page is not, whose finding it is', () => {
    const lines = healthLines({ ...well, phonePage: 'missing' }, true, soundView({ speaker: gone }));
    expect(lines.some((line) => line.part === 'sound')).toBe(false);
    expect(healthLines(well, false, soundView({ speaker: gone })).some((line) => line.part === 'sound')).toBe(false);
  });
});
