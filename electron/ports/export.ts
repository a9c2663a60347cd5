// How finished notes leave this PC: as a file the person asked for.
import type { EhrWrite } from './ehr.ts';

export interface ExportFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/**
 * Asks where to save the file and writes it there and nowhere else, or not at all when the person thinks better of it.
 * Where a host has none, the window hands the file over.
 */
export type SaveFile = (file: ExportFile) => void;

/** Finished notes, each with what it was before its corrections, as one FHIR R4 Bundle of type `collection`, as JSON. */
export type BundleNotes = (notes: readonly BundledNote[], now: number) => string;

export interface BundledNote {
  readonly write: EhrWrite;
  readonly earlier: readonly EhrWrite[];
}
