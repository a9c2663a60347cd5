// A patient's Consents, read strictly: who may be told things, and who may not. What is unclear gives nobody anything: another
// scope, a time that is over or cannot be read, conditions that nobody here can check, an actor who cannot be named. What
// denies somebody counts whatever else stands beside it. https://hl7.org/fhir/R4/consent.html
import { z } from 'zod';
import type { Disclosure } from '../../../shared/domain/patient/authority.ts';
import { CONSENT_ACTION_SYSTEM, CONSENT_SCOPE_SYSTEM } from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { KnownServer } from './known.ts';
import { relativeOf } from './patient-map.ts';
import type { Search } from './search.ts';
import { AnyResource, Coding, Identifier, list } from './shapes.ts';
import type { Transport } from './transport.ts';

const Concept = z.object({ coding: list(Coding) });
const Period = z.object({ start: z.string().optional(), end: z.string().optional() });
const Actor = z.object({
  reference: z.object({
    reference: z.string().optional(),
    display: z.string().optional(),
    identifier: Identifier.optional(),
  }),
});
/** Conditions that narrow a provision to something: nobody at a desk can tell whether it is that. */
const CONDITIONS = ['securityLabel', 'purpose', 'class', 'code', 'dataPeriod', 'data', 'modifierExtension'] as const;

const Provision = z.looseObject({
  type: z.enum(['permit', 'deny']).optional(),
  period: Period.optional(),
  actor: z.array(Actor).default([]),
  action: z.array(Concept).default([]),
  provision: z.array(z.unknown()).default([]),
});
type Provision = z.infer<typeof Provision>;
const Consent = z.looseObject({
  resourceType: z.literal('Consent'),
  status: z.literal('active'),
  scope: Concept,
  patient: z.object({ reference: z.string() }),
  verification: z.array(z.object({ verified: z.boolean() })).default([]),
  provision: Provision,
});

/** An actor as the Consent names them, and what follows for them. */
export interface Named {
  /** `RelatedPerson/<id>`, where it is one. */
  readonly relative?: string | undefined;
  readonly name?: string | undefined;
  readonly may: boolean;
}

/** What one resource says of people; nothing when it is no privacy consent of this patient that is in force. */
export function namedIn(resource: unknown, patientId: string, now: number): Named[] {
  const parsed = Consent.safeParse(resource);
  if (!parsed.success) return denialsIn(resource, patientId);
  const { scope, patient, provision, verification } = parsed.data;
  const isPrivacy = scope.coding.some(
    ({ system, code }) => system === CONSENT_SCOPE_SYSTEM && code === 'patient-privacy',
  );
  if (!isPrivacy || !isOf(patient.reference, patientId)) return [];
  const isVerified = verification.length === 0 || verification.every(({ verified }) => verified);
  const isClear = isVerified && !('modifierExtension' in parsed.data);
  return inProvision(provision, now, isClear);
}

const isOf = (reference: string, patientId: string): boolean =>
  reference.split('/').slice(-2).join('/') === `Patient/${patientId}`;

function inProvision(provision: Provision, now: number, isClear: boolean): Named[] {
  const nested = provision.provision.map((one) => Provision.safeParse(one));
  const isReadable = nested.every(({ success }) => success);
  const inner = nested.flatMap((one) => (one.success ? [one.data] : []));
  const here = namesIn(
    provision,
    now,
    isClear && isReadable && !inner.some(({ type, actor }) => type === 'deny' && actor.length === 0),
  );
  return [...here, ...inner.flatMap((one) => inProvision(one, now, isClear && isReadable))];
}

function namesIn(provision: Provision, now: number, isClear: boolean): Named[] {
  const { type, actor, action, period } = provision;
  if (type === undefined) return [];
  const isDisclosing = action.some(({ coding }) =>
    coding.some(({ system, code }) => system === CONSENT_ACTION_SYSTEM && code === 'disclose'),
  );
  const isNarrowed = CONDITIONS.some((condition) => condition in provision);
  const may = type === 'permit';
  if (may && !(isClear && isDisclosing && !isNarrowed && isInForce(period, now))) return [];
  if (!may && isOver(period, now)) return [];
  return actor.map(({ reference: { reference, display } }) => {
    const relative = /(?:^|\/)(RelatedPerson\/[A-Za-z0-9.-]{1,64})$/.exec(reference ?? '')?.[1];
    return { may, relative, ...(relative === undefined && reference === undefined ? { name: display } : {}) };
  });
}

/** Open ends are open; what cannot be read is over. A day lasts until its end, wherever that is. */
function isInForce(period: z.infer<typeof Period> | undefined, now: number): boolean {
  if (!period) return true;
  const [start, end] = [period.start, period.end].map((at) => (at === undefined ? undefined : Date.parse(at)));
  if (Number.isNaN(start ?? 0) || Number.isNaN(end ?? 0)) return false;
  const lasts = period.end !== undefined && !period.end.includes('T') ? wholeOf(period.end) : end;
  return (start ?? 0) <= now && now <= (lasts ?? Infinity);
}

const isOver = (period: z.infer<typeof Period> | undefined, now: number): boolean =>
  period?.end !== undefined && isInForce({ end: period.end }, 0) && !isInForce({ end: period.end }, now);

/** The last moment of a year, a month or a day. */
function wholeOf(date: string): number {
  const [year = 0, month, day] = date.split('-').map(Number);
  if (month === undefined) return Date.UTC(year + 1, 0, 1) - 1;
  return day === undefined ? Date.UTC(year, month, 1) - 1 : Date.UTC(year, month - 1, day + 1) - 1;
}

/** A Consent that cannot be read in full still denies, where it says so of somebody. */
function denialsIn(resource: unknown, patientId: string): Named[] {
  const Loose = z.looseObject({
    resourceType: z.literal('Consent'),
    status: z.literal('active'),
    patient: z.object({ reference: z.string() }),
    provision: Provision,
  });
  const parsed = Loose.safeParse(resource);
  if (!parsed.success || !isOf(parsed.data.patient.reference, patientId)) return [];
  return inProvision(parsed.data.provision, 0, false).filter(({ may }) => !may);
}

/**
 * Everybody whom the patient's Consents name. A denial that may have been missed is an error and never an empty answer.
 * Errors: ehrCannot where the server says that it keeps none that can be searched, and only then.
 */
export async function readDisclosures(
  transport: Transport,
  search: Search,
  known: KnownServer,
  patientId: string,
  now: number,
): Promise<Result<Disclosure[]>> {
  const parameter = known.profile.parameter('Consent', ['patient']);
  if (parameter === undefined) return fail('ehrCannot', 'Consent search');
  const found = await search.whole('Consent', { [parameter]: `Patient/${patientId}` });
  if (!found.ok) return found.error.code === 'ehrCannot' ? fail('ehrRejected', 'Consent search') : found;
  const named = found.value.flatMap((consent) => namedIn(consent, patientId, now));
  const all = await Promise.all(named.map((one) => disclosureOf(transport, one, patientId)));
  const disclosures: Disclosure[] = [];
  for (const one of all) {
    if (!one.ok) return one;
    if (one.value) disclosures.push(one.value);
  }
  return ok(disclosures);
}

/** By the name that the chart has of the relative; a relative of somebody else, or one who is not there, is nobody. */
async function disclosureOf(
  transport: Transport,
  { relative, name, may }: Named,
  patientId: string,
): Promise<Result<Disclosure | undefined>> {
  if (relative === undefined) return ok(name === undefined ? undefined : { name, may });
  const reply = await transport.get(relative);
  // Who is ruled out has to be known; whom something is allowed and nobody can name is allowed nothing.
  if (!reply.ok && !may && reply.error.code !== 'ehrNotFound')
    return reply.error.code === 'ehrCannot' ? fail('ehrRejected', 'RelatedPerson read') : reply;
  const parsed = reply.ok ? AnyResource.safeParse(reply.value.body) : undefined;
  const person = parsed?.success ? relativeOf(parsed.data) : undefined;
  return ok(person?.patientId === patientId ? { name: person.relative.name, may } : undefined);
}
