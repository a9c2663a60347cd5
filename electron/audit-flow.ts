// The audit told to the EHR, built from the desk's other services.
import type { Desk } from './desk.ts';
import type { Clock, Log } from './ports/runtime.ts';
import { AuditMirror } from './services/audit/audit-mirror.ts';

/** Only while somebody is signed in, where the practice wants it, and when no note waits for the EHR. */
export const auditMirrorOf = (
  desk: Pick<Desk, 'site' | 'journal' | 'connections' | 'session' | 'health'>,
  clock: Clock,
  log: Log,
): AuditMirror =>
  new AuditMirror({
    ...{ clock, log, ehr: desk.connections.ehr },
    store: () => desk.journal.current()?.auditMirror,
    isWanted: () => desk.site.current()?.privacy.auditToEhr === true,
    isTime: () => desk.session.user() !== undefined && desk.health.current().outboxWaiting === 0,
    onTaken: (audit) => desk.health.patch({ audit }),
  });
