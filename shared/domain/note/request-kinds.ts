// Plain lists, for the window too: it holds no schemas.

/** What a next step is: the words are in i18n under `note.stepKind.<kind>`. */
export const STEP_KINDS = ['followUp', 'callback', 'refill', 'referral'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** What of a note goes into the EHR, each by itself; the words are in i18n under `chart.item.<kind>`. */
export const CHART_ITEM_KINDS = ['note', ...STEP_KINDS, 'recording'] as const;
export type ChartItemKind = (typeof CHART_ITEM_KINDS)[number];

/**
 * What the answer to a field means to the EHR. `medication` and `referral` offer what the verified patient's chart has;
 * what is typed instead is taken as it is.
 */
export const MEANINGS = ['medication', 'pharmacy', 'daysLeft', 'referral', 'referralStep'] as const;
export type Meaning = (typeof MEANINGS)[number];
