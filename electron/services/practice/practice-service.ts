// The editor behind the window: drafts, what is wrong with them, what would change, and bringing it into force on all desks.
// Who may change what is checked here against the text that would be written, whatever way it came about.
import type { CommandOutput, CommandParsed } from '../../../shared/contract/index.ts';
import type { DraftState, FailingTest, PracticeView } from '../../../shared/contract/practice.ts';
import { closureInWords, closureMade, closureTakenBack } from '../../../shared/domain/practice/closures.ts';
import { practiceForms } from '../../../shared/domain/practice/form.ts';
import type { PracticeForms } from '../../../shared/domain/practice/form.ts';
import { differsElsewhere } from '../../../shared/domain/practice/rights.ts';
import { failingTests } from '../../../shared/domain/practice/tests.ts';
import { PART_NAMES, SUPERVISORS_MAY } from '../../../shared/domain/practice/types.ts';
import type { PracticeChange, PracticePart } from '../../../shared/domain/practice/types.ts';
import { decide } from '../../../shared/domain/rules/decide.ts';
import { inputOf } from '../../../shared/domain/rules/situation.ts';
import type { Closure } from '../../../shared/domain/site/hours.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import type { Situation } from '../../../shared/domain/site/situations.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { AuditAction, AuditRow } from '../../ports/journal.ts';
import type { Clock, Log } from '../../ports/runtime.ts';
import type { LookThrough, SiteLanguage, SiteStore, SiteText } from '../../ports/site.ts';
import type { Caller, Handlers } from '../../ports/topics.ts';
import { Draft, partOfData } from './draft.ts';
import type { Author } from './draft.ts';
import type { Signature, VersionBook } from './version-book.ts';

export interface PracticeDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly language: SiteLanguage;
  /** Absent: the settings are not ours to edit. */
  readonly store: SiteStore | undefined;
  readonly book: VersionBook;
  readonly site: () => Site | undefined;
  readonly look: LookThrough;
  /** The file was written: it is read at once, not when its change is noticed. */
  readonly reload: () => Promise<unknown>;
  readonly audit: (action: AuditAction, userId: string, row?: Partial<AuditRow>) => void;
}

/** How often a change is made anew because other desks were first. */
const TRIES = 4;

export class PracticeService {
  readonly #deps: PracticeDeps;
  readonly #drafts = new Map<string, Draft>();
  #forms: PracticeForms | undefined;
  #isStopped = false;

  constructor(deps: PracticeDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'practice.open': (_input, caller) => this.#open(caller),
    'practice.change': async ({ changes }, caller) =>
      this.#with(caller, (draft) => {
        const made = draft.change(changes);
        return made.ok ? ok(draft.state()) : made;
      }),
    'practice.partText': async ({ part }, caller) => this.#with(caller, (draft) => ok({ text: draft.partText(part) })),
    'practice.writeText': async ({ part, text }, caller) => this.#with(caller, (draft) => write(draft, part, text)),
    'practice.look': async (_input, caller) => this.#look(caller),
    'practice.review': async (_input, caller) => this.#with(caller, (draft) => ok(this.#review(draft))),
    'practice.discard': (_input, caller) => {
      this.#drafts.delete(caller.userId);
      return this.#open(caller);
    },
    'practice.settle': async ({ keep }, caller) => {
      const settled = await this.#with(caller, (draft) => ok(draft.settle(keep)));
      return settled.ok ? this.#open(caller) : settled;
    },
    'practice.apply': (input, caller) => this.#apply(input, caller),
    'practice.versions': () => ok({ versions: this.#deps.book.list() }),
    'practice.version': ({ id }) => this.#version(id),
    'practice.restore': ({ id, reason }, caller) => this.#restore(id, reason, caller),
    'practice.copy': async (_input, caller) => this.#with(caller, (draft) => this.#copy(draft)),
    'practice.try': async ({ situation }, caller) => this.#with(caller, (draft) => this.#try(draft, situation)),
  };

  /** Closures that are made by a key, outside the editor, in whatever the file says now. Who may is asked before. */
  readonly closures = {
    add: (closure: Closure, caller: Caller): Promise<Result<void>> =>
      this.#amend((data) => closureMade(data, closure), `+ ${closureInWords(closure)}`, caller),
    remove: (closure: Closure, caller: Caller): Promise<Result<void>> =>
      this.#amend((data) => closureTakenBack(data, closure), `− ${closureInWords(closure)}`, caller),
  };

  /** A new version of the file is in force here: it is kept, and drafts follow it. */
  readonly siteChanged = async (): Promise<void> => {
    const now = await this.#deps.store?.text();
    if (!now?.ok || this.#isStopped) return;
    const author = this.#deps.book.seen(now.value);
    this.#follow(now.value, author);
  };

  #follow(now: SiteText, author: Author | undefined): void {
    for (const draft of this.#drafts.values()) draft.follow(now, author);
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #open(caller: Caller): Promise<Result<PracticeView>> {
    const draft = await this.#draft(caller);
    if (!draft.ok) return draft;
    const place = await this.#deps.store!.place();
    const all = draft.value.data() ?? {};
    this.#forms ??= practiceForms();
    // Only the parts: the rest of the file holds addresses and passwords' prints.
    const data = Object.fromEntries(
      PART_NAMES.filter((part) => this.#forms?.[part]).map((part) => [part, partOfData(all, part) ?? null]),
    ) as PracticeView['data'];
    return ok({
      ...place,
      version: draft.value.base.version,
      mayEdit: caller.role === 'administrator' ? 'everything' : 'closures',
      forms: this.#forms,
      data,
      draft: draft.value.state(),
    });
  }

  async #draft({ userId }: Caller): Promise<Result<Draft>> {
    const { store, language, book } = this.#deps;
    if (!store) return fail('siteReadOnly');
    const now = await store.text();
    const kept = this.#drafts.get(userId);
    // An unreadable file changes nothing: what is typed is still there.
    if (!now.ok) return kept ? ok(kept) : now;
    if (kept) {
      kept.follow(now.value, book.seen(now.value));
      return ok(kept);
    }
    const draft = new Draft({ language }, now.value);
    this.#drafts.set(userId, draft);
    return ok(draft);
  }

  async #with<T>(caller: Caller, work: (draft: Draft) => Result<T>): Promise<Result<T>> {
    const kept = this.#drafts.get(caller.userId);
    if (kept) return work(kept);
    const draft = await this.#draft(caller);
    return draft.ok ? work(draft.value) : draft;
  }

  async #look(caller: Caller): Promise<Result<DraftState>> {
    const draft = await this.#draft(caller);
    if (!draft.ok) return draft;
    const { value } = draft;
    const reading = value.reading();
    const { text } = value;
    if (reading.ok && !value.isLooked) {
      const found = await this.#deps.look(reading.site, new Date(this.#deps.clock.now()).toISOString());
      if (found) value.doubt(text, found);
    }
    return ok(value.state());
  }

  #review(draft: Draft): CommandOutput<'practice.review'> {
    const reading = draft.reading();
    return {
      version: draft.base.version,
      lines: this.#deps.language.difference(draft.base.text, draft.text),
      failing: reading.ok ? this.#failing(draft) : [],
      tests: reading.ok ? reading.site.situations.length : 0,
      draft: draft.state(),
    };
  }

  #failing(draft: Draft): FailingTest[] {
    const reading = draft.reading();
    return reading.ok ? failingTests(reading.site, this.#deps.site()) : [];
  }

  async #apply(
    { over, reason, despiteTests }: CommandParsed<'practice.apply'>,
    caller: Caller,
  ): Promise<Result<{ version: string }>> {
    const draft = await this.#draft(caller);
    if (!draft.ok) return draft;
    const { value } = draft;
    // Whoever applies has seen the difference to another version: it is shown again first.
    if (value.base.version !== over || value.hasClash) return fail('siteChangedMeanwhile');
    if (!value.isChanged) return fail('practiceUnchanged');
    if (value.isUnread || !value.reading().ok) return fail('siteInvalid');
    if (!despiteTests && this.#failing(value).length > 0) return fail('practiceTestsFail');
    const written = await this.#write(value.text, value.base, reason, caller);
    if (!written.ok) return written;
    this.#drafts.delete(caller.userId);
    return written;
  }

  /** Where somebody else was first, the change is made in what they wrote. */
  async #amend(
    changeIn: (data: Record<string, unknown> | undefined) => PracticeChange | undefined,
    reason: string,
    caller: Caller,
  ): Promise<Result<void>> {
    const { store, language, reload } = this.#deps;
    if (!store) return fail('siteReadOnly');
    for (let turn = 1; ; turn++) {
      const now = await store.text();
      if (!now.ok) return now;
      // A file that is being mended by hand is not touched from here.
      if (!language.check(now.value.text).ok) return fail('siteInvalid');
      const change = changeIn(language.data(now.value.text));
      if (!change) return ok(void (await reload()));
      const text = language.change(now.value.text, change);
      if (text === undefined) return fail('siteTextOnly');
      const written = await this.#write(text, now.value, reason, caller);
      if (written.ok) return ok(undefined);
      if (written.error.code !== 'siteChangedMeanwhile' || turn === TRIES) return written;
    }
  }

  async #write(
    text: string,
    over: SiteText,
    reason: string,
    { userId, role }: Caller,
  ): Promise<Result<{ version: string }>> {
    const { language, store, clock, book, audit, reload, log } = this.#deps;
    const [before, after] = [language.data(over.text) ?? {}, language.data(text) ?? {}];
    if (role !== 'administrator' && differsElsewhere(before, after, SUPERVISORS_MAY)) return fail('notAllowed');
    const stamp: Signature = { by: userId, at: new Date(clock.now()).toISOString(), why: reason };
    const signed = language.change(text, { do: 'set', path: ['lastEdit'], value: stamp });
    const whole = signed ?? text;
    if (!language.check(whole).ok) return fail('siteInvalid');
    // What was there before is kept first: without it there would be no way back.
    book.seen(over);
    const written = await store!.write(whole, over.version);
    if (!written.ok) {
      log.warn('practice.notWritten', { code: written.error.code });
      return written;
    }
    book.applied(written.value, stamp);
    this.#follow(written.value, stamp);
    audit('practice', userId, { detail: `version=${written.value.version.slice(0, 12)}: ${reason}` });
    await reload();
    return ok({ version: written.value.version });
  }

  #version(id: number): Result<CommandOutput<'practice.version'>> {
    const { book, language } = this.#deps;
    const version = book.get(id);
    const now = book.latest();
    if (!version || !now) return fail('practiceVersionGone');
    const before = book.before(id);
    return ok({
      lines: before ? language.difference(unsigned(language, before.text), unsigned(language, version.text)) : [],
      back: language.difference(unsigned(language, now.text), unsigned(language, version.text)),
    });
  }

  async #restore(id: number, reason: string, caller: Caller): Promise<Result<{ version: string }>> {
    const { book, store } = this.#deps;
    const version = book.get(id);
    if (!version) return fail('practiceVersionGone');
    const now = await store?.text();
    if (!now) return fail('siteReadOnly');
    if (!now.ok) return now;
    return this.#write(version.text, now.value, reason, caller);
  }

  #copy(draft: Draft): Result<{ name: string; text: string }> {
    return ok({ name: 'clinic.yaml', text: draft.text });
  }

  #try(draft: Draft, situation: Situation): Result<CommandOutput<'practice.try'>> {
    const site = this.#deps.site();
    if (!site) return fail('siteInvalid');
    const reading = draft.reading();
    const answer = (under: Site) => decide(under, inputOf(under, situation));
    return ok({ inForce: answer(site), ...(reading.ok && draft.isChanged ? { typed: answer(reading.site) } : {}) });
  }
}

/** Without who signed it: that differs in every version. */
const unsigned = (language: SiteLanguage, text: string): string =>
  language.change(text, { do: 'remove', path: ['lastEdit'] }) ?? text;

function write(
  draft: Draft,
  part: PracticePart,
  text: string,
): Result<{ draft: DraftState; value?: CommandOutput<'practice.writeText'>['value'] }> {
  draft.writeText(part, text);
  const state = draft.state();
  if (state.unread) return ok({ draft: state });
  const value = (partOfData(draft.data(), part) ?? null) as CommandOutput<'practice.writeText'>['value'];
  return ok({ draft: state, ...(value === undefined ? {} : { value }) });
}
