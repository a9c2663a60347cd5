// The states of the window that are about sound.
import type { Page } from 'playwright';
import type { TopicRow } from '../../shared/contract/index.ts';
import { DEFAULT_SOUND } from '../../shared/domain/sound/defaults.ts';
import { verifiedCall } from './console-scenes.ts';
import type { ConsoleState, Rows } from './console-states.ts';

const microphones = [
  { id: 'm1', label: 'Headset (Jabra Evolve2 40)' },
  { id: 'm2', label: 'Built-in microphone' },
];
const speakers = [
  { id: 's1', label: 'Headset (Jabra Evolve2 40)' },
  { id: 's2', label: 'Built-in speakers' },
];
const sound = (gone: boolean): TopicRow<'sound'> => ({
  microphones: gone ? microphones.slice(1) : microphones,
  speakers: gone ? speakers.slice(1) : speakers,
  use: {
    microphone: gone
      ? { state: 'fallback', label: 'Built-in microphone', missing: 'Headset (Jabra Evolve2 40)' }
      : { state: 'chosen', label: 'Headset (Jabra Evolve2 40)' },
    speaker: gone
      ? { state: 'fallback', label: 'Built-in speakers', missing: 'Headset (Jabra Evolve2 40)' }
      : { state: 'chosen', label: 'Headset (Jabra Evolve2 40)' },
    ringer: { state: 'system', label: 'Built-in speakers' },
  },
  canEcho: true,
  ...(gone ? {} : { headset: { name: 'Jabra Evolve2 40', state: 'ready' as const } }),
  ...(gone
    ? {}
    : { test: { id: 't', kind: 'echo' as const, state: 'done' as const, verdict: 'ok' as const, roundTripMs: 120 } }),
});
const withSound = (rows: Rows, gone: boolean): Rows => ({
  ...rows,
  preferences: {
    it: {
      language: 'en',
      theme: 'system',
      sound: { ...DEFAULT_SOUND, microphone: microphones[0], speaker: speakers[0] },
    },
  },
  sound: { it: sound(gone) },
  soundLevel: { it: { level: 0.2 } },
});
const openSound = async (page: Page) => {
  await page.getByRole('button', { name: 'lock, sign out' }).click();
  await page.getByRole('menuitem', { name: 'Sound and headset' }).click();
};

/** The dialog, a headset that is gone, and how a call sounds. */
export const soundStates = (inCall: (call?: TopicRow<'calls'>) => Rows): ConsoleState[] => [
  {
    name: 'sound-dialog',
    rows: () => withSound(inCall(), false),
    until: 'text=You can be heard.',
    act: openSound,
  },
  {
    name: 'sound-dialog-headset-gone',
    rows: () => withSound(inCall(), true),
    until: 'text=Not plugged in: Built-in microphone',
    act: openSound,
  },
  { name: 'sound-headset-gone', rows: () => withSound(inCall(), true), until: 'text=is gone. You speak through' },
  {
    name: 'sound-quality-bad',
    rows: () => inCall(verifiedCall({ quality: { step: 'bad', cause: 'lossIn', mos: 2.3, loss: 12, roundTrip: 80 } })),
    until: 'text=Your network is dropping 12 %',
  },
  {
    name: 'sound-quality-good',
    rows: () => inCall(verifiedCall({ quality: { step: 'good', cause: 'none', mos: 4.2, loss: 0, roundTrip: 30 } })),
    until: '[data-state=talking]',
  },
];
