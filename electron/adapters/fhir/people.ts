// Patients by id, several at once, and what has become of charts that were merged: https://hl7.org/fhir/R4/patient.html#merging
import { PatientId } from '../../../shared/domain/patient/types.ts';
import type { PatientRecord } from '../../../shared/domain/patient/types.ts';
import type { Result } from '../../../shared/result/result.ts';
import { ok } from '../../../shared/result/result.ts';
import type { KnownServer } from './known.ts';
import { mergedInto, patientIdIn, recordsOf } from './patient-map.ts';
import { apart, includeFor, unique } from './phone-search.ts';
import type { Search } from './search.ts';
import type { AnyResource } from './shapes.ts';
import type { SearchParameters, Transport } from './transport.ts';

/** Ids in one request: an address has to stay below what proxies take. */
const AT_ONCE = 40;
/** Requests side by side, where each patient costs one. */
const SIDE_BY_SIDE = 4;
/** A chart merged into one that was merged, and so on. */
const MOST_MERGES = 4;

export interface People {
  /** Those that are there, with their relatives where the server brings them along; merged ones are not followed. */
  read(ids: readonly string[]): Promise<Result<AnyResource[]>>;
  /** The same people with merged charts replaced by those they became part of. */
  surviving(found: readonly AnyResource[]): Promise<Result<PatientRecord[]>>;
}

export function createPeople(transport: Transport, search: Search, known: KnownServer): People {
  async function oneByOne(ids: readonly string[]): Promise<Result<AnyResource[]>> {
    const found: AnyResource[] = [];
    for (let at = 0; at < ids.length; at += SIDE_BY_SIDE) {
      const some = await apart(ids.slice(at, at + SIDE_BY_SIDE), (id) => readOne(transport, id));
      if (!some.ok) return some;
      found.push(...some.value);
    }
    return ok(found);
  }

  async function read(ids: readonly string[]): Promise<Result<AnyResource[]>> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 1 || !known.profile.takes('Patient', ['_id'])) return oneByOne(wanted);
    const found: AnyResource[] = [];
    for (let at = 0; at < wanted.length; at += AT_ONCE) {
      const some = wanted.slice(at, at + AT_ONCE);
      const asked: SearchParameters = { _id: some.join(','), _count: String(AT_ONCE), ...includeFor('Patient', known) };
      const answer = await search.privately('Patient', asked);
      const isRefused = !answer.ok && answer.error.code === 'ehrRejected'; // one id at a time, then
      const people = isRefused ? await oneByOne(some) : answer;
      if (!people.ok) return people;
      found.push(...people.value);
    }
    return ok(found);
  }

  return {
    read,
    async surviving(found) {
      let people = [...found];
      const into = new Map<string, string>();
      for (let round = 0; round < MOST_MERGES; round++) {
        const merged = people.flatMap((one) => {
          const target = mergedInto(one);
          return target === undefined || target === one.id || into.has(one.id) ? [] : [[one.id, target] as const];
        });
        if (merged.length === 0) break;
        merged.forEach(([from, target]) => into.set(from, target));
        const there = new Set(people.map(({ id }) => id));
        const missing = merged.map(([, target]) => target).filter((target) => !there.has(target));
        const more = missing.length === 0 ? ok([]) : await read(missing);
        if (!more.ok) return more;
        people = unique([...people, ...more.value]);
      }
      return ok(withOrigins(recordsOf(people.filter(({ id }) => !into.has(id))), into));
    },
  };
}

async function readOne(transport: Transport, id: string): Promise<Result<AnyResource[]>> {
  const reply = await transport.get(`Patient/${encodeURIComponent(id)}`);
  if (reply.ok) return ok(patientIdIn(reply.value.body) === undefined ? [] : [reply.value.body as AnyResource]);
  return reply.error.code === 'ehrNotFound' ? ok([]) : reply;
}

/** Each with the ids it was asked for under. */
function withOrigins(records: readonly PatientRecord[], into: ReadonlyMap<string, string>): PatientRecord[] {
  const end = (id: string): string => {
    let at = id;
    for (let step = 0; step < MOST_MERGES; step++) at = into.get(at) ?? at;
    return at;
  };
  return records.map((record) => {
    const from = [...into.keys()].filter((id) => end(id) === record.id);
    return from.length === 0 ? record : { ...record, mergedFrom: from.map((id) => PatientId.parse(id)) };
  });
}
