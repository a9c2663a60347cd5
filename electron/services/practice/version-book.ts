// Versions of the settings as this desk saw them come into force: its own edits, other desks' and those made in the file.
import type { z } from 'zod';
import type { PracticeVersion } from '../../../shared/contract/practice.ts';
import { LastEdit } from '../../../shared/domain/site/site.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { SiteLanguage, SiteText, SiteVersion, SiteVersions } from '../../ports/site.ts';
import type { Author } from './draft.ts';

export interface VersionBookDeps {
  readonly clock: Clock;
  readonly language: SiteLanguage;
  /** Absent while the journal is locked. */
  readonly versions: () => SiteVersions | undefined;
}

/** Who changed the settings, when and why, as it stands in the file. */
export type Signature = z.infer<typeof LastEdit>;

const stampOf = ({ by, at }: Signature) => `${at} ${by}`;
const SHOWN = 200;

export class VersionBook {
  readonly #deps: VersionBookDeps;

  constructor(deps: VersionBookDeps) {
    this.#deps = deps;
  }

  /** A text that is in force: kept when it is new. @returns who made it, where the file says so */
  seen(now: SiteText): Author | undefined {
    const versions = this.#deps.versions();
    const latest = versions?.list(1)[0];
    const edit = LastEdit.safeParse(this.#deps.language.data(now.text)?.['lastEdit']).data;
    // A file that was changed by hand still carries the name of whoever used the window last.
    const author = edit && stampOf(edit) !== latest?.stamp ? edit : undefined;
    if (!versions || latest?.version === now.version) return author;
    // What cannot be read never came into force.
    if (!this.#deps.language.check(now.text).ok) return undefined;
    this.#add(versions, now, latest === undefined ? undefined : author, edit && stampOf(edit));
    return author;
  }

  applied(now: SiteText, author: Signature): void {
    const versions = this.#deps.versions();
    if (versions) this.#add(versions, now, author, stampOf(author));
  }

  list(): PracticeVersion[] {
    const versions = this.#deps.versions();
    return (versions?.list(SHOWN) ?? []).map(({ id, at, by, why }, index) => ({
      ...{ id, at, inForce: index === 0 },
      ...(by === undefined ? {} : { by }),
      ...(why === undefined ? {} : { why }),
    }));
  }

  readonly get = (id: number): SiteVersion | undefined => this.#deps.versions()?.get(id);
  readonly before = (id: number): SiteVersion | undefined => this.#deps.versions()?.before(id);

  latest(): SiteVersion | undefined {
    const versions = this.#deps.versions();
    const newest = versions?.list(1)[0];
    return newest && versions?.get(newest.id);
  }

  #add(
    versions: SiteVersions,
    { text, version }: SiteText,
    author: Author | undefined,
    stamp: string | undefined,
  ): void {
    const at = this.#deps.clock.now();
    versions.add({
      ...{ at, version, text },
      ...(author?.by === undefined ? {} : { by: author.by }),
      ...(author?.why === undefined ? {} : { why: author.why }),
      ...(stamp === undefined ? {} : { stamp }),
    });
  }
}
