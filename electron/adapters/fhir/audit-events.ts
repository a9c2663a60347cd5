// What is audited at the desk, as an AuditEvent (IHE BALP's shape): who did what to whose chart, when, and whether they were let.
// Ids only: no names, and nothing of what was searched for. AuditEvent has no identifier of its own, so that ours stands as
// one of its entities; an earlier attempt is found by the moment that was recorded. https://hl7.org/fhir/R4/auditevent.html
// https://profiles.ihe.net/ITI/BALP/
import type { AuditEvent, Coding } from '@medplum/fhirtypes';
import type { EhrWritten } from '../../ports/ehr.ts';
import type { MirrorRow } from '../../ports/audit-mirror.ts';
import { USER_SYSTEM } from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { EhrProfile } from '../../../shared/domain/ehr/profile.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import { clean, identifierOf, identifierValue, instant } from './project.ts';
import type { Search } from './search.ts';
import { AnyResource } from './shapes.ts';
import type { Transport } from './transport.ts';

const DICOM = 'http://dicom.nema.org/resources/ontology/DCM';
const REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
const ENTITY_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const ENTITY_ROLE = 'http://terminology.hl7.org/CodeSystem/object-role';
const coding = (system: string, code: string, display: string): Coding => ({ system, code, display });

const QUERY = coding(DICOM, '110112', 'Query');
const RECORD = coding(DICOM, '110110', 'Patient Record');
const EXPORT = coding(DICOM, '110106', 'Export');
const EMERGENCY = coding(DICOM, '110127', 'Emergency Override Started');
const PATIENT_ADMIN = coding(REASON, 'PATADMIN', 'patient administration');
const OPERATIONS = coding(REASON, 'HOPERAT', 'healthcare operations');
const GLASS = coding(REASON, 'BTG', 'break the glass');

interface Kind {
  readonly type: Coding;
  readonly action: NonNullable<AuditEvent['action']>;
  readonly purpose: Coding;
  /** 0: done; 4: they were not let (https://hl7.org/fhir/R4/valueset-audit-event-outcome.html). */
  readonly outcome: '0' | '4';
}
const kind = (type: Coding, action: Kind['action'], purpose: Coding, outcome: Kind['outcome'] = '0'): Kind => ({
  ...{ type, action, purpose, outcome },
});

/** What of the audit concerns the EHR's patients; everything else stays here. */
const KINDS: Readonly<Partial<Record<MirrorRow['row']['action'], Kind>>> = {
  search: kind(QUERY, 'E', PATIENT_ADMIN),
  verify: kind(RECORD, 'E', PATIENT_ADMIN),
  verifyRefused: kind(RECORD, 'E', PATIENT_ADMIN, '4'),
  reveal: kind(RECORD, 'R', PATIENT_ADMIN),
  chartOpened: kind(RECORD, 'R', PATIENT_ADMIN),
  breakGlass: kind(EMERGENCY, 'R', GLASS),
  breakGlassRefused: kind(EMERGENCY, 'R', GLASS, '4'),
  goOnUnchecked: kind(EMERGENCY, 'R', GLASS),
  goOnUncheckedRefused: kind(EMERGENCY, 'R', GLASS, '4'),
  archiveOpen: kind(RECORD, 'R', OPERATIONS),
  archiveExport: kind(EXPORT, 'R', OPERATIONS),
  reportExport: kind(EXPORT, 'R', OPERATIONS),
};

/** @returns undefined for what the EHR need not hear of */
export function auditEventOf({ id, row }: MirrorRow): AuditEvent | undefined {
  const known = KINDS[row.action];
  if (!known) return undefined;
  const user = clean(row.userId);
  const patient = /^[A-Za-z0-9.-]{1,64}$/.test(row.patientId ?? '') ? row.patientId : undefined;
  const purpose = [{ coding: [known.purpose] }];
  return {
    resourceType: 'AuditEvent',
    type: known.type,
    subtype: [{ system: 'https://frontdesk.example/fhir/CodeSystem/audit-action', code: row.action }],
    action: known.action,
    recorded: instant(row.at),
    outcome: known.outcome,
    purposeOfEvent: purpose,
    agent: [
      {
        ...(user === '' ? {} : { who: { identifier: { system: USER_SYSTEM, value: user } } }),
        requestor: true,
        purposeOfUse: purpose,
      },
    ],
    source: { observer: { display: 'Frontdesk' } },
    entity: [
      { what: { identifier: identifierOf(id) }, type: coding(ENTITY_TYPE, '4', 'Other') },
      ...(patient === undefined
        ? []
        : [
            {
              what: { reference: `Patient/${patient}` },
              type: coding(ENTITY_TYPE, '1', 'Person'),
              role: coding(ENTITY_ROLE, '1', 'Patient'),
            },
          ]),
    ],
  };
}

export interface AuditEvents {
  /** Writes once. `ehrUnknownOutcome` when the answer did not arrive: ask again with `lookFirst`. */
  write(row: MirrorRow, lookFirst: boolean): Promise<Result<EhrWritten>>;
}

export function createAuditEvents(transport: Transport, search: Search, profile: EhrProfile): AuditEvents {
  /** Whether it is there already; nobody can tell where events are not found by their time. */
  async function find({ id, row }: MirrorRow): Promise<Result<string | undefined>> {
    const parameter = profile.parameter('AuditEvent', ['date']);
    if (parameter === undefined) return fail('ehrUnknownOutcome', 'AuditEvent cannot be looked up');
    // Servers differ in what equal moments are: a second to either side is asked for, and the identifier decides.
    const around = [`ge${instant(row.at - 1000)}`, `le${instant(row.at + 1000)}`];
    const found = await search.all('AuditEvent', { [parameter]: around, _count: '100' });
    if (!found.ok) return found;
    const first = found.value.find((one) => JSON.stringify(one['entity'] ?? '').includes(`"${identifierValue(id)}"`));
    return ok(first && `AuditEvent/${first.id}`);
  }

  return {
    async write(row, lookFirst) {
      const event = auditEventOf(row);
      if (event === undefined || !profile.canCreate('AuditEvent')) return ok({ state: 'keptHere' });
      if (lookFirst) {
        const earlier = await find(row);
        if (!earlier.ok) return earlier;
        if (earlier.value !== undefined) return ok({ state: 'sent', reference: earlier.value });
      }
      const reply = await transport.create('AuditEvent', { ...event });
      if (!reply.ok) return reply;
      const there = AnyResource.safeParse(reply.value.body);
      return ok({ state: 'sent', reference: there.success ? `AuditEvent/${there.data.id}` : 'AuditEvent' });
    },
  };
}
