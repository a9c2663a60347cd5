import type { SiteProblem } from '../../shared/contract/session.ts';
import type { Doubt } from '../../shared/domain/practice/doubts.ts';
import type { PracticeChange, PracticePart, DiffLine } from '../../shared/domain/practice/types.ts';
import type { Site } from '../../shared/domain/site/site.ts';
import type { Result } from '../../shared/result/result.ts';

/** A reading of the site file: good, or with problems to show. */
export type SiteReading =
  { readonly ok: true; readonly site: Site } | { readonly ok: false; readonly problems: SiteProblem[] };

export interface SiteSource {
  read(): Promise<SiteReading>;
  /** Calls back after every change of the file; the returned function ends it. */
  watch(onChange: () => void): () => void;
}

/** The site file as it stands: its text, and what tells this text from every other. */
export interface SiteText {
  readonly text: string;
  readonly version: string;
}

/** Where the site file is kept: the one way by which anything in the window changes it. */
export interface SiteStore {
  text(): Promise<Result<SiteText>>;
  /**
   * Puts `text` in place of the version `over`, whole or not at all. Errors: siteChangedMeanwhile (somebody else was
   * first), siteReadOnly, siteDiskFull, siteUnreadable, siteUnknownOutcome.
   */
  write(text: string, over: string): Promise<Result<SiteText>>;
  /** Whether this desk may write, and where the settings are kept when it may not. */
  place(): Promise<SitePlace>;
}

export interface SitePlace {
  readonly writable: boolean;
  /** A host, or the name of the file. */
  readonly keptAt: string;
}

/** A text that was edited in two places, put together; `clash`: both changed the same lines. */
export type Merged =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly clash: readonly Clash[] };
export interface Clash {
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
}

/** Knows the language the site file is written in. Everything it does not touch stays as it is, byte for byte. */
export interface SiteLanguage {
  check(text: string): SiteReading;
  /** What the file says, as it would be read, without any check; undefined when it is not even readable as data. */
  data(text: string): Record<string, unknown> | undefined;
  /** The text with one change made; undefined where only the text itself can be edited (anchors, merged keys). */
  change(text: string, change: PracticeChange): string | undefined;
  /** The lines of one part, from its own margin; empty when the file lacks it. */
  partText(text: string, part: PracticePart): string;
  /** The file with that part's lines replaced, or what is wrong with them; lines count from 1 in the part. */
  withPartText(
    text: string,
    part: PracticePart,
    partText: string,
  ): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problems: SiteProblem[] };
  /** Where the lines of a part stand in the file. */
  partLines(text: string, part: PracticePart): PartLines;
  /** Changed, added and taken away lines with a few unchanged ones around them. */
  difference(before: string, after: string): DiffLine[];
  /** `prefer` settles what clashes. */
  merge(base: string, mine: string, theirs: string, prefer?: 'mine' | 'theirs'): Merged;
}

/** A text that was in force at this desk. */
export interface SiteVersion {
  readonly id: number;
  readonly at: number;
  readonly version: string;
  /** Absent: changed in the file itself. */
  readonly by?: string | undefined;
  readonly why?: string | undefined;
  /** Tells the signature that stands in it from every other. */
  readonly stamp?: string | undefined;
  readonly text: string;
}

/** Finds what is probably not meant; undefined when a newer question came. */
export type LookThrough = (site: Site, now: string) => Promise<readonly Doubt[] | undefined>;

/** Versions of the site file, kept encrypted on this PC. */
export interface SiteVersions {
  add(version: Omit<SiteVersion, 'id'>): Result<void>;
  /** The newest first, without their texts. */
  list(limit: number): Omit<SiteVersion, 'text'>[];
  get(id: number): SiteVersion | undefined;
  /** The one before it. */
  before(id: number): SiteVersion | undefined;
}

export interface PreferencesStore<T> {
  load(): T;
  save(value: T): void;
}

export interface PartLines {
  /** The line of the file at which the part begins, from 0. */
  readonly from: number;
  readonly count: number;
  /** Blanks that its lines have in the file and not in the part's text. */
  readonly margin: number;
}
