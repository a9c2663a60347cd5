// A number → the patients it may belong to. Phone parameters are tokens over free text, so every usual spelling is asked
// for at once (comma = OR), in the body of a POST so that numbers stay out of addresses and logs. Servers refuse one or
// the other; what worked is remembered until the next connect. Hits are checked again by whoever matches.
import { spellings } from '../../../shared/domain/phone-number/phone-number.ts';
import type { E164 } from '../../../shared/domain/phone-number/phone-number.ts';
import type { ErrorCode, Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { ServerCapability } from './capability.ts';
import type { Search } from './search.ts';
import type { AnyResource } from './shapes.ts';
import type { SearchParameters } from './transport.ts';

interface Way {
  readonly method: 'GET' | 'POST';
  /** All spellings in one request, or one request each. */
  readonly spellings: 'together' | 'apart';
}

/** Best first. */
const WAYS: readonly Way[] = [
  { method: 'POST', spellings: 'together' },
  { method: 'POST', spellings: 'apart' },
  { method: 'GET', spellings: 'together' },
  { method: 'GET', spellings: 'apart' },
];

/** Answers that mean "not this way" rather than "not now". */
const REFUSALS: readonly ErrorCode[] = ['ehrRejected', 'ehrCannot', 'ehrNotFound'];
/** Spellings asked for one by one: the commonest, since each costs a request. */
const APART = 8;

type SearchedType = 'Patient' | 'RelatedPerson';

export interface PhoneSearch {
  /** Patients (and relatives) with this number; ehrCannot when this server has no way to search by phone. */
  find(number: E164): Promise<Result<AnyResource[]>>;
}

/** Lives as long as one connection to one server. */
export function createPhoneSearch(search: Search, capability: ServerCapability): PhoneSearch {
  const learned = new Map<SearchedType, readonly Way[]>();

  async function ask(type: SearchedType, code: string, way: Way, number: E164): Promise<Result<AnyResource[]>> {
    const also: SearchParameters = includeFor(type, capability);
    const one = (value: string): Promise<Result<AnyResource[]>> =>
      search.all(type, { [code]: value, ...also }, way.method);
    const all = spellings(number);
    if (way.spellings === 'together') return one(all.join(','));
    const first = await one(all[0] ?? number); // alone, so that a refusal costs one request
    if (!first.ok) return first;
    const others = await apart(all.slice(1, APART), one);
    return others.ok ? ok(unique([...first.value, ...others.value])) : others;
  }

  async function findIn(type: SearchedType, number: E164): Promise<Result<AnyResource[]>> {
    const code = capability.canSearch(type) ? capability.parameter(type, ['phone', 'telecom']) : undefined;
    if (code === undefined) return fail('ehrCannot', `${type} by phone`);
    for (const way of learned.get(type) ?? WAYS) {
      const found = await ask(type, code, way, number);
      if (found.ok || !REFUSALS.includes(found.error.code)) {
        if (found.ok) learned.set(type, [way]);
        return found;
      }
    }
    learned.set(type, []);
    return fail('ehrCannot', `${type} by phone`);
  }

  /** Patients of relatives who were found without the patient coming along. */
  async function patientsOf(
    relatives: readonly AnyResource[],
    known: ReadonlySet<string>,
  ): Promise<Result<AnyResource[]>> {
    const missing = new Set(
      relatives
        .map(({ patient }) => /Patient\/([^/"]+)/.exec(JSON.stringify(patient ?? ''))?.[1])
        .filter((id) => id !== undefined)
        .filter((id) => !known.has(id)),
    );
    if (missing.size === 0) return ok([]);
    return apart([...missing], (id) => search.all('Patient', { _id: id }));
  }

  return {
    async find(number) {
      const [patients, relatives] = await Promise.all([findIn('Patient', number), findIn('RelatedPerson', number)]);
      if (!patients.ok) return patients;
      // A server without RelatedPerson search still knows patients; a failure "just now" must not hide half a household.
      if (!relatives.ok && relatives.error.code !== 'ehrCannot') return relatives;
      const found = [...patients.value, ...(relatives.ok ? relatives.value : [])];
      const known = new Set(found.filter(({ resourceType }) => resourceType === 'Patient').map(({ id }) => id));
      const rest = await patientsOf(relatives.ok ? relatives.value : [], known);
      return rest.ok ? ok(unique([...found, ...rest.value])) : rest;
    },
  };
}

/** Where the server can, relatives bring their patient and patients their relatives in the same answer. */
export function includeFor(type: SearchedType, capability: ServerCapability): SearchParameters {
  const link = 'RelatedPerson:patient';
  if (type === 'Patient') return capability.reverseIncludes('Patient', link) ? { _revinclude: link } : {};
  return capability.includes('RelatedPerson', link) ? { _include: link } : {};
}

async function apart<T>(
  items: readonly T[],
  ask: (item: T) => Promise<Result<AnyResource[]>>,
): Promise<Result<AnyResource[]>> {
  const answers = await Promise.all(items.map(ask));
  const failed = answers.find((answer) => !answer.ok);
  return failed && !failed.ok ? failed : ok(unique(answers.flatMap((answer) => (answer.ok ? answer.value : []))));
}

function unique(resources: readonly AnyResource[]): AnyResource[] {
  return [...new Map(resources.map((resource) => [`${resource.resourceType}/${resource.id}`, resource])).values()];
}
