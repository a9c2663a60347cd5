// What a desk remembers of its EHR's patients, built from the desk's other services.
import type { SqliteEhrStore } from './adapters/storage/ehr-store.ts';
import type { Desk } from './desk.ts';
import type { Clock, Log } from './ports/runtime.ts';
import { CardKeeper } from './services/patients/kept-cards.ts';
import { PhoneIndexService } from './services/patients/phone-index-service.ts';

type Around = Pick<Desk, 'site' | 'journal' | 'connections'>;

/** What is kept here of the EHR that the site names; undefined where it names none, and before the journal is open. */
export const keptOfEhr =
  <T>(desk: Pick<Desk, 'site' | 'journal'>, find: (store: SqliteEhrStore, address: string) => T) =>
  (): T | undefined => {
    const [address, store] = [desk.site.current()?.ehr?.fhir, desk.journal.current()?.ehr];
    return address === undefined || store === undefined ? undefined : find(store, address);
  };

/** Whose number is whose, and the last cards: what this desk remembers of the patients of its EHR. */
export function ehrMemory(desk: Around, clock: Clock, log: Log): { phones: PhoneIndexService; cards: CardKeeper } {
  const cards = new CardKeeper({
    ...{ clock, log, site: desk.site.current },
    cards: keptOfEhr(desk, (store, address) => store.cards(address)),
  });
  const phones = new PhoneIndexService({
    cards,
    ...{ clock, log, site: desk.site.current, ehr: desk.connections.ehr, audit: desk.journal.audit },
    index: keptOfEhr(desk, (store, address) => store.phones(address)),
  });
  return { phones, cards };
}
