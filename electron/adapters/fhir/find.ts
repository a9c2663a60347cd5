// Finding patients: by number, by name and birth date, by chart number.
import { readBirthDate } from '../../../shared/domain/patient/birth-date.ts';
import type { PatientRecord } from '../../../shared/domain/patient/types.ts';
import type { E164 } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { KnownServer } from './known.ts';
import { recordsOf } from './patient-map.ts';
import { apart, createPhoneSearch, includeFor } from './phone-search.ts';
import type { Search } from './search.ts';
import type { AnyResource } from './shapes.ts';
import type { Together } from './together.ts';
import type { SearchParameters } from './transport.ts';

export interface Finder {
  byPhone(number: E164): Promise<Result<PatientRecord[]>>;
  byName(name: string, birthDate: string | undefined): Promise<Result<PatientRecord[]>>;
  /** By chart number, or any other identifier of theirs. */
  byIdentifier(value: string): Promise<Result<PatientRecord[]>>;
}

/** Of one page, where the server lets us choose. */
const PAGE = '50';
/** More than anybody can choose from. */
const MOST_PEOPLE = 200;

/** A comma, `|` or `$` in a name is text, not syntax (https://hl7.org/fhir/R4/search.html#escaping). */
const escaped = (text: string): string => text.replace(/[\\|,$]/g, '\\$&');

export function createFinder(search: Search, together: Together, known: KnownServer): Finder {
  const phones = createPhoneSearch(search, together, known);
  function records(found: Result<AnyResource[]>): Result<PatientRecord[]> {
    if (!found.ok) return found;
    const people = recordsOf(found.value);
    return people.length > MOST_PEOPLE ? fail('ehrTooMany') : ok(people);
  }
  return {
    byPhone: async (number) => records(await phones.find(number)),
    async byName(name, birthDate) {
      const form = known.profile.nameSearch(birthDate !== undefined);
      if (form === undefined) return fail('ehrCannot', 'Patient by name');
      const asked: SearchParameters = {
        ...nameParameters(form, name),
        ...includeFor('Patient', known),
        _count: PAGE,
      };
      if (birthDate === undefined) return records(await search.privately('Patient', asked));
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
  };
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
