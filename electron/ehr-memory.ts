// What a desk remembers of its EHR's patients, built from the desk's other services.
import type { Desk } from './desk.ts';
import type { Clock, Log } from './ports/runtime.ts';
import { PhoneIndexService } from './services/patients/phone-index-service.ts';

export function ehrMemory(desk: Pick<Desk, 'site' | 'journal' | 'connections'>, clock: Clock, log: Log) {
  const server = (): string | undefined => desk.site.current()?.ehr?.fhir;
  return new PhoneIndexService({
    ...{ clock, log, site: desk.site.current, ehr: desk.connections.ehr, audit: desk.journal.audit },
    index: () => {
      const address = server();
      return address === undefined ? undefined : desk.journal.current()?.ehr.phones(address);
    },
  });
}
