// Who is calling, over an EHR in memory that answers when the test says so, and a memory of numbers that the test fills.
import type { CommandName } from '../../shared/contract/index.ts';
import type { PatientPanel } from '../../shared/contract/patient.ts';
import { CallId } from '../../shared/domain/call/call.ts';
import type { Call } from '../../shared/domain/call/call.ts';
import { asKept } from '../../shared/domain/patient/card.ts';
import type { AgedCard } from '../../shared/domain/patient/card.ts';
import type { GlassReason, IdentityClaims, PatientRecord, UncheckedReason } from '../../shared/domain/patient/types.ts';
import type { Site } from '../../shared/domain/site/site.ts';
import type { NotedHere } from '../../shared/domain/patient/contacts.ts';
import { ok } from '../../shared/result/result.ts';
import type { Result } from '../../shared/result/result.ts';
import type { EhrPort } from '../../electron/ports/ehr.ts';
import { PatientsService } from '../../electron/services/patients/patients-service.ts';
import { ANNA, FakeEhr, NUMBER } from './ehr.ts';
import { FakeClock, FakeTopics, settle, testSite } from './parts.ts';

/** Remembers what the test says, and says what it was taught. */
class FakeMemory {
  known: PatientRecord[] = [];
  readonly taught: string[] = [];
  find = () => this.known.map((one) => ({ record: one, inChart: this.inChart, seen: this.seen }));
  /** How and when the number of everybody who is known was learned. */
  inChart = true;
  seen = 0;
  confirmed = (number: string | undefined, { id }: PatientRecord) => void this.taught.push(`${number} ${id}`);
  gone = (ids: readonly string[]) => void (this.known = this.known.filter(({ id }) => !ids.includes(id)));
  /** Charts come with what stands in them now; a number that left them is unlearned. */
  sawCharts = (charts: readonly PatientRecord[]) => {
    const merged = (id: string) => charts.find(({ mergedFrom = [] }) => mergedFrom.some((one) => one === id));
    this.known = this.known
      .map((one) => charts.find(({ id }) => id === one.id) ?? merged(one.id) ?? one)
      .filter(({ phones, deceased }) => phones.includes(NUMBER) && !deceased);
  };
}

/** The last card of everybody who was verified, for as long as the test lasts. */
class FakeKept {
  readonly cards = new Map<PatientRecord['id'], AgedCard>();
  find = ({ id, restricted }: PatientRecord) => {
    const card = restricted ? undefined : this.cards.get(id);
    return card && asKept(card);
  };
  keep = ({ id }: PatientRecord, card: AgedCard) => void this.cards.set(id, card);
  remove = (ids: readonly PatientRecord['id'][]) => ids.forEach((id) => this.cards.delete(id));
}

const caller = { page: 'console', userId: 'ana', role: 'receptionist' } as const;
export const C = CallId.parse('c1');

interface Stage {
  readonly people?: PatientRecord[];
  readonly privacy?: Partial<Site['privacy']>;
  readonly isSlow?: boolean;
  /** A real one in place of that in memory. */
  readonly ehr?: 'none' | EhrPort;
}

export function patientsStage({ people = [ANNA], privacy = {}, isSlow = false, ehr: which }: Stage = {}) {
  const clock = new FakeClock(Date.parse('2026-11-21T15:00:00Z'));
  const topics = new FakeTopics();
  const ehr = Object.assign(new FakeEhr(), { people, isSlow });
  const site = testSite({ ehr: { fhir: 'https://ehr.test', chartUrl: 'https://ehr.test/chart/{id}' }, privacy });
  const memory = new FakeMemory();
  const kept = new FakeKept();
  const audited: string[] = [];
  const opened: string[] = [];
  const noted: NotedHere[] = [];
  const lamps: string[] = [];
  const published: string[] = [];
  const keep = topics.set.bind(topics);
  const watching = new Set<() => void>();
  topics.set = (topic, key, row) => {
    published.push(JSON.stringify(row));
    keep(topic, key, row);
    watching.forEach((look) => look());
  };
  const panel = () => topics.get('patients', C) as PatientPanel;
  /** Once the panel is so. */
  const until = (is: (panel: PatientPanel) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!is(panel())) return;
        watching.delete(look);
        resolve();
      };
      watching.add(look);
      look();
    });
  const patients = new PatientsService({
    topics,
    clock,
    site: () => site,
    ehr: () => (which === 'none' ? undefined : (which ?? (ehr as unknown as EhrPort))),
    ...{ memory, kept, noted: () => noted },
    openOutside: (address) => (opened.push(address), ok({ way: '/once' })),
    audit: (action, userId, row) => audited.push([action, userId, row.patientId, row.detail].filter(Boolean).join(' ')),
    onChange: () => undefined,
    onEhr: (state) => lamps.push(state),
  });
  const run = async (name: CommandName, input: object = {}): Promise<Result<unknown>> =>
    (patients.handlers[name] as (input: unknown, from: typeof caller) => Promise<Result<unknown>>)(
      { callId: C, ...input },
      caller,
    );
  const begin = (remote: Partial<Call['remote']> = {}) => {
    patients.begin({ id: C, remote: { number: NUMBER, name: '', withheld: false, ...remote } } as Call);
    return settle();
  };
  return {
    ...{ patients, topics, ehr, memory, kept, clock, audited, opened, noted, lamps, published, begin },
    ...{ panel, until },
    search: (name: string) => run('patient.search', { name }),
    choose: (patient: PatientRecord | null) => run('patient.choose', { patientId: patient?.id ?? null }),
    verify: (claims: IdentityClaims) => run('patient.verify', { claims }),
    breakGlass: (reason: GlassReason) => run('patient.breakGlass', { reason }),
    checkAgain: () => run('patient.checkAgain'),
    goOn: (reason: UncheckedReason) => run('patient.goOnUnchecked', { reason }),
    refresh: () => run('patient.refresh'),
    openChart: () => run('patient.openChart'),
  };
}
