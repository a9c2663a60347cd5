// A number → the patients it may belong to. Phone parameters are tokens over free text, so every usual spelling is asked
// for at once (comma = OR), in a body and not in an address, which ends up in logs. Servers refuse one or the other; what
// was refused is remembered. Hits are checked again by whoever matches.
import type { Refusal } from '../../../shared/domain/ehr/profile.ts';
import { spellings } from '../../../shared/domain/phone-number/phone-number.ts';
import type { E164 } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import { isRefusal } from './known.ts';
import type { KnownServer } from './known.ts';
import type { Search } from './search.ts';
import type { AnyResource } from './shapes.ts';
import type { Asked, Together } from './together.ts';
import type { SearchParameters } from './transport.ts';

/** Spellings asked for one by one: the commonest, since each costs a request. */
const APART = 8;

type SearchedType = 'Patient' | 'RelatedPerson';
const REFUSED: Record<SearchedType, { readonly whole: Refusal; readonly or: Refusal }> = {
  Patient: { whole: 'patientPhone', or: 'patientPhoneOr' },
  RelatedPerson: { whole: 'relativePhone', or: 'relativePhoneOr' },
};

export interface PhoneSearch {
  /** Patients (and relatives) with this number; ehrCannot when this server has no way to search by phone. */
  find(number: E164): Promise<Result<AnyResource[]>>;
}

/** Lives as long as one connection to one server. */
export function createPhoneSearch(search: Search, together: Together, known: KnownServer): PhoneSearch {
  /** The search for all spellings at once. */
  function whole(type: SearchedType, number: E164): Asked | undefined {
    const form = known.profile.phoneSearch(type);
    if (!form?.or) return undefined;
    return { type, parameters: { [form.parameter]: spellings(number).join(','), ...includeFor(type, known) } };
  }

  async function oneByOne(type: SearchedType, number: E164): Promise<Result<AnyResource[]>> {
    const form = known.profile.phoneSearch(type);
    if (!form) return fail('ehrCannot', `${type} by phone`);
    const also = includeFor(type, known);
    const one = (value: string) => search.privately(type, { [form.parameter]: value, ...also });
    const all = spellings(number);
    const first = await one(all[0] ?? number); // alone, so that a refusal costs one request
    if (!first.ok) {
      if (isRefusal(first.error.code)) known.refuses(REFUSED[type].whole);
      return isRefusal(first.error.code) ? fail('ehrCannot', `${type} by phone`) : first;
    }
    known.refuses(REFUSED[type].or); // it takes this, and refused all of them together
    const others = await apart(all.slice(1, APART), one);
    return others.ok ? ok(unique([...first.value, ...others.value])) : others;
  }

  async function findIn(type: SearchedType, number: E164): Promise<Result<AnyResource[]>> {
    const asked = whole(type, number);
    const found = asked && (await search.privately(type, asked.parameters));
    return found && (found.ok || !isRefusal(found.error.code)) ? found : oneByOne(type, number);
  }

  /** Patients and relatives, in one request where the server takes bundles. */
  async function both(number: E164): Promise<readonly [Result<AnyResource[]>, Result<AnyResource[]>]> {
    const patients = whole('Patient', number);
    const relatives = whole('RelatedPerson', number);
    const answer = patients && relatives && (await together.ask(undefined, [patients, relatives]));
    const [first, second] = answer?.found ?? [];
    const again = async (type: SearchedType, found: Result<AnyResource[]> | undefined) =>
      found && (found.ok || !isRefusal(found.error.code)) ? found : findIn(type, number);
    return Promise.all([again('Patient', first), again('RelatedPerson', second)]);
  }

  /** Patients of relatives who were found without the patient coming along. */
  async function patientsOf(
    relatives: readonly AnyResource[],
    at: ReadonlySet<string>,
  ): Promise<Result<AnyResource[]>> {
    const missing = new Set(
      relatives
        .map(({ patient }) => /Patient\/([^/"]+)/.exec(JSON.stringify(patient ?? ''))?.[1])
        .filter((id) => id !== undefined)
        .filter((id) => !at.has(id)),
    );
    if (missing.size === 0) return ok([]);
    return apart([...missing], (id) => search.all('Patient', { _id: id }));
  }

  return {
    async find(number) {
      if (!known.profile.phoneSearch('Patient')) return fail('ehrCannot', 'Patient by phone');
      const [patients, relatives] = await both(number);
      if (!patients.ok) return patients;
      // A server without RelatedPerson search still knows patients; a failure "just now" must not hide half a household.
      if (!relatives.ok && relatives.error.code !== 'ehrCannot') return relatives;
      const found = [...patients.value, ...(relatives.ok ? relatives.value : [])];
      const at = new Set(found.filter(({ resourceType }) => resourceType === 'Patient').map(({ id }) => id));
      const rest = await patientsOf(relatives.ok ? relatives.value : [], at);
      return rest.ok ? ok(unique([...found, ...rest.value])) : rest;
    },
  };
}

/** Where the server can, relatives bring their patient and patients their relatives in the same answer. */
export function includeFor(type: SearchedType, { profile }: KnownServer): SearchParameters {
  const link = 'RelatedPerson:patient';
  if (type === 'Patient') return profile.reverseIncludes('Patient', link) ? { _revinclude: link } : {};
  return profile.includes('RelatedPerson', link) ? { _include: link } : {};
}

export async function apart<T>(
  items: readonly T[],
  ask: (item: T) => Promise<Result<AnyResource[]>>,
): Promise<Result<AnyResource[]>> {
  const answers = await Promise.all(items.map(ask));
  const failed = answers.find((answer) => !answer.ok);
  return failed && !failed.ok ? failed : ok(unique(answers.flatMap((answer) => (answer.ok ? answer.value : []))));
}

export function unique(resources: readonly AnyResource[]): AnyResource[] {
  return [...new Map(resources.map((resource) => [`${resource.resourceType}/${resource.id}`, resource])).values()];
}
