// Rows for the unit tests of the store.
import type { CallRow } from '../../../shared/contract/call.ts';
import type { SoundView } from '../../../shared/contract/devices.ts';
import type { NoteRow } from '../../../shared/contract/note.ts';
import type { CallId } from './calls.ts';

export const callId = (text: string) => text as CallId;

export const callRow = (id: string, part: Partial<CallRow> = {}): CallRow => ({
  id: callId(id),
  line: 1,
  direction: 'incoming',
  state: 'talking',
  remote: { number: '5551234567', name: '', withheld: false },
  shownNumber: '(555) 123-4567',
  startedAt: 1000,
  muted: false,
  remoteHold: false,
  silenced: false,
  verified: false,
  ...part,
});

export const callMap = (...calls: CallRow[]) => new Map(calls.map((call) => [call.id as string, call]));

export const noteRow = (id: string, part: Partial<NoteRow> = {}): NoteRow => ({
  callId: callId(id),
  author: 'ana',
  content: { words: '', fields: {}, told: '' },
  version: 1,
  state: 'draft',
  createdAt: 0,
  savedAt: 0,
  emergency: [],
  delivery: 'none',
  missing: [],
  about: '',
  ...part,
});

type Uses = SoundView['use'];
export const inUse = (label: string): Uses['microphone'] => ({ state: 'chosen', label });
export const insteadOf = (missing: string, label: string): Uses['microphone'] => ({
  state: 'fallback',
  label,
  missing,
});

export const soundView = (use: Partial<Uses> = {}, part: Partial<SoundView> = {}): SoundView => ({
  microphones: [],
  speakers: [],
  use: { microphone: inUse('Headset'), speaker: inUse('Headset'), ringer: inUse('Desk speaker'), ...use },
  canEcho: true,
  ...part,
});
