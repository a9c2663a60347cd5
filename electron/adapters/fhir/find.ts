// Finding patients: by number, by name and birth date, by chart number.
import { readBirthDate } from '../../../shared/domain/patient/birth-date.ts';
import type { PatientId, PatientRecord } from '../../../shared/domain/patient/types.ts';
import type { E164 } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail } from '../../../shared/result/result.ts';
import { isRefusal } from './known.ts';
import type { KnownServer } from './known.ts';
import { createPeople } from './people.ts';
import { apart, createPhoneSearch, includeFor } from './phone-search.ts';
import type { Search } from './search.ts';
import { Appointment } from './shapes.ts';
import type { AnyResource } from './shapes.ts';
import type { Together } from './together.ts';
import type { SearchParameters, Transport } from './transport.ts';

export interface Finder {
  byPhone(number: E164): Promise<Result<PatientRecord[]>>;
  byName(name: string, birthDate: string | undefined): Promise<Result<PatientRecord[]>>;
  /** By chart number, or any other identifier of theirs. */
  byIdentifier(value: string): Promise<Result<PatientRecord[]>>;
  byId(ids: readonly PatientId[]): Promise<Result<PatientRecord[]>>;
  /** Who has an appointment between two instants (ISO, with offset). */
  byVisit(from: string, until: string): Promise<Result<PatientRecord[]>>;
}

/** Of one page, where the server lets us choose. */
const PAGE = '50';
const VISITS_PAGE = '200';
/** Two days of a large practice. */
const MOST_VISITORS = 600;
/** More than anybody can choose from. */
const MOST_PEOPLE = 200;

/** A comma, `|` or `$` in a name is text, not syntax (https://hl7.org/fhir/R4/search.html#escaping). */
const escaped = (text: string): string => text.replace(/[\\|,$]/g, '\\$&');

export function createFinder(transport: Transport, search: Search, together: Together, known: KnownServer): Finder {
  const phones = createPhoneSearch(search, together, known);
  const people = createPeople(transport, search, known);
  async function records(found: Result<AnyResource[]>): Promise<Result<PatientRecord[]>> {
    if (!found.ok) return found;
    const patients = found.value.filter(({ resourceType }) => resourceType === 'Patient');
    return patients.length > MOST_PEOPLE ? fail('ehrTooMany') : people.surviving(found.value);
  }
  return {
    byPhone: async (number) => records(await phones.find(number)),
    async byName(name, birthDate) {
      const form = known.profile.nameSearch(birthDate !== undefined);
      const needsMore = form === undefined && birthDate === undefined && known.profile.nameSearch(true) !== undefined;
      if (needsMore) return fail('ehrNeedsBirthDate');
      if (form === undefined) return fail('ehrCannot', 'Patient by name');
      const asked: SearchParameters = {
        ...nameParameters(form, name),
        ...includeFor('Patient', known),
        _count: PAGE,
      };
      if (birthDate === undefined) {
        const found = await search.privately('Patient', asked);
        // Many want a birth date besides, and do not say so beforehand.
        const isRefused = !found.ok && isRefusal(found.error.code) && known.profile.nameSearch(true) !== undefined;
        return isRefused ? fail('ehrNeedsBirthDate') : records(found);
      }
      const dates = readBirthDate(birthDate, new Date().toISOString().slice(0, 10));
      if (dates.length === 0) return fail('invalidInput', 'birth date');
      const found = await search.privately('Patient', { ...asked, birthdate: dates.join(',') });
      if (found.ok || dates.length === 1 || found.error.code !== 'ehrRejected') return records(found);
      // "3/4/79" is two dates, and this server takes one at a time.
      return records(await apart(dates, (date) => search.privately('Patient', { ...asked, birthdate: date })));
    },
    async byIdentifier(value) {
      if (!known.profile.identifierSearch) return fail('ehrCannot', 'Patient by identifier');
      const asked = { identifier: escaped(value.trim()), ...includeFor('Patient', known) };
      return records(await search.privately('Patient', asked));
    },
    async byId(ids) {
      const found = await people.read(ids);
      return found.ok ? people.surviving(found.value) : found;
    },
    async byVisit(from, until) {
      if (!known.profile.visitsByDay) return fail('ehrCannot', 'Appointment by date');
      const visits = await search.all('Appointment', { date: [`ge${from}`, `lt${until}`], _count: VISITS_PAGE });
      if (!visits.ok) {
        if (!isRefusal(visits.error.code)) return visits;
        known.refuses('dayOfVisits');
        return fail('ehrCannot', 'Appointment by date');
      }
      const found = await people.read(visits.value.flatMap(patientsAt).slice(0, MOST_VISITORS));
      return found.ok ? people.surviving(found.value) : found;
    },
  };
}

/** Who comes to an appointment, by id. */
function patientsAt(resource: AnyResource): string[] {
  const visit = Appointment.safeParse(resource);
  if (!visit.success || visit.data.resourceType !== 'Appointment' || visit.data.status === 'cancelled') return [];
  return visit.data.participant.flatMap(
    ({ actor }) => /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})$/.exec(actor?.reference ?? '')?.[1] ?? [],
  );
}

/** Each word must match some part of the name; where only `family` can be searched, the last word or what precedes a comma. */
function nameParameters(form: readonly string[], name: string): SearchParameters {
  const words = name.replace(',', ' ').trim().split(/\s+/).filter(Boolean);
  if (form.includes('name')) return { name: words.map(escaped) };
  const beforeComma = name.includes(',') ? name.split(',')[0]?.trim() : undefined;
  const family = beforeComma ?? words.at(-1) ?? '';
  const given = beforeComma === undefined ? words[0] : name.split(',')[1]?.trim().split(/\s+/)[0];
  return { family: escaped(family), ...(form.includes('given') && given ? { given: escaped(given) } : {}) };
}
