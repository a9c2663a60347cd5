// Apart from the schemas, so that the window need not load the schema library (which tries to compile code as it loads).

/** From worst to best. */
export const QUALITY_STEPS = ['bad', 'poor', 'fair', 'good', 'excellent'] as const;
