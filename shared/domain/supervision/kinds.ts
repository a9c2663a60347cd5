// Plain lists, for the window too: it holds no schemas.

/** `listen`: nobody hears the supervisor. `whisper`: only the colleague. `barge`: both sides of the call. */
export const LISTEN_MODES = ['listen', 'whisper', 'barge'] as const;

/** The keys that change the mode within the call at the PBX. */
export const MODE_TONES = { listen: '4', whisper: '5', barge: '6' } as const;

/** The words are in i18n under `team.state.<state>`. */
export const PERSON_STATES = [
  ...(['free', 'ringing', 'talking', 'wrapUp', 'paused', 'away', 'unregistered', 'unknown'] as const),
] as const;

/** The sentences are in i18n under `alert.<kind>`. */
export const ALERT_KINDS = ['wait', 'abandoned', 'nobody', 'wrapUp', 'paused'] as const;
