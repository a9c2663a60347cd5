import type { SiteProblem } from '../../shared/contract/session.ts';
import type { Closure } from '../../shared/domain/site/hours.ts';
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

/** Where closures are written that somebody at the desk adds; the source tells of them like of every other change. */
export interface ClosureBook {
  add(closure: Closure): Promise<Result<void>>;
  remove(closure: Closure): Promise<Result<void>>;
}

export interface PreferencesStore<T> {
  load(): T;
  save(value: T): void;
}
