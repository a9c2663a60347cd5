// The EHR's sign-in put together for one desk: who asks for it, whom it lets in, and what goes on once it is there.
import { smartDoors } from './adapters/smart/door.ts';
import type { Desk } from './desk.ts';
import type { Clock } from './ports/runtime.ts';
import type { Vault } from './ports/vault.ts';
import { EhrAccessService } from './services/ehr-access/ehr-access-service.ts';

export const ehrAccessOf = (desk: Desk, clock: Clock, vault: Vault): EhrAccessService =>
  new EhrAccessService({
    ...{ clock, vault, topics: desk.hub, doors: smartDoors },
    site: desk.site.current,
    profile: () => desk.connections.ehr()?.profile(),
    user: () => desk.session.user(),
    enter: (user, purpose) => desk.session.enterRecognised(user, purpose),
    audit: (action, userId, more) => desk.journal.audit(action, userId, more),
    onAccess: () => desk.connections.accessChanged(),
  });
