import { expect, it } from 'vitest';
import { insteadOf, soundView } from '../../store/test-rows.ts';
import { cameBack } from './came-back.ts';

const gone = insteadOf('Headset', 'Built-in');
const without = soundView({ microphone: gone, speaker: gone });

it('names a device once that is chosen and there again, however many roles it has', () => {
  expect(cameBack(without, soundView())).toEqual(['Headset']);
});

it('names nothing on the first news, while the device is gone, or when it was never away', () => {
  expect(cameBack(undefined, soundView())).toEqual([]);
  expect(cameBack(without, undefined)).toEqual([]);
  expect(cameBack(without, without)).toEqual([]);
  expect(cameBack(soundView(), without)).toEqual([]);
  expect(cameBack(soundView(), soundView())).toEqual([]);
});

it('does not take for a return that somebody chose to follow the system instead', () => {
  const system = { state: 'system', label: 'Built-in' } as const;
  expect(cameBack(without, soundView({ microphone: system, speaker: system }))).toEqual([]);
});
