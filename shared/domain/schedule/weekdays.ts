/** As the site file names them, Monday first. Apart from its schema: the window reckons with hours and needs no schema. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
