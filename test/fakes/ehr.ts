// An EHR in memory with two patients of one household; its answers come at once, or when the test lets them.
import type { EhrProfile } from '../../shared/domain/ehr/profile.ts';
import type { Disclosure } from '../../shared/domain/patient/authority.ts';
import { blankCard } from '../../shared/domain/patient/card.ts';
import { PatientId } from '../../shared/domain/patient/types.ts';
import type { CardFacts } from '../../shared/domain/patient/card.ts';
import type { IdentityClaims, PatientContext, PatientRecord } from '../../shared/domain/patient/types.ts';
import { fail, ok } from '../../shared/result/result.ts';
import type { Result } from '../../shared/result/result.ts';
import type { EhrPort } from '../../electron/ports/ehr.ts';
import { deferred, settle } from './parts.ts';

export const NUMBER = '+16175550123';

export const record = (id: string, change: Partial<PatientRecord> = {}): PatientRecord => ({
  id: PatientId.parse(id),
  given: 'Johanna',
  family: 'Quisenberry',
  birthDate: '1979-03-14',
  sex: 'female',
  mrn: 'MRN-448812',
  postalCode: '02139',
  address: '77 Larchmont Street',
  phones: [NUMBER],
  interpreterNeeded: false,
  restricted: false,
  deceased: false,
  relatives: [],
  ...change,
});
export const ANNA = record('p-1');
export const BORIS = record('p-2', {
  given: 'Boris',
  family: 'Featherstone',
  birthDate: '2001-07-30',
  mrn: 'MRN-990017',
});
export const RIGHT: IdentityClaims = { name: 'Johanna Quisenberry', birthDate: '3/14/1979' };
export const RIGHT_FOR_BORIS: IdentityClaims = { name: 'Boris Featherstone', birthDate: '7/30/2001' };

const contextOf = ({ id, given, family }: PatientRecord): PatientContext => ({
  ...blankCard({ patientId: id, name: `${given} ${family}`, sex: 'female', interpreterNeeded: false }, 'missing'),
  missing: [],
});

/** Every answer waits for the test when `isSlow`; otherwise it comes at once. */
export class FakeEhr implements Pick<
  EhrPort,
  'profile' | 'findByPhone' | 'findByName' | 'findByIdentifier' | 'readPatients' | 'patientsOfVisits' | 'readContext'
> {
  people: PatientRecord[] = [];
  isSlow = false;
  isDown = false;
  readonly #waiting: (() => void)[] = [];

  /** Lets out the answers asked for so far, the first first. */
  async answer(): Promise<void> {
    this.#waiting.splice(0).forEach((go) => go());
    await settle();
  }
  async #reply<T>(value: () => T): Promise<Result<T>> {
    const reply: Result<T> = this.isDown ? fail('ehrUnreachable') : ok(value());
    if (!this.isSlow) return reply;
    const gate = deferred<void>();
    this.#waiting.push(() => gate.resolve());
    await gate.promise;
    return reply;
  }
  /** What it says of itself; unknown unless told. */
  known: EhrProfile | undefined;
  /** Who comes today and tomorrow. */
  visitors: PatientRecord[] = [];
  profile = () => this.known;
  readPatients = (ids: readonly PatientId[]) =>
    this.#reply(() =>
      this.people.filter(({ id, mergedFrom = [] }) => [id, ...mergedFrom].some((one) => ids.includes(one))),
    );
  patientsOfVisits = () => this.#reply(() => [...this.visitors]);
  findByIdentifier = (value: string) => this.#reply(() => this.people.filter(({ mrn }) => mrn === value));
  findByPhone = () => this.#reply(() => [...this.people]);
  /** Whom consents name. */
  disclosures: Disclosure[] = [];
  /** What they fail with, alone of everything. */
  consentsFail: Result<never> | undefined;
  /** They wait for this. */
  consentsGate: { readonly promise: Promise<void> } | undefined;
  consentsAsked = 0;
  readDisclosures = async () => {
    this.consentsAsked++;
    await this.consentsGate?.promise;
    return this.consentsFail ?? this.#reply(() => [...this.disclosures]);
  };
  findByName = (name: string) => this.#reply(() => this.people.filter(({ family }) => name.includes(family)));
  /** What stands on everybody's card. */
  facts: Partial<CardFacts> = {};
  /** Tells of what is there so far, once somebody reads a card. */
  tell: (facts: Partial<CardFacts>) => void = () => undefined;
  readContext = async (
    id: PatientId,
    _now?: Date,
    soFar?: (facts: CardFacts) => void,
  ): Promise<Result<PatientContext>> => {
    const card = () => ({
      ...contextOf(this.people.find((person) => person.id === id) ?? ANNA),
      ...this.facts,
    });
    this.tell = (facts) => soFar?.({ ...card(), ...facts });
    const answered = await this.#reply(() => undefined);
    return answered.ok ? ok(card()) : answered;
  };
}
