// Two prescriptions of one name, over the wire: what tells them apart, and that a refill names the one that was meant.
import type { MedicationRequest, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { problemsOf } from '../../electron/clinic/ehr/validity.ts';
import { offersIn } from '../../shared/domain/note/offers.ts';
import { PatientId } from '../../shared/domain/patient/types.ts';
import { requestWrite, requestsFor } from './requests.ts';
import { TODAY, send, startClinicUpstream } from './servers.ts';
import type { Upstream } from './servers.ts';
import type { StandIn } from './stand-in.ts';
import { vendorStandIn } from './strict.ts';
import { ATHENA_LIKE, EPIC_LIKE, ORACLE_LIKE } from './vendors.ts';

let upstream: Upstream;
let patient: PatientId;
const open: StandIn[] = [];

const prescription = (status: MedicationRequest['status'], strength: string, authoredOn: string) =>
  send('POST', `${upstream.url}/MedicationRequest`, {
    ...{ resourceType: 'MedicationRequest', status, intent: 'order', authoredOn },
    medicationCodeableConcept: {
      text: 'Metformin',
      coding: [
        { system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '861007', display: `metformin ${strength}` },
      ],
    },
    subject: { reference: `Patient/${patient}` },
    dosageInstruction: [{ text: 'As directed' }],
  });

beforeAll(async () => {
  upstream = await startClinicUpstream();
  const { id } = await send('POST', `${upstream.url}/Patient`, {
    ...{ resourceType: 'Patient', name: [{ family: 'Twice', given: ['Ada'] }], birthDate: '1960-02-03' },
  });
  patient = PatientId.parse(id);
  await prescription('active', '500 MG Oral Tablet', '2026-11-02');
  await prescription('active', '1000 MG Oral Tablet', '2026-11-02');
  await prescription('stopped', '850 MG Oral Tablet', '2026-03-02');
});
afterAll(async () => {
  for (const one of open) await one.close();
  await upstream.close();
});

it.each([undefined, EPIC_LIKE, ORACLE_LIKE, ATHENA_LIKE])('are told apart by their strength at %o', async (vendor) => {
  const far = await vendorStandIn(vendor, upstream.url);
  open.push(far);
  const card = await openFhir({ baseUrl: far.url }).readContext(patient, TODAY);
  if (!card.ok) throw new Error(card.error.code);
  expect(
    offersIn(card.value)
      .medication?.map(({ text }) => text)
      .sort(),
  ).toEqual(['Metformin, 1000 MG Oral Tablet', 'Metformin, 500 MG Oral Tablet']);
});

it('and a refill is asked for of the one that was meant', async () => {
  const ehr = openFhir({ baseUrl: upstream.url });
  const card = await ehr.readContext(patient, TODAY);
  const offers = (card.ok && offersIn(card.value).medication) || [];
  const meant = offers.find(({ text }) => text.includes('1000'))!;
  const { refill } = requestsFor(meant.reference);
  const medication = { ...refill.meant.medication!, text: meant.text };
  const written = await ehr.write(
    requestWrite('two-of-one-name', { ...refill, meant: { ...refill.meant, medication } }),
  );
  const reference = written.ok && written.value.state === 'sent' ? written.value.reference : '';
  const task = (await (await fetch(`${upstream.url}/${reference}`)).json()) as Task;
  expect(problemsOf(task)).toEqual([]);
  expect(task.focus).toEqual({ reference: meant.reference, display: 'Metformin, 1000 MG Oral Tablet' });
});
