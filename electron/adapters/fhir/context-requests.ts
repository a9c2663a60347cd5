// Everything one patient's card needs, asked for in one batch where the server has batches, else side by side. Each part is
// told of as soon as it is there; one that cannot be had is named as missing and never costs the others.
import { setTimeout as wait } from 'node:timers/promises';
import { DateTime } from 'luxon';
import { CARD_PARTS } from '../../../shared/domain/patient/card-parts.ts';
import type { CardPart, PatientId } from '../../../shared/domain/patient/types.ts';
import type { AppError, Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { EhrProfile } from '../../../shared/domain/ehr/profile.ts';
import type { KnownServer } from './known.ts';
import type { Search } from './search.ts';
import type { AnyResource } from './shapes.ts';
import { AnyResource as AnyResourceSchema } from './shapes.ts';
import type { Asked as AskedSearch, Together } from './together.ts';
import type { SearchParameters, Transport } from './transport.ts';

/** What came of a part: its resources, nothing yet, or the knowledge that it cannot be had. */
export type Arrival = readonly AnyResource[] | 'waiting' | 'missing';

/** What is there so far. */
export interface ContextSoFar {
  readonly patient: AnyResource | undefined;
  readonly parts: Readonly<Record<CardPart, Arrival>>;
  /** Parts that this server gives nobody. */
  readonly never?: readonly CardPart[] | undefined;
  /** The server lists no messages: contacts are its Encounters. */
  readonly withoutMessages?: boolean | undefined;
}
/** What there is: the patient, and nothing is waited for any more. */
export type ContextAnswer = ContextSoFar & { readonly patient: AnyResource };

interface Question {
  readonly type: string;
  /** Names under which servers know "of this patient", commonest first. */
  readonly of: readonly string[];
  readonly also?: SearchParameters;
}

/** How far back visits and contacts matter on the card. */
const VISITS_BACK = { months: 24 };
const CONTACTS_BACK = { months: 12 };
/** A batch is as slow as its slowest part: after this long the parts are asked for one by one besides. */
const BATCH_IS_SLOW_MS = 1500;

function questions(now: Date): Record<CardPart, Question> {
  const since = DateTime.fromJSDate(now, { zone: 'utc' }).minus(VISITS_BACK).toISODate() ?? '';
  return {
    // Some servers refuse a search for visits without a date.
    visits: { type: 'Appointment', of: ['patient', 'actor'], also: { date: `ge${since}`, _count: '100' } },
    coverage: { type: 'Coverage', of: ['patient', 'beneficiary'] },
    referrals: { type: 'ServiceRequest', of: ['patient', 'subject'] },
    refills: { type: 'MedicationRequest', of: ['patient', 'subject'], also: { status: 'active' } },
    flags: { type: 'Flag', of: ['patient', 'subject'] },
    tasks: { type: 'Task', of: ['patient', 'subject'] },
    recent: { type: 'Communication', of: ['patient', 'subject'], also: { _count: '50' } },
    team: { type: 'CareTeam', of: ['patient', 'subject'] },
  };
}

interface Asked extends AskedSearch {
  readonly part: CardPart;
}

/** In place of messages that a server does not list: everything of the last year, since servers code contacts by phone anyhow. */
function encounters(profile: EhrProfile, now: Date): Question {
  const since = DateTime.fromJSDate(now, { zone: 'utc' }).minus(CONTACTS_BACK).toISODate() ?? '';
  const also = { ...(profile.parameter('Encounter', ['date']) ? { date: `ge${since}` } : {}), _count: '100' };
  return { type: 'Encounter', of: ['patient', 'subject'], also };
}

/** The questions this server understands. */
function askable(profile: EhrProfile, patientId: PatientId, now: Date): Asked[] {
  return Object.entries(questions(now)).flatMap(([part, first]) => {
    const isInstead = part === 'recent' && profile.parameter(first.type, first.of) === undefined;
    const { type, of, also } = isInstead ? encounters(profile, now) : first;
    const parameter = profile.parameter(type, of);
    if (parameter === undefined) return [];
    return [{ part: part as CardPart, type, parameters: { [parameter]: `Patient/${patientId}`, ...also } }];
  });
}

export interface ContextReader {
  /**
   * Errors are those of reading the patient; parts that fail are missing.
   * @param soFar told whenever something more is there, and not once everything is
   */
  read(patientId: PatientId, now: Date, soFar?: (there: ContextSoFar) => void): Promise<Result<ContextAnswer>>;
}

export function createContextReader(
  transport: Transport,
  search: Search,
  together: Together,
  known: KnownServer,
): ContextReader {
  /** Each on its own: what is there already is not asked for. */
  async function sideBySide(address: string, asked: readonly Asked[], arrivals: Arrivals): Promise<void> {
    const ask = async ({ part, type, parameters }: Asked) => arrivals.take(part, await search.all(type, parameters));
    const patient = async () => {
      const answer = await transport.get(address);
      arrivals.takePatient(answer.ok ? ok(answer.value.body) : answer);
    };
    await Promise.all([patient(), ...asked.map(ask)]);
  }

  /** @returns false where the server takes no batch */
  async function inOneBatch(address: string, asked: readonly Asked[], arrivals: Arrivals): Promise<boolean> {
    const again: Asked[] = [];
    const answer = await together.ask(address, asked, (index, found) => {
      const one = asked[index]!;
      // What the server could not do just now inside the batch may be had on its own.
      if (!found.ok && /^HTTP (?:429|5)/.test(found.error.detail ?? '')) again.push(one);
      else arrivals.take(one.part, found);
    });
    if (!answer) return false;
    arrivals.takePatient(answer.first);
    if (answer.first.ok)
      await Promise.all(
        again.map(async ({ part, type, parameters }) => arrivals.take(part, await search.all(type, parameters))),
      );
    return true;
  }

  async function batchFirst(address: string, asked: readonly Asked[], arrivals: Arrivals): Promise<void> {
    const bell = new AbortController();
    const isSlow = wait(BATCH_IS_SLOW_MS, true, { signal: bell.signal, ref: false }).catch(() => false);
    const batch = inOneBatch(address, asked, arrivals).finally(() => bell.abort());
    if (await Promise.race([isSlow, batch.then(() => false)])) {
      arrivals.alsoAsked();
      await Promise.race([arrivals.complete, Promise.all([batch, sideBySide(address, asked, arrivals)])]);
    } else if (!(await batch)) await sideBySide(address, asked, arrivals);
  }

  return {
    async read(patientId, now, soFar) {
      const asked = askable(known.profile, patientId, now);
      const arrivals = new Arrivals(asked, soFar);
      const address = `Patient/${encodeURIComponent(patientId)}`;
      const asking = together.isPossible()
        ? batchFirst(address, asked, arrivals)
        : sideBySide(address, asked, arrivals);
      await Promise.race([asking, arrivals.complete]);
      return arrivals.answer();
    },
  };
}

/** Gathers what comes, from one way or two, the first of each. */
class Arrivals {
  readonly #parts: Record<CardPart, Arrival>;
  readonly #soFar: ((there: ContextSoFar) => void) | undefined;
  readonly #never: readonly CardPart[];
  readonly #withoutMessages: boolean;
  #patient: AnyResource | undefined;
  #refusal: AppError | undefined;
  /** Ways on which the same is asked for. */
  #ways = 1;
  #isTelling = false;
  #isOver = false;
  #completed!: () => void;
  /** Everything is there, or the patient is not to be had. */
  readonly complete = new Promise<void>((resolve) => (this.#completed = resolve));

  constructor(asked: readonly Asked[], soFar: ((there: ContextSoFar) => void) | undefined) {
    this.#never = CARD_PARTS.filter((part) => !asked.some((one) => one.part === part));
    this.#parts = Object.fromEntries(
      CARD_PARTS.map((part) => [part, this.#never.includes(part) ? 'missing' : 'waiting']),
    ) as Record<CardPart, Arrival>;
    this.#soFar = soFar;
    this.#withoutMessages = asked.some(({ type }) => type === 'Encounter');
  }

  /** The same is asked for on another way besides: that one way fails says nothing yet. */
  alsoAsked(): void {
    this.#ways++;
  }

  take(part: CardPart, found: Result<readonly AnyResource[]>): void {
    if (typeof this.#parts[part] !== 'string') return;
    if (!found.ok && this.#ways > 1) return;
    this.#parts[part] = found.ok ? found.value : 'missing';
    this.#tell();
  }

  takePatient(answer: Result<unknown>): void {
    if (this.#patient) return;
    const parsed = answer.ok ? AnyResourceSchema.safeParse(answer.value) : undefined;
    if (parsed?.success && parsed.data.resourceType === 'Patient') {
      this.#patient = parsed.data;
      return this.#tell();
    }
    const refused = answer.ok ? fail('ehrNotFhir', 'no Patient') : answer;
    if (!refused.ok) this.#refusal ??= refused.error;
    if (--this.#ways === 0) this.#end();
  }

  answer(): Result<ContextAnswer> {
    this.#end();
    const patient = this.#patient;
    if (!patient) return this.#refusal ? { ok: false, error: this.#refusal } : fail('ehrNotFhir', 'no Patient');
    const parts = Object.fromEntries(
      CARD_PARTS.map((part) => [part, this.#parts[part] === 'waiting' ? 'missing' : this.#parts[part]]),
    ) as Record<CardPart, Arrival>;
    return ok({ patient, parts, never: this.#never, withoutMessages: this.#withoutMessages });
  }

  #tell(): void {
    if (this.#patient && !Object.values(this.#parts).includes('waiting')) this.#end();
    if (this.#isTelling || this.#isOver || !this.#soFar) return;
    this.#isTelling = true;
    // What comes together is told of together: a batch brings everything in one go.
    setImmediate(() => {
      this.#isTelling = false;
      if (!this.#isOver) this.#soFar?.(this.#there());
    });
  }

  #there(): ContextSoFar {
    return {
      patient: this.#patient,
      parts: { ...this.#parts },
      never: this.#never,
      withoutMessages: this.#withoutMessages,
    };
  }

  #end(): void {
    this.#isOver = true;
    this.#completed();
  }
}
