// Finding patients: by number, by name and birth date, by chart number.
import { readBirthDate } from '../../../shared/domain/patient/birth-date.ts';
import type { PatientRecord } from '../../../shared/domain/patient/types.ts';
import type { E164 } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { KnownServer } from './known.ts';
import { recordsOf } from './patient-map.ts';
import { createPhoneSearch, includeFor } from './phone-search.ts';
import type { Search } from './search.ts';
import type { AnyResource } from './shapes.ts';
import type { Together } from './together.ts';
import type { SearchParameters } from './transport.ts';

export interface Finder {
  byPhone(number: E164): Promise<Result<PatientRecord[]>>;
  byName(name: string, birthDate: string | undefined): Promise<Result<PatientRecord[]>>;
}

/** A comma, `|` or `$` in a name is text, not syntax (https://hl7.org/fhir/R4/search.html#escaping). */
const escaped = (text: string): string => text.replace(/[\\|,$]/g, '\\$&');

export function createFinder(search: Search, together: Together, known: KnownServer): Finder {
  const phones = createPhoneSearch(search, together, known);
  const records = (found: Result<AnyResource[]>): Result<PatientRecord[]> =>
    found.ok ? ok(recordsOf(found.value)) : found;
  return {
    byPhone: async (number) => records(await phones.find(number)),
    async byName(name, birthDate) {
      const form = known.profile.nameSearch(birthDate !== undefined);
      if (form === undefined) return fail('ehrCannot', 'Patient by name');
      const parameters: SearchParameters = { ...nameParameters(form, name), ...includeFor('Patient', known) };
      if (birthDate !== undefined) {
        const dates = readBirthDate(birthDate, new Date().toISOString().slice(0, 10));
        if (dates.length === 0) return fail('invalidInput', 'birth date');
        parameters.birthdate = dates.join(',');
      }
      return records(await search.privately('Patient', parameters));
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
