// Everything one patient's card needs, asked for in one batch where the server has batches, else side by side.
// A part that cannot be had is named as missing; it never costs the others.
import { DateTime } from 'luxon';
import type { PatientContext, PatientId } from '../../../shared/domain/patient/types.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { EhrProfile } from '../../../shared/domain/ehr/profile.ts';
import type { KnownServer } from './known.ts';
import type { Search } from './search.ts';
import type { AnyResource } from './shapes.ts';
import { AnyResource as AnyResourceSchema } from './shapes.ts';
import type { Asked as AskedSearch, Together } from './together.ts';
import type { SearchParameters, Transport } from './transport.ts';

export type Part = PatientContext['missing'][number];

/** What came back: the patient, and each part's resources, or undefined for a part that is missing. */
export interface ContextAnswer {
  readonly patient: AnyResource;
  readonly parts: Readonly<Record<Part, readonly AnyResource[] | undefined>>;
}

interface Question {
  readonly type: string;
  /** Names under which servers know "of this patient", commonest first. */
  readonly of: readonly string[];
  readonly also?: SearchParameters;
}

/** How far back visits matter on the card. */
const VISITS_BACK = { months: 24 };

function questions(now: Date): Record<Part, Question> {
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
  };
}

interface Asked extends AskedSearch {
  readonly part: Part;
}

/** The questions this server understands. */
function askable(profile: EhrProfile, patientId: PatientId, now: Date): Asked[] {
  return Object.entries(questions(now)).flatMap(([part, { type, of, also }]) => {
    const parameter = profile.parameter(type, of);
    if (parameter === undefined) return [];
    return [{ part: part as Part, type, parameters: { [parameter]: `Patient/${patientId}`, ...also } }];
  });
}

const NOTHING: Record<Part, undefined> = {
  visits: undefined,
  coverage: undefined,
  referrals: undefined,
  refills: undefined,
  flags: undefined,
  tasks: undefined,
  recent: undefined,
};

export interface ContextReader {
  /** Errors are those of reading the patient; parts that fail are left undefined. */
  read(patientId: PatientId, now: Date): Promise<Result<ContextAnswer>>;
}

export function createContextReader(
  transport: Transport,
  search: Search,
  together: Together,
  known: KnownServer,
): ContextReader {
  async function sideBySide(address: string, asked: readonly Asked[]): Promise<Result<ContextAnswer>> {
    const [patient, ...answers] = await Promise.all([
      transport.get(address),
      ...asked.map(({ type, parameters }) => search.all(type, parameters)),
    ]);
    return patient.ok ? assemble(patient.value.body, asked, answers) : patient;
  }

  return {
    async read(patientId, now) {
      const asked = askable(known.profile, patientId, now);
      const address = `Patient/${encodeURIComponent(patientId)}`;
      const answer = await together.ask(address, asked);
      if (!answer) return sideBySide(address, asked);
      return answer.first.ok ? assemble(answer.first.value, asked, answer.found) : answer.first;
    },
  };
}

function assemble(
  patient: unknown,
  asked: readonly Asked[],
  answers: readonly Result<AnyResource[]>[],
): Result<ContextAnswer> {
  const parsed = AnyResourceSchema.safeParse(patient);
  if (!parsed.success || parsed.data.resourceType !== 'Patient') return fail('ehrNotFhir', 'no Patient');
  const parts: Record<Part, readonly AnyResource[] | undefined> = { ...NOTHING };
  asked.forEach(({ part }, index) => {
    const answer = answers[index];
    if (answer?.ok) parts[part] = answer.value;
  });
  return ok({ patient: parsed.data, parts });
}
