// Sound devices, headset and quality. The phone page alone sees devices, so it lists them, uses them and measures; main
// keeps the choice and decides what a headset's key means; the console shows and chooses.
import { z } from 'zod';
import { CallId } from '../domain/call/call.ts';
import { HeadsetKey, HeadsetLamps, HeadsetState } from '../domain/headset/headset.ts';
import { SoundCounters } from '../domain/quality/quality.ts';
import { EchoVerdict, SoundChoice, SoundDevice, SoundUse } from '../domain/sound/sound.ts';
import { command, topic } from './define.ts';

export const SoundTestKind = z.enum(['ring', 'speak', 'echo']);
export type SoundTestKind = z.infer<typeof SoundTestKind>;

export const SoundTest = z.object({
  id: z.string().max(60),
  kind: SoundTestKind,
  state: z.enum(['running', 'done']),
  verdict: EchoVerdict.optional(),
  roundTripMs: z.number().optional(),
});
export type SoundTest = z.infer<typeof SoundTest>;

export const Headset = z.object({ name: z.string().max(200), state: HeadsetState });
export type Headset = z.infer<typeof Headset>;

/** The devices there are and those in use, as the phone page finds them. */
export const SoundDevices = z.object({
  microphones: z.array(SoundDevice).max(100),
  speakers: z.array(SoundDevice).max(100),
  use: z.object({ microphone: SoundUse, speaker: SoundUse, ringer: SoundUse }),
});
export type SoundDevices = z.infer<typeof SoundDevices>;

export const SoundView = SoundDevices.extend({
  headset: Headset.optional(),
  test: SoundTest.optional(),
  /** The site names a number for the echo test. */
  canEcho: z.boolean(),
});
export type SoundView = z.infer<typeof SoundView>;

/** What the phone page is to use, do and show on the headset. A state, not a list of orders: a page that comes back follows it. */
export const SoundSetup = z.object({
  choice: SoundChoice,
  /** Somebody looks at the level: it is measured only then. */
  metering: z.boolean(),
  test: z.object({ id: z.string(), kind: SoundTestKind, number: z.string().optional() }).optional(),
  lamps: HeadsetLamps,
  /** Rises when a headset has been allowed elsewhere and should be looked for. */
  headsetTurn: z.number().int(),
});
export type SoundSetup = z.infer<typeof SoundSetup>;

/** Facts from the phone page. None of them is journaled. */
export const SoundReport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('devices'), devices: SoundDevices }),
  /** Loudest sample since the last report, 0…1. */
  z.object({ kind: z.literal('level'), level: z.number().min(0).max(1) }),
  z.object({ kind: z.literal('test'), test: SoundTest }),
  z.object({ kind: z.literal('quality'), callId: CallId, counters: SoundCounters }),
  z.object({ kind: z.literal('headset'), headset: Headset.optional() }),
  z.object({ kind: z.literal('headsetKey'), key: HeadsetKey }),
]);
export type SoundReport = z.infer<typeof SoundReport>;

const Nothing = z.object({});

export const deviceCommands = {
  'sound.choose': command({ input: SoundChoice, output: Nothing, pages: ['console'], access: 'signedIn' }),
  /** The level of the microphone is wanted, or not any more. */
  'sound.meter': command({
    input: z.object({ on: z.boolean() }),
    output: Nothing,
    pages: ['console'],
    access: 'signedIn',
  }),
  /** Without a kind: ends the test that runs. */
  'sound.test': command({
    input: z.object({ kind: SoundTestKind.optional() }),
    output: Nothing,
    pages: ['console'],
    access: 'signedIn',
  }),
  /** A headset was allowed in the browser's chooser. */
  'sound.lookForHeadset': command({ input: Nothing, output: Nothing, pages: ['console'], access: 'signedIn' }),
  'phone.sound': command({
    input: SoundReport,
    output: Nothing,
    pages: ['phone'],
    access: 'anyone',
    whileLocked: true,
  }),
};

export const deviceTopics = {
  sound: topic({ row: SoundView, pages: ['console'], access: 'signedIn' }),
  soundLevel: topic({
    row: z.object({ level: z.number() }),
    pages: ['console'],
    access: 'signedIn',
    whenLocked: 'nothing',
  }),
  soundSetup: topic({ row: SoundSetup, pages: ['phone'], access: 'anyone' }),
};
