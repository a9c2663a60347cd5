// The archive of a desk put together: what is found, what is exported, what is let go.
import type { DeskJournal } from './desk-journal.ts';
import { bundleNotes } from './adapters/fhir/bundle.ts';
import type { SaveFile } from './ports/export.ts';
import type { Clock, Ids, Log } from './ports/runtime.ts';
import { ArchiveService } from './services/archive/archive-service.ts';
import { ExportService } from './services/archive/export-service.ts';
import { RetentionService } from './services/archive/retention-service.ts';
import type { SiteService } from './services/site/site-service.ts';

export interface DeskArchive {
  readonly services: readonly (ArchiveService | ExportService | RetentionService)[];
  /** The journal is open. */
  start(): void;
  stop(): void;
}

interface Parts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly journal: Pick<DeskJournal, 'current' | 'audit'>;
  readonly site: Pick<SiteService, 'current'>;
  readonly saveFile: SaveFile | undefined;
}

export function deskArchive({ clock, ids, log, journal, site, saveFile }: Parts): DeskArchive {
  const shared = { clock, log, archive: () => journal.current()?.archive, site: site.current, audit: journal.audit };
  const archive = new ArchiveService({ ...shared, ids });
  const retention = new RetentionService(shared);
  const exports = new ExportService({
    ...shared,
    find: (...how) => archive.find(...how),
    bundle: bundleNotes,
    save: saveFile,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  return {
    services: [archive, exports, retention],
    start: () => {
      archive.start();
      retention.start();
    },
    stop: () => {
      archive.stop();
      retention.stop();
    },
  };
}
