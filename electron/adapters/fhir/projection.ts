// Which resource a write becomes on this server, and how an earlier one is known again.
import type { Communication, Consent, DocumentReference, Task } from '@medplum/fhirtypes';
import type { EhrWrite } from '../../ports/ehr.ts';
import { WRITE_ID_SYSTEM } from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { EhrProfile } from '../../../shared/domain/ehr/profile.ts';
import { withHandled } from './handled-extension.ts';
import { communicationOf, documentOf, identifierValue, noteText, owedStep } from './project.ts';
import { recordingConsent } from './project-consent.ts';
import { orderOf, stepAsCommunication, stepText, taskOf } from './project-step.ts';
import type { AnyResource } from './shapes.ts';
import { Identifier } from './shapes.ts';

export type Written = Communication | Task | DocumentReference | Consent;

/** What can be created here; a type that the server turned out to refuse is left out. */
export type Takes = (type: string) => boolean;

/**
 * What this write can become on this server, the best first: a Task only for a step, then a Communication, then a chart
 * note. Nothing: kept here.
 */
export function projectionsFor(write: EhrWrite, takes: Takes): Written[] {
  const callAs = (['Communication', 'DocumentReference'] as const).find(takes);
  if (write.kind === 'communication')
    return [withHandled(communicationOf(write), write.handled), documentOf(write, noteText(write))].filter(
      ({ resourceType }) => takes(resourceType),
    );
  if (write.kind === 'consent') return takes('Consent') ? recordingConsent(write) : [];
  const step = owedStep(write);
  if (step === undefined) return [];
  const order = orderOf(write, step.kind ?? 'followUp');
  return [
    taskOf(write, step, callAs),
    stepAsCommunication(write, step),
    documentOf(write, stepText(write, step), order),
  ].filter(({ resourceType }) => takes(resourceType));
}

export const projectionFor = (write: EhrWrite, profile: EhrProfile): Written | undefined =>
  projectionsFor(write, (type) => profile.canCreate(type))[0];

/** The same write as this type of resource: what was written as one is changed as one, whatever would be created today. */
export const projectionAs = (write: EhrWrite, type: string, takes: Takes): Written | undefined =>
  projectionsFor(write, (one) => one === type || takes(one)).find(({ resourceType }) => resourceType === type);

export const carries = (resource: AnyResource, id: string): boolean =>
  Array.isArray(resource.identifier) &&
  resource.identifier.some((one) => {
    const parsed = Identifier.safeParse(one);
    return parsed.success && parsed.data.system === WRITE_ID_SYSTEM && parsed.data.value === identifierValue(id);
  });
