// Finished notes found again: searched, opened, held. Every search and every opening stands in the audit, the words that
// were searched for stand nowhere.
import type { ArchivedNoteView, ArchiveFilter, ArchiveHit } from '../../../shared/contract/archive.ts';
import type { CommandOutput, CommandParsed } from '../../../shared/contract/index.ts';
import { filterKinds, noteFits, searchQuery, stepState, textsOf } from '../../../shared/domain/archive/facts.ts';
import { isHeld } from '../../../shared/domain/archive/retention.ts';
import type { Term } from '../../../shared/domain/archive/words.ts';
import { relevance, snippetOf, termsOf } from '../../../shared/domain/archive/words.ts';
import type { Hold } from '../../../shared/domain/archive/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { ArchivedNote, ArchiveStore } from '../../ports/archive.ts';
import type { AuditAction, AuditRow } from '../../ports/journal.ts';
import type { Clock, Ids, Log } from '../../ports/runtime.ts';
import type { Caller, Handlers } from '../../ports/topics.ts';

export interface ArchiveDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly archive: () => ArchiveStore | undefined;
  readonly site: () => Site | undefined;
  readonly audit: (action: AuditAction, userId: string, row?: Partial<AuditRow>) => void;
}

const PAGE = 100;
/** By relevance the newest so many are weighed: older ones are seldom meant, and a search answers while one types. */
const WEIGHED = 200;
/** Entries made at once, and the pause after them: the index of an old journal grows beside the calls of the day. */
const INDEXED_AT_ONCE = 20;
const INDEX_PAUSE_MS = 40;

export class ArchiveService {
  readonly #deps: ArchiveDeps;
  #cancelIndexing: (() => void) | undefined;

  constructor(deps: ArchiveDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'archive.search': (input, caller) => this.#search(input, caller),
    'archive.note': ({ callId }, caller) => this.#open(callId, caller),
    'archive.placeHold': ({ kind, value, reason }, { userId }) => this.#placeHold(kind, value, reason, userId),
    'archive.liftHold': ({ id, reason }, { userId }) => this.#liftHold(id, reason, userId),
  };

  /** Makes the entries that are missing, the newest first, a few at a time. */
  start(): void {
    this.stop();
    const more = this.#deps.archive()?.indexMore(INDEXED_AT_ONCE);
    if (more && !more.ok) this.#deps.log.error('archive.index', { code: more.error.code });
    if (more?.ok && more.value) this.#cancelIndexing = this.#deps.clock.after(INDEX_PAUSE_MS, () => this.start());
  }

  stop(): void {
    this.#cancelIndexing?.();
  }

  /** Finished notes this person may see, the newest first; for a search and for an export alike. */
  find(
    terms: readonly Term[],
    filter: ArchiveFilter,
    caller: Caller,
    page: { before?: number | undefined; limit: number },
  ): Result<ArchivedNote[]> {
    const archive = this.#deps.archive();
    if (!archive) return fail('journalLocked');
    const seen = this.#mayFind(filter, caller);
    if (!seen) return ok([]);
    return archive.find({ match: searchQuery(terms, seen), from: seen.from, to: seen.to, ...page });
  }

  #search(
    { text, filter, order, before }: CommandParsed<'archive.search'>,
    caller: Caller,
  ): Result<CommandOutput<'archive.search'>> {
    const archive = this.#deps.archive();
    if (!archive) return fail('journalLocked');
    const terms = termsOf(text);
    const weighs = order === 'relevance' && terms.length > 0;
    const found = this.find(terms, filter, caller, { before, limit: weighs ? WEIGHED : PAGE });
    if (!found.ok) return found;
    const notes = weighs ? byRelevance(found.value, terms) : found.value;
    const drafts = before === undefined ? this.#drafts(terms, filter, caller, archive) : [];
    // A finished note that is being corrected is found as what it was.
    const shown = new Set(notes.map(({ note }) => note.callId));
    const hits = [...drafts.filter(({ note }) => !shown.has(note.callId)), ...notes].map((one) => hitOf(one, terms));
    const last = found.value.at(-1);
    this.#auditSearch(text, filter, hits.length, caller);
    const unindexed = archive.unindexed();
    // Broken, it has just been thrown away.
    if (unindexed > 0) this.start();
    return ok({ hits, unindexed, ...(!weighs && last && found.value.length === PAGE ? { before: last.doc } : {}) });
  }

  #drafts(terms: readonly Term[], filter: ArchiveFilter, caller: Caller, archive: ArchiveStore): ArchivedNote[] {
    const seen = this.#mayFind(filter, caller);
    return seen ? archive.drafts().filter(({ note, contact }) => noteFits(note, contact, terms, seen)) : [];
  }

  #open(callId: string, caller: Caller): Result<ArchivedNoteView> {
    const archive = this.#deps.archive();
    if (!archive) return fail('journalLocked');
    const kept = archive.note(callId);
    if (!kept) return fail('noteGone');
    const { note, contact } = kept;
    if (this.#seesOwnOnly(caller) && note.author !== caller.userId) return fail('notAllowed');
    this.#deps.audit('archiveOpen', caller.userId, {
      callId: note.callId,
      ...(note.patientId ? { patientId: note.patientId } : {}),
      detail: `author=${note.author}`,
    });
    const { number } = contact;
    const about = contact.about || number;
    const holds = archive.holds().filter((hold) => isHeld({ ...note, number }, [hold]));
    return ok({ note, versions: archive.versions(callId), about, number, step: stepState(note, kept.isDone), holds });
  }

  #placeHold(kind: Hold['kind'], value: string, reason: string, userId: string): Result<Hold> {
    const archive = this.#deps.archive();
    if (!archive) return fail('journalLocked');
    const { ids, clock, audit } = this.#deps;
    const hold: Hold = { id: ids.next(), kind, value, reason, by: userId, at: clock.now() };
    const placed = archive.placeHold(hold);
    if (!placed.ok) return placed;
    audit('holdPlaced', userId, { detail: `${hold.id} ${kind}: ${reason}` });
    return ok(hold);
  }

  #liftHold(id: string, reason: string, userId: string): Result<Record<string, never>> {
    const archive = this.#deps.archive();
    if (!archive) return fail('journalLocked');
    const lifted = archive.liftHold(id);
    if (!lifted.ok) return lifted;
    this.#deps.audit('holdLifted', userId, { detail: `${id}: ${reason}` });
    return ok({});
  }

  #seesOwnOnly({ role }: Caller): boolean {
    const isLeader = role === 'supervisor' || role === 'administrator';
    return !isLeader && this.#deps.site()?.privacy.findNotesOf === 'own';
  }

  /** The filter narrowed to what this person may find; undefined: nothing fits it. */
  #mayFind(filter: ArchiveFilter, caller: Caller): ArchiveFilter | undefined {
    if (!this.#seesOwnOnly(caller)) return filter;
    if (filter.author !== undefined && filter.author !== caller.userId) return undefined;
    return { ...filter, author: caller.userId };
  }

  #auditSearch(text: string, filter: ArchiveFilter, count: number, { userId }: Caller): void {
    const kinds = filterKinds(text, filter).join(',') || 'none';
    this.#deps.audit('archiveSearch', userId, {
      ...(filter.patientId ? { patientId: filter.patientId } : {}),
      detail: `by=${kinds} shown=${count}`,
    });
  }
}

function byRelevance(notes: readonly ArchivedNote[], terms: readonly Term[]): ArchivedNote[] {
  return notes
    .map((one) => ({ one, weight: relevance([one.contact.about, ...textsOf(one.note)], terms) }))
    .sort((a, b) => b.weight - a.weight || b.one.doc - a.one.doc)
    .slice(0, PAGE)
    .map(({ one }) => one);
}

export function hitOf({ note, contact, isDone }: ArchivedNote, terms: readonly Term[]): ArchiveHit {
  const { category, outcome, nextStep } = note.content;
  const owed = nextStep === 'nothing' ? undefined : nextStep;
  return {
    callId: note.callId,
    state: note.state,
    at: note.createdAt,
    about: contact.about || contact.number,
    number: contact.number,
    ...(note.patientId === undefined ? {} : { patientId: note.patientId }),
    author: note.author,
    ...(category === undefined ? {} : { category }),
    ...(outcome === undefined ? {} : { outcome }),
    step: stepState(note, isDone),
    ...(owed === undefined ? {} : { owner: owed.owner, due: owed.due }),
    delivery: note.delivery,
    emergency: note.emergency.length > 0,
    snippet: snippetOf(textsOf(note), terms),
  };
}
