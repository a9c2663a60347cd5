// What one person has typed and not applied: a text of the whole site file, on top of the version it was made from. It stays
// when the view goes, follows the file when somebody else changes it, and never loses a line without asking.
import type { DraftState } from '../../../shared/contract/practice.ts';
import { valueAt } from '../../../shared/domain/practice/change.ts';
import { PART_NAMES, PRACTICE_PARTS, partOf } from '../../../shared/domain/practice/types.ts';
import type { PracticeChange, PracticePart, PracticeProblem } from '../../../shared/domain/practice/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { Clash, PartLines, SiteLanguage, SiteReading, SiteText } from '../../ports/site.ts';

type Data = Record<string, unknown>;
export type Author = NonNullable<DraftState['meanwhile']>;

/** Something in good settings that a person should look at. */
export interface Doubt {
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly values: Readonly<Record<string, string | number>>;
}

interface DraftDeps {
  readonly language: SiteLanguage;
  readonly doubts: (site: Site) => readonly Doubt[];
}

export class Draft {
  readonly #deps: DraftDeps;
  #base: SiteText;
  #text: string;
  #revision = 0;
  #meanwhile: Author | undefined;
  /** The newest version of the file, while it clashes with what is typed. */
  #theirs: SiteText | undefined;
  #clash: readonly Clash[] | undefined;
  #unread: { part: PracticePart; text: string; problems: PracticeProblem[] } | undefined;
  #checked: { text: string; reading: SiteReading; problems: PracticeProblem[] } | undefined;

  constructor(deps: DraftDeps, base: SiteText) {
    this.#deps = deps;
    this.#base = base;
    this.#text = base.text;
  }

  get base(): SiteText {
    return this.#base;
  }
  get text(): string {
    return this.#text;
  }
  get isChanged(): boolean {
    return this.#text !== this.#base.text || this.#unread !== undefined;
  }
  /** Somebody else changed the same lines, and nobody has chosen yet. */
  get hasClash(): boolean {
    return this.#clash !== undefined;
  }
  /** Some lines cannot be read yet. */
  get isUnread(): boolean {
    return this.#unread !== undefined;
  }

  reading(): SiteReading {
    return this.#check().reading;
  }

  data(): Data | undefined {
    return this.#deps.language.data(this.#text);
  }

  /** As far as it gets: what was made before a change that cannot be made stays. */
  change(changes: readonly PracticeChange[]): Result<void> {
    for (const one of changes) {
      const text = this.#deps.language.change(this.#text, one);
      if (text === undefined) return fail('siteTextOnly', one.path.join('.'));
      this.#use(text);
    }
    return ok(undefined);
  }

  partText(part: PracticePart): string {
    return this.#unread?.part === part ? this.#unread.text : this.#deps.language.partText(this.#text, part);
  }

  writeText(part: PracticePart, lines: string): void {
    const put = this.#deps.language.withPartText(this.#text, part, lines);
    this.#unread = undefined;
    if (put.ok) return this.#use(put.text);
    this.#revision++;
    const problems = put.problems.map(({ line, column, message }): PracticeProblem => ({
      part,
      kind: 'mistake',
      path: [],
      line,
      column,
      message,
    }));
    this.#unread = { part, text: lines, problems };
  }

  /** The file has a new version: what is typed here is put on top of it, or both are kept until somebody chooses. */
  follow(now: SiteText, author: Author | undefined): void {
    if (now.version === this.#base.version) return;
    const isUntouched = this.#text === this.#base.text;
    const merged = this.#deps.language.merge(this.#base.text, this.#text, now.text);
    if (!merged.ok) {
      this.#theirs = now;
      this.#clash = merged.clash;
    } else this.#settleOn(now, merged.text);
    this.#revision++;
    if (!isUntouched || this.#unread) this.#meanwhile = author ?? {};
  }

  settle(keep: 'mine' | 'theirs'): void {
    if (!this.#theirs) return;
    const merged = this.#deps.language.merge(this.#base.text, this.#text, this.#theirs.text, keep);
    if (merged.ok) this.#settleOn(this.#theirs, merged.text);
  }

  state(): DraftState {
    const { language } = this.#deps;
    const [before, after] = [language.data(this.#base.text), this.data()];
    const edited = PART_NAMES.filter(
      (part) => JSON.stringify(partOfData(before, part)) !== JSON.stringify(partOfData(after, part)),
    );
    const unread = this.#unread;
    return {
      revision: this.#revision,
      edited: unread && !edited.includes(unread.part) ? [...edited, unread.part] : edited,
      isChanged: this.isChanged,
      problems: [...(unread?.problems ?? []), ...this.#check().problems],
      ...(this.#meanwhile ? { meanwhile: this.#meanwhile } : {}),
      ...(this.#clash
        ? { clash: this.#clash.map(({ mine, theirs }) => ({ mine: [...mine], theirs: [...theirs] })) }
        : {}),
      ...(unread ? { unread: { part: unread.part, text: unread.text } } : {}),
    };
  }

  #settleOn(base: SiteText, text: string): void {
    this.#base = base;
    this.#theirs = undefined;
    this.#clash = undefined;
    this.#use(text);
  }

  #use(text: string): void {
    this.#text = text;
    this.#revision++;
  }

  #check(): { reading: SiteReading; problems: PracticeProblem[] } {
    if (this.#checked?.text === this.#text) return this.#checked;
    const reading = this.#deps.language.check(this.#text);
    const found: readonly Found[] = reading.ok
      ? this.#deps.doubts(reading.site).map((doubt) => ({ ...doubt, kind: 'doubt', line: 0, column: 1 }))
      : reading.problems.map(({ line, column, path, message }) => ({
          ...{ kind: 'mistake', line, column, message },
          path: stepsOf(path),
        }));
    const problems = this.#placed(found);
    this.#checked = { text: this.#text, reading, problems };
    return this.#checked;
  }

  /** Lines of the file become lines of the part. */
  #placed(found: readonly Found[]): PracticeProblem[] {
    const lines = new Map<PracticePart, PartLines>();
    return found.map(({ path, line, column, ...rest }) => {
      const part = partOf(path);
      if (!part) return { ...rest, part: 'file', path: [...path], line, column };
      const place = lines.get(part) ?? this.#deps.language.partLines(this.#text, part);
      lines.set(part, place);
      return {
        ...{ ...rest, part, path: [...path] },
        line: Math.max(1, line - place.from),
        column: Math.max(1, column - place.margin),
      };
    });
  }
}

interface Found {
  readonly kind: 'mistake' | 'doubt';
  readonly path: readonly (string | number)[];
  readonly line: number;
  readonly column: number;
  readonly message?: string;
  readonly code?: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

export const partOfData = (data: Data | undefined, part: PracticePart): unknown => valueAt(data, PRACTICE_PARTS[part]);

/** `rules.routes.3.to` as steps; a number is a place in a list. */
const stepsOf = (path: string): (string | number)[] =>
  path === '' ? [] : path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
