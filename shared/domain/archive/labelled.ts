import { labelsOf } from '../note/template.ts';
import type { Note } from '../note/types.ts';

/** The note with labels for everything in it: those of the day it was written, and today's for notes older than labels. */
export const labelled = (note: Note, site: Parameters<typeof labelsOf>[0], language: string): Note => ({
  ...note,
  labels: { ...labelsOf(site, note.content, language), ...note.labels },
});
