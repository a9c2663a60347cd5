// Finished notes as a file: a table, a FHIR bundle, or paper. For supervisors and administrators, with a reason; the audit
// keeps reason, count and kinds of filters. The file is made in memory and never lies anywhere on this PC by our doing.
import type { ArchiveFilter, ExportFormat } from '../../../shared/contract/archive.ts';
import type { CommandOutput, CommandParsed } from '../../../shared/contract/index.ts';
import { csv } from '../../../shared/domain/archive/csv.ts';
import { filterKinds } from '../../../shared/domain/archive/facts.ts';
import { labelled } from '../../../shared/domain/archive/labelled.ts';
import { printedPage } from '../../../shared/domain/archive/page.ts';
import { termsOf } from '../../../shared/domain/archive/words.ts';
import { noteSiteOf } from '../../../shared/domain/note/complete.ts';
import { printedNote } from '../../../shared/domain/note/printed.ts';
import type { PrintedSection } from '../../../shared/domain/note/printed.ts';
import type { Note } from '../../../shared/domain/note/types.ts';
import { assertNever, fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { ArchivedNote } from '../../ports/archive.ts';
import type { EhrWrite } from '../../ports/ehr.ts';
import type { BundledNote, BundleNotes, ExportFile, SaveFile } from '../../ports/export.ts';
import type { Caller, Handlers } from '../../ports/topics.ts';
import type { ArchiveDeps, ArchiveService } from './archive-service.ts';
import type { Wording } from './note-lines.ts';
import { headingsIn, momentIn, textIn, valuesOf } from './note-lines.ts';

export interface ExportDeps extends Pick<ArchiveDeps, 'clock' | 'archive' | 'site' | 'audit'> {
  readonly find: ArchiveService['find'];
  readonly bundle: BundleNotes;
  /** The desktop's dialog; absent in the browser host. */
  readonly save: SaveFile | undefined;
  /** Lets what waits go first: a big export must not hold up a call. */
  readonly breathe: () => Promise<void>;
}

/** More than anybody reads; who needs them all asks month by month. */
const MOST = 5_000;
const AT_ONCE = 100;

export class ExportService {
  readonly #deps: ExportDeps;

  constructor(deps: ExportDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'archive.export': (input, caller) => this.#export(input, caller),
  };

  async #export(
    { text, filter, format, reason, language }: CommandParsed<'archive.export'>,
    caller: Caller,
  ): Promise<Result<CommandOutput<'archive.export'>>> {
    const site = this.#deps.site();
    if (!site) return fail('journalLocked');
    const found = await this.#collect(text, filter, caller);
    if (!found.ok) return found;
    const notes = found.value.slice(0, MOST);
    if (notes.length === 0) return fail('nothingToExport');
    const file = await this.#fileOf(notes, format, { site, language }, { reason, userId: caller.userId });
    const kinds = filterKinds(text, filter).join(',') || 'none';
    // Written down before anything is handed over.
    this.#deps.audit('archiveExport', caller.userId, {
      detail: `as=${format} notes=${notes.length} by=${kinds}: ${reason}`,
    });
    this.#deps.save?.(file);
    const isCut = found.value.length > MOST;
    return ok({ count: notes.length, isCut, ...(this.#deps.save ? {} : { file }) });
  }

  /** One more than a file takes, so that it is known whether there are more. */
  async #collect(text: string, filter: ArchiveFilter, caller: Caller): Promise<Result<ArchivedNote[]>> {
    const terms = termsOf(text);
    const notes: ArchivedNote[] = [];
    for (;;) {
      const found = this.#deps.find(terms, filter, caller, { before: notes.at(-1)?.doc, limit: AT_ONCE });
      if (!found.ok) return found;
      notes.push(...found.value);
      if (found.value.length < AT_ONCE || notes.length > MOST) return ok(notes);
      await this.#deps.breathe();
    }
  }

  async #fileOf(
    notes: readonly ArchivedNote[],
    format: ExportFormat,
    wording: Wording,
    by: { reason: string; userId: string },
  ): Promise<ExportFile> {
    const now = this.#deps.clock.now();
    const name = `frontdesk-notes-${momentIn(now, wording.site.clinic.timeZone).replace(/\D/g, '')}`;
    switch (format) {
      case 'csv':
        return { name: `${name}.csv`, type: 'text/csv;charset=utf-8', text: csv(await this.#table(notes, wording)) };
      case 'fhir': {
        const text = this.#deps.bundle(await this.#bundled(notes, wording), now);
        return { name: `${name}.json`, type: 'application/fhir+json', text };
      }
      case 'print':
        return { name: `${name}.html`, type: 'text/html;charset=utf-8', text: await this.#paper(notes, wording, by) };
      default:
        return assertNever(format);
    }
  }

  async #table(notes: readonly ArchivedNote[], wording: Wording): Promise<string[][]> {
    const heading = headingsIn(wording.language);
    const columns = [
      ...(['at', 'about', 'number', 'patient', 'category', 'words', 'fields', 'outcome', 'told'] as const),
      ...([
        'step',
        'owner',
        'due',
        'state',
        'author',
        'finishedAt',
        'emergency',
        'escalation',
        'version',
        'delivery',
        'call',
      ] as const),
    ] as const;
    const rows = await this.#each(notes, (note) => {
      const { answers, ...values } = valuesOf(note, wording);
      const fields = answers.map(({ label, text }) => `${label}: ${text}`).join('; ');
      return columns.map((column) => ({ ...values, fields })[column]);
    });
    return [columns.map((column) => heading[column]), ...rows];
  }

  async #paper(notes: readonly ArchivedNote[], wording: Wording, by: { reason: string; userId: string }) {
    const { site, language } = wording;
    const heading = headingsIn(language);
    const nameOf = (userId: string) => site.users.find(({ id }) => id === userId)?.name ?? userId;
    const context = { practice: site.clinic.name, timeZone: site.clinic.timeZone, language, nameOf };
    const pages = await this.#each(notes, ({ note, contact, isDone }) => {
      const [first, ...more] = this.#versionsOf(note);
      const inWords = (one: Note) => labelled(one, noteSiteOf(site), language);
      const page = printedNote([inWords(first), ...more.map(inWords)], { ...context, ...contact });
      if (typeof note.content.nextStep !== 'object') return page;
      const state = { label: heading.state, text: isDone ? heading.closed : heading.open };
      const withState = (section: PrintedSection) =>
        section.id === 'promised' ? { ...section, lines: [...section.lines, state] } : section;
      return { ...page, sections: page.sections.map(withState) };
    });
    const when = momentIn(this.#deps.clock.now(), site.clinic.timeZone);
    return printedPage(pages, {
      title: `${site.clinic.name} · ${heading.title}`,
      foot: `${heading.printed} ${when} · ${nameOf(by.userId)} · ${by.reason}`,
      language,
    });
  }

  /** As it was finished each time, and last as it stands. */
  #versionsOf(note: Note): [Note, ...Note[]] {
    const finished = this.#deps.archive()?.versions(note.callId) ?? [];
    const [first, ...more] = [...finished.filter(({ version }) => version < note.version), note];
    return [first ?? note, ...more];
  }

  #bundled(notes: readonly ArchivedNote[], { site }: Wording): Promise<BundledNote[]> {
    const writeOf = (note: Note): EhrWrite => ({
      id: `${note.callId}/communication`,
      kind: 'communication',
      note,
      authorName: site.users.find(({ id }) => id === note.author)?.name ?? note.author,
      // As it went to the EHR.
      categoryLabel: textIn(site.notes.categories.find(({ id }) => id === note.content.category)?.label, 'en'),
      outcomeLabel: textIn(site.notes.outcomes.find(({ id }) => id === note.content.outcome)?.label, 'en'),
      lookFirst: false,
    });
    return this.#each(notes, ({ note }) => {
      const earlier = this.#versionsOf(note).slice(0, -1);
      return { write: writeOf(note), earlier: earlier.map(writeOf) };
    });
  }

  async #each<T>(notes: readonly ArchivedNote[], make: (note: ArchivedNote) => T): Promise<T[]> {
    const made: T[] = [];
    for (const [index, note] of notes.entries()) {
      if (index % AT_ONCE === AT_ONCE - 1) await this.#deps.breathe();
      made.push(make(note));
    }
    return made;
  }
}
