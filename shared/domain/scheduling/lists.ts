// The lists of choices of scheduling, without the schemas: the window offers them and loads no schema library.
export const DAY_PARTS = ['any', 'morning', 'afternoon'] as const;

/** http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason */
export const CANCEL_REASONS = ['pat', 'pat-fb', 'pat-lt', 'pat-mv', 'pat-uwo', 'prov', 'oth-weath', 'oth-err'] as const;
