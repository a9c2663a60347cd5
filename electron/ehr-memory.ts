// What a desk remembers of its EHR's patients, built from the desk's other services.
import type { Desk } from './desk.ts';
import type { Clock, Log } from './ports/runtime.ts';
import { CardKeeper } from './services/patients/kept-cards.ts';
import { PhoneIndexService } from './services/patients/phone-index-service.ts';

type Around = Pick<Desk, 'site' | 'journal' | 'connections'>;

/** Whose number is whose, and the last cards: what this desk remembers of the patients of its EHR. */
export function ehrMemory(desk: Around, clock: Clock, log: Log): { phones: PhoneIndexService; cards: CardKeeper } {
  const server = (): string | undefined => desk.site.current()?.ehr?.fhir;
  const cards = new CardKeeper({
    ...{ clock, log, site: desk.site.current },
    cards: () => {
      const address = server();
      return address === undefined ? undefined : desk.journal.current()?.ehr.cards(address);
    },
  });
  const phones = new PhoneIndexService({
    cards,
    ...{ clock, log, site: desk.site.current, ehr: desk.connections.ehr, audit: desk.journal.audit },
    index: () => {
      const address = server();
      return address === undefined ? undefined : desk.journal.current()?.ehr.phones(address);
    },
  });
  return { phones, cards };
}
