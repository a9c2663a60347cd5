// What an EHR can do, computed once from its CapabilityStatement and kept with it, so that a start without the EHR knows it
// too. Vendors differ in nearly every line; code asks here and never for the vendor's name. What no statement can say (that a
// comma between values is refused, that `_search` is) is learned from the first refusal and kept as well.
import { z } from 'zod';
import type { SchedulingSupport } from '../scheduling/types.ts';
import { COMBINATION, Statement } from './statement.ts';
import type { StatedResource } from './statement.ts';

const TypeFacts = z.object({
  interactions: z.array(z.string()),
  parameters: z.array(z.string()),
  /** One of these sets of parameters has to be there in full; none: any search is taken. */
  needs: z.array(z.array(z.string())),
  includes: z.array(z.string()),
  reverseIncludes: z.array(z.string()),
  conditionalCreate: z.boolean(),
  versioning: z.enum(['no-version', 'versioned', 'versioned-update', 'unsaid']),
});
type TypeFacts = z.infer<typeof TypeFacts>;

/** What a server refused although its statement does not rule it out. */
export const Refusal = z.enum([
  ...['batch', 'post', 'patientPhone', 'patientPhoneOr', 'relativePhone', 'relativePhoneOr', 'dayOfVisits'],
] as const);
export type Refusal = z.infer<typeof Refusal>;

export const EhrFacts = z.object({
  software: z.string(),
  /** Several reads in one request: as a batch, or where only transactions are offered as one of those. */
  bundle: z.enum(['batch', 'transaction', 'none']),
  types: z.record(z.string(), TypeFacts),
  refused: z.array(Refusal),
  /** Epoch ms of the newest refusal. */
  learnedAt: z.number().default(0),
});
export type EhrFacts = z.infer<typeof EhrFacts>;

/** The resource types a desk has to do with; of any other nothing is kept. */
export const DESK_TYPES = [
  ...['Patient', 'RelatedPerson', 'Appointment', 'Slot', 'Schedule', 'Coverage', 'ServiceRequest', 'MedicationRequest'],
  ...['Flag', 'Task', 'Communication', 'DocumentReference', 'Consent', 'AuditEvent', 'Practitioner', 'Location'],
  ...['CareTeam', 'Encounter'],
];

const NONE: TypeFacts = {
  interactions: [],
  parameters: [],
  needs: [],
  includes: [],
  reverseIncludes: [],
  conditionalCreate: false,
  versioning: 'no-version',
};

/** @returns undefined when that is no CapabilityStatement */
export function factsOf(statement: unknown): EhrFacts | undefined {
  const parsed = Statement.safeParse(statement);
  if (!parsed.success) return undefined;
  const rest = parsed.data.rest.find(({ mode }) => mode === 'server') ?? parsed.data.rest[0];
  const offers = new Set(rest?.interaction.map(({ code }) => code));
  const { name, version } = parsed.data.software ?? {};
  const types = (rest?.resource ?? []).filter(({ type }) => DESK_TYPES.includes(type));
  return {
    software: [name, version].filter(Boolean).join(' ').slice(0, 100) || 'FHIR server',
    bundle: offers.has('batch') ? 'batch' : offers.has('transaction') ? 'transaction' : 'none',
    types: Object.fromEntries(types.map((stated) => [stated.type, typeFacts(stated)])),
    refused: [],
    learnedAt: 0,
  };
}

/** The joins that may be asked for; servers name hundreds. */
const JOINS = ['RelatedPerson:patient', 'Appointment:patient', 'Appointment:actor', 'Patient:link', 'Slot:schedule'];

function typeFacts(stated: StatedResource): TypeFacts {
  const combinations = stated.extension
    .filter(({ url }) => url === COMBINATION)
    .map(({ extension }) => extension.filter(({ url }) => url === 'required').map(({ valueString }) => valueString));
  return {
    interactions: stated.interaction.map(({ code }) => code),
    parameters: stated.searchParam.map(({ name }) => name),
    needs: combinations.filter((names) => names.length > 0),
    includes: stated.searchInclude.filter((join) => JOINS.includes(join)),
    reverseIncludes: stated.searchRevInclude.filter((join) => JOINS.includes(join)),
    conditionalCreate: stated.conditionalCreate ?? false,
    versioning: stated.versioning ?? 'unsaid',
  };
}

/** A server that refused something a week ago is asked again: it may have had a bad day. */
const LEARNED_FOR_MS = 7 * 24 * 60 * 60_000;

/** The same facts with what was learned before, where it is the same server saying the same. */
export function withLearned(fresh: EhrFacts, kept: EhrFacts | undefined, now: number): EhrFacts {
  if (kept === undefined || now - kept.learnedAt > LEARNED_FOR_MS) return fresh;
  const { refused, learnedAt } = kept;
  const isSame = JSON.stringify({ ...kept, refused: [], learnedAt: 0 }) === JSON.stringify(fresh);
  return isSame ? { ...fresh, refused, learnedAt } : fresh;
}

/** What a letter of a scope lets one do (https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html). */
const INTERACTIONS = {
  c: ['create'],
  r: ['read', 'vread', 'history-instance'],
  u: ['update', 'patch'],
  d: ['delete'],
  s: ['search-type', 'history-type'],
};

export class EhrProfile {
  readonly facts: EhrFacts;
  constructor(facts: EhrFacts) {
    this.facts = facts;
  }

  get software(): string {
    return this.facts.software;
  }
  /** How several reads go in one request. */
  get bundle(): EhrFacts['bundle'] {
    return this.hasRefused('batch') ? 'none' : this.facts.bundle;
  }
  hasRefused(what: Refusal): boolean {
    return this.facts.refused.includes(what);
  }
  /** R4 demands `_search` by POST of every server (https://hl7.org/fhir/R4/http.html#search); a refusal is learned. */
  get postSearch(): boolean {
    return !this.hasRefused('post');
  }

  /** Whether it is there at all, by the letters of SMART's scopes: create, read, update, delete, search. */
  offers(type: string, letter: keyof typeof INTERACTIONS): boolean {
    return this.#of(type).interactions.some((interaction) => INTERACTIONS[letter].includes(interaction));
  }
  canRead(type: string): boolean {
    return this.#of(type).interactions.includes('read');
  }
  canSearch(type: string): boolean {
    return this.#of(type).interactions.includes('search-type');
  }
  canCreate(type: string): boolean {
    return this.#of(type).interactions.includes('create');
  }
  /** Reading it first is part of it: what others wrote into it stays. */
  canUpdate(type: string): boolean {
    return this.#of(type).interactions.includes('update') && this.canRead(type);
  }
  /** If-None-Exist: https://hl7.org/fhir/R4/http.html#ccreate */
  conditionalCreate(type: string): boolean {
    return this.canCreate(type) && this.#of(type).conditionalCreate;
  }
  /** Whether If-Match is worth sending: a server that keeps no versions cannot honour it. */
  hasVersions(type: string): boolean {
    return this.#of(type).versioning !== 'no-version';
  }
  /** The first of `names` that `type` can be searched by. */
  parameter(type: string, names: readonly string[]): string | undefined {
    return this.canSearch(type) ? names.find((name) => this.#of(type).parameters.includes(name)) : undefined;
  }
  /** Whether a search by exactly these is taken: each is known, and none that is required is missing. */
  takes(type: string, names: readonly string[]): boolean {
    const { parameters, needs } = this.#of(type);
    const isKnown = (name: string): boolean => parameters.includes(name);
    const isEnough = needs.length === 0 || needs.some((set) => set.every((name) => names.includes(name)));
    return this.canSearch(type) && names.every(isKnown) && isEnough;
  }
  includes(type: string, include: string): boolean {
    return this.#of(type).includes.includes(include);
  }
  reverseIncludes(type: string, include: string): boolean {
    return this.#of(type).reverseIncludes.includes(include);
  }

  /** The parameter by which a number finds patients (or relatives), and whether all spellings go in one request. */
  phoneSearch(type: 'Patient' | 'RelatedPerson'): { readonly parameter: string; readonly or: boolean } | undefined {
    const [whole, or] =
      type === 'Patient'
        ? (['patientPhone', 'patientPhoneOr'] as const)
        : (['relativePhone', 'relativePhoneOr'] as const);
    const parameter = ['phone', 'telecom'].find((name) => this.takes(type, [name]));
    return parameter === undefined || this.hasRefused(whole) ? undefined : { parameter, or: !this.hasRefused(or) };
  }
  /** The name parameters to use, undefined where this server wants a birth date beside it or knows no names. */
  nameSearch(withBirthDate: boolean): readonly ('name' | 'family' | 'given')[] | undefined {
    const also = withBirthDate ? ['birthdate'] : [];
    const forms = [['name'], ['family'], ['family', 'given']] as const;
    return forms.find((form) => this.takes('Patient', [...form, ...also]));
  }
  get identifierSearch(): boolean {
    return this.takes('Patient', ['identifier']);
  }
  /** How the day's appointments can be listed: not at all, or by date. */
  get visitsByDay(): boolean {
    return this.takes('Appointment', ['date']) && !this.hasRefused('dayOfVisits');
  }
  /** Of one patient; where a date is required it goes along (it always does). */
  get visitsOfPatient(): string | undefined {
    return ['patient', 'actor'].find((name) => this.takes('Appointment', [name, 'date']));
  }
  /**
   * How visits are booked here. A slot that can be changed only in the version that was read decides between two desks, and
   * a visit that is found by our identifier says what became of a lost answer: without both it is `not` tried. A server
   * that changes no slots decides by itself, when it takes the visit.
   */
  get scheduling(): SchedulingSupport {
    const knowsCalendars =
      this.canSearch('Schedule') || this.canRead('Schedule') || this.includes('Slot', 'Slot:schedule');
    const times = this.parameter('Slot', ['start']) !== undefined && knowsCalendars;
    const { interactions } = this.#of('Appointment');
    const changes = this.canUpdate('Appointment') && this.hasVersions('Appointment');
    const isFound = this.takes('Appointment', ['identifier']);
    const decides = this.canUpdate('Slot') && this.hasVersions('Slot') && isFound && changes;
    const isByServer = !this.canUpdate('Slot') && (isFound || this.visitsOfPatient !== undefined);
    return {
      times,
      book: !times || !this.canCreate('Appointment') ? 'not' : decides ? 'held' : isByServer ? 'atOnce' : 'not',
      cancel: changes || interactions.includes('patch'),
      confirm: changes,
      waitingList: changes && isFound && this.canCreate('Appointment') && this.takes('Appointment', ['status']),
      needsVisitType: times && !this.takes('Slot', ['start']),
    };
  }

  /** The same with one more thing that this server refuses. */
  learning(what: Refusal, now: number): EhrProfile {
    if (this.hasRefused(what)) return this;
    return new EhrProfile({ ...this.facts, refused: [...this.facts.refused, what], learnedAt: now });
  }

  #of(type: string): TypeFacts {
    return this.facts.types[type] ?? NONE;
  }
}
