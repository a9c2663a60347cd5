// The editor of the practice's settings put together: the file, its language, its versions.
import { openSiteLanguage } from './adapters/site-file/language.ts';
import type { Machine } from './compose.ts';
import type { DeskJournal } from './desk-journal.ts';
import type { Clock } from './ports/runtime.ts';
import { PracticeService } from './services/practice/practice-service.ts';
import { VersionBook } from './services/practice/version-book.ts';
import type { SiteService } from './services/site/site-service.ts';

interface Parts {
  readonly clock: Clock;
  readonly journal: Pick<DeskJournal, 'current' | 'audit'>;
  readonly site: Pick<SiteService, 'current' | 'reload'>;
}

export function deskPractice({ store, log }: Machine, { clock, journal, site }: Parts): PracticeService {
  const language = openSiteLanguage();
  const book = new VersionBook({ clock, language, versions: () => journal.current()?.siteVersions });
  return new PracticeService({
    ...{ clock, log, store, book, language },
    site: site.current,
    doubts: () => [],
    reload: () => site.reload(),
    audit: journal.audit,
  });
}
