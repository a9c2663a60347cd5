// How finished notes leave this PC: as a file the person asked for.
import type { EhrWrite } from './ehr.ts';

export interface ExportFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  /** How `text` becomes the file's bytes; absent: it is what stands in it. */
  readonly encoding?: 'utf8' | 'base64' | undefined;
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

/** What stands on the pages of a report. */
export interface ReportPages {
  readonly language: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly tables: readonly {
    readonly title: string;
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
  }[];
  /** Calls that came in by the hour of the day, for the picture. */
  readonly byHour: { readonly title: string; readonly values: readonly number[] };
  readonly notes: readonly string[];
  readonly foot: string;
}
export type MakePdf = (pages: ReportPages) => Promise<Buffer>;
