// What Frontdesk asks the EHR's sign-in for, and not one thing more (SMART App Launch 2, scopes and launch context:
// https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html). Two grammars: `user/Patient.rs` (v2) and
// `user/Patient.read` (v1); which one a server speaks stands in its configuration.

import type { EhrProfile } from '../ehr/profile.ts';

/** Letters of a v2 scope, in the order the grammar demands: create, read, update, delete, search. */
const LETTERS = ['c', 'r', 'u', 'd', 's'] as const;
export type Letter = (typeof LETTERS)[number];

/** What the person is told, in words; several resources may stand behind one. */
export const AREAS = [
  'patients',
  'appointments',
  'freeTimes',
  'coverage',
  'referrals',
  'medications',
  'flags',
  'careTeam',
  'contacts',
  'consents',
  'notes',
  'tasks',
  'audit',
] as const;
export type Area = (typeof AREAS)[number];

interface Need {
  readonly area: Area;
  readonly letters: string;
}

/** Each resource the console reads or writes today. */
export const NEEDS: Readonly<Record<string, Need>> = {
  Patient: { area: 'patients', letters: 'rs' },
  RelatedPerson: { area: 'patients', letters: 'rs' },
  Appointment: { area: 'appointments', letters: 'crus' },
  Slot: { area: 'freeTimes', letters: 'rus' },
  Schedule: { area: 'freeTimes', letters: 'rs' },
  Coverage: { area: 'coverage', letters: 'rs' },
  ServiceRequest: { area: 'referrals', letters: 'rs' },
  MedicationRequest: { area: 'medications', letters: 'rs' },
  Flag: { area: 'flags', letters: 'rs' },
  CareTeam: { area: 'careTeam', letters: 'rs' },
  Practitioner: { area: 'careTeam', letters: 'rs' },
  Encounter: { area: 'contacts', letters: 'rs' },
  Communication: { area: 'notes', letters: 'crus' },
  DocumentReference: { area: 'notes', letters: 'crus' },
  Consent: { area: 'consents', letters: 'crs' },
  Task: { area: 'tasks', letters: 'crus' },
};

/** What of it is needed here. */
export interface Wanted {
  /** The practice wants the EHR to be told of the desk's audit. */
  readonly audits?: boolean | undefined;
  /** What this EHR says it can do, once it is known. */
  readonly profile?: EhrProfile | undefined;
}

/** Encounters stand in for messages where an EHR lists none; elsewhere nothing is read of them. */
const isSpared = (resource: string, profile: EhrProfile | undefined): boolean =>
  resource === 'Encounter' && profile?.parameter('Communication', ['patient', 'subject']) !== undefined;

/** What this EHR does not offer at all is not asked for. */
function needsOf({ audits = false, profile }: Wanted): [string, Need][] {
  const all: Readonly<Record<string, Need>> = audits
    ? { ...NEEDS, AuditEvent: { area: 'audit', letters: 'cs' } }
    : NEEDS;
  return Object.entries(all).flatMap(([resource, { area, letters }]): [string, Need][] => {
    const left = LETTERS.filter((letter) => letters.includes(letter) && (profile?.offers(resource, letter) ?? true));
    return left.length === 0 || isSpared(resource, profile) ? [] : [[resource, { area, letters: left.join('') }]];
  });
}

/** `system` is the practice's own access without a person (SMART Backend Services). */
export type Who = 'user' | 'system';

/** What one scope grants, or undefined for one that names no resource. */
interface Grant {
  readonly who: string;
  /** `*` for all. */
  readonly resource: string;
  readonly letters: ReadonlySet<Letter>;
}

const SCOPE = /^(patient|user|system)\/([A-Za-z]+|\*)\.(read|write|\*|[cruds]+)(\?.*)?$/;
const V1: Record<string, string> = { read: 'rs', write: 'cud', '*': 'cruds' };

export function readScope(scope: string): Grant | undefined {
  const match = SCOPE.exec(scope);
  if (!match) return undefined;
  const [, who = '', resource = '', access = '', filter] = match;
  // A scope with a filter (`?category=…`) grants part of a resource: nothing here counts on a part.
  if (filter !== undefined) return { who, resource, letters: new Set() };
  const letters = V1[access] ?? access;
  return { who, resource, letters: new Set(LETTERS.filter((letter) => letters.includes(letter))) };
}

/** All letters that the scopes grant `who` on a resource. */
function granted(scopes: readonly string[], who: Who, resource: string): Set<Letter> {
  const letters = new Set<Letter>();
  for (const grant of scopes.map(readScope))
    if (grant?.who === who && (grant.resource === resource || grant.resource === '*'))
      grant.letters.forEach((letter) => letters.add(letter));
  return letters;
}

/** Whether the scopes of a token let `who` do this to a resource; for whoever guards one. */
export function allows(scopes: readonly string[], who: Who, resource: string, letter: Letter): boolean {
  return granted(scopes, who, resource).has(letter);
}

const inOrder = (letters: Iterable<string>): string => {
  const there = new Set(letters);
  return LETTERS.filter((letter) => there.has(letter)).join('');
};

/** v1 knows reading and writing only: a creation asks for writing as a whole. */
function inV1(resource: string, who: Who, letters: string): string[] {
  const reads = /[rs]/.test(letters) ? [`${who}/${resource}.read`] : [];
  return /[cud]/.test(letters) ? [...reads, `${who}/${resource}.write`] : reads;
}

/** What a server says of the scopes it knows. */
export interface ScopeFacts extends Wanted {
  /** `permission-v2` stands among its capabilities. */
  readonly v2: boolean;
  /** `scopes_supported`, where it says. */
  readonly supported?: readonly string[] | undefined;
}

/** Servers list wildcards, parts or nothing at all; what is surely not offered is not asked for, or some refuse everything. */
function offered(letters: string, resource: string, who: Who, supported: readonly string[] | undefined): string {
  const named = (supported ?? []).some((scope) => readScope(scope)?.who === who);
  if (!supported || !named) return letters;
  const there = granted(supported, who, resource);
  return [...letters].filter((letter) => there.has(letter as Letter)).join('');
}

const IDENTITY = ['openid', 'fhirUser'];

/** The scopes to ask for, identity and staying signed in first. */
export function scopesFor(who: Who, { v2, supported, ...wanted }: ScopeFacts): string[] {
  const knows = (scope: string) => supported === undefined || supported.includes(scope);
  const staying = knows('offline_access') ? ['offline_access'] : knows('online_access') ? ['online_access'] : [];
  const person = who === 'user' ? [...IDENTITY.filter(knows), ...staying] : [];
  const resources = needsOf(wanted).flatMap(([resource, need]) => {
    const letters = offered(need.letters, resource, who, supported);
    if (letters === '') return [];
    return v2 ? [`${who}/${resource}.${inOrder(letters)}`] : inV1(resource, who, letters);
  });
  return [...person, ...resources];
}

export type AreaAccess = 'see' | 'seeAndWrite';
/** One line of what is asked for: `missing` is what the answer did not grant of it. */
export interface Asked {
  readonly area: Area;
  readonly access: AreaAccess;
  readonly missing: 'nothing' | 'writing' | 'all';
}

const WRITES = /[cud]/;

/** What is asked for, in the person's words; with `grantedScopes` (as the token says them) what of it was not given. */
export function askedIn(who: Who, grantedScopes?: readonly string[], wanted: Wanted = {}): Asked[] {
  const all = needsOf(wanted);
  return AREAS.filter((area) => all.some(([, need]) => need.area === area)).map((area) => {
    const needs = all.filter(([, need]) => need.area === area);
    const isLacking = (pattern: RegExp) =>
      grantedScopes !== undefined &&
      needs.some(([resource, { letters }]) => {
        const there = granted(grantedScopes, who, resource);
        return [...letters].some((letter) => pattern.test(letter) && !there.has(letter as Letter));
      });
    const writes = needs.some(([, { letters }]) => WRITES.test(letters));
    const missing = isLacking(/[rs]/) ? 'all' : isLacking(WRITES) ? 'writing' : 'nothing';
    return { area, access: writes ? 'seeAndWrite' : 'see', missing };
  });
}
