// What of the verified patient's chart a note's fields can be answered with. Pure.
import { givenIn } from '../patient/card.ts';
import { prescriptionText, toldApart } from '../patient/prescriptions.ts';
import type { PatientContext } from '../patient/types.ts';
import type { Offers } from './requests.ts';

type Chart = Pick<PatientContext, 'refills' | 'referrals' | 'missing' | 'waiting'>;

/** A note names only orders that the EHR has given in this call. */
export const offersIn = (chart: Chart): Offers => ({
  medication: toldApart(givenIn(chart, 'refills')?.refills ?? [])
    .filter(({ prescription }) => prescription.medication !== '')
    .map((one) => ({ reference: `MedicationRequest/${one.prescription.id}`, text: prescriptionText(one) })),
  referral: (givenIn(chart, 'referrals')?.referrals ?? [])
    .filter(({ specialty }) => specialty !== '')
    .map(({ id, specialty }) => ({ reference: `ServiceRequest/${id}`, text: specialty })),
});
