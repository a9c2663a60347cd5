// Plain lists, for the window too: it holds no schemas.

/**
 * `followUp`: the next step of a finished note. `missed`: rang here and nobody answered. `abandoned`: gave up in a queue.
 * `voicemail`: a message handed over. `refused`: the EHR did not take a note. `callback`: hung up in a queue and waits to be called back when the turn comes.
 */
export const WORK_KINDS = ['followUp', 'missed', 'abandoned', 'voicemail', 'refused', 'callback'] as const;

/** How a call-back ended; the words are in i18n under `work.outcome.<outcome>`. */
export const ATTEMPT_OUTCOMES = ['reached', 'noAnswer', 'busy', 'leftMessage', 'failed'] as const;
