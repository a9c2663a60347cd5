// Apart from the schemas, so that the window need not load the schema library (which tries to compile code as it loads).
import type { SoundChoice } from './sound.ts';

export const SOUND_ROLES = ['microphone', 'speaker', 'ringer'] as const;

export const DEFAULT_SOUND: SoundChoice = { echoCancellation: true, noiseSuppression: true, autoGain: true };
