// Everything one patient's card needs, asked for in one batch where the server has batches, else side by side.
// A part that cannot be had is named as missing; it never costs the others.
import { DateTime } from 'luxon';
import type { PatientContext, PatientId } from '../../../shared/domain/patient/types.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { ServerCapability } from './capability.ts';
import type { Search } from './search.ts';
import { bundleOf } from './search.ts';
import type { AnyResource } from './shapes.ts';
import { AnyResource as AnyResourceSchema, Bundle } from './shapes.ts';
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

interface Asked {
  readonly part: Part;
  readonly type: string;
  readonly parameters: SearchParameters;
}

/** The questions this server understands. */
function askable(capability: ServerCapability, patientId: PatientId, now: Date): Asked[] {
  return Object.entries(questions(now)).flatMap(([part, { type, of, also }]) => {
    const parameter = capability.canSearch(type) ? capability.parameter(type, of) : undefined;
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

export function createContextReader(transport: Transport, search: Search, capability: ServerCapability): ContextReader {
  let batchRefused = !capability.batch;

  async function sideBySide(patientId: PatientId, asked: readonly Asked[]): Promise<Result<ContextAnswer>> {
    const [patient, ...answers] = await Promise.all([
      transport.get(`Patient/${encodeURIComponent(patientId)}`),
      ...asked.map(({ type, parameters }) => search.all(type, parameters)),
    ]);
    if (!patient.ok) return patient;
    return assemble(patient.value.body, asked, answers);
  }

  async function inOneBatch(patientId: PatientId, asked: readonly Asked[]): Promise<Result<ContextAnswer>> {
    const reply = await transport.batch({
      entry: [
        { request: { method: 'GET', url: `Patient/${encodeURIComponent(patientId)}` } },
        ...asked.map(({ type, parameters }) => ({ request: { method: 'GET', url: addressOf(type, parameters) } })),
      ],
    });
    if (!reply.ok) return reply;
    const outer = bundleOf(reply.value);
    if (!outer.ok) return outer;
    const [patient, ...others] = outer.value.entry;
    const status = patient?.response?.status ?? '';
    if (status.startsWith('4')) return fail(/^40[13]/.test(status) ? 'ehrRefused' : 'ehrNotFound', 'patient in batch');
    const answers = await Promise.all(
      asked.map((_, index) => {
        const inner = Bundle.safeParse(others[index]?.resource);
        return inner.success ? search.rest(inner.data) : fail('ehrRejected', 'part of batch');
      }),
    );
    return assemble(patient?.resource, asked, answers);
  }

  return {
    async read(patientId, now) {
      const asked = askable(capability, patientId, now);
      if (!batchRefused) {
        const answer = await inOneBatch(patientId, asked);
        if (answer.ok || !['ehrCannot', 'ehrRejected', 'ehrNotFhir'].includes(answer.error.code)) return answer;
        batchRefused = true; // said to be there, but is not
      }
      return sideBySide(patientId, asked);
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

function addressOf(type: string, parameters: SearchParameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) for (const one of [value].flat()) query.append(name, one);
  return `${type}?${query.toString()}`;
}
