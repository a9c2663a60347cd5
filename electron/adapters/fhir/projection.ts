// Which resource a write becomes on this server, and how an earlier one is known again.
import type { Communication, DocumentReference, Resource, Task } from '@medplum/fhirtypes';
import type { EhrWrite } from '../../ports/ehr.ts';
import { WRITE_ID_SYSTEM } from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { EhrProfile } from '../../../shared/domain/ehr/profile.ts';
import { withHandled } from './handled-extension.ts';
import {
  communicationOf,
  documentOf,
  identifierValue,
  noteText,
  owedStep,
  stepAsCommunication,
  taskOf,
} from './project.ts';
import type { AnyResource } from './shapes.ts';
import { Identifier } from './shapes.ts';

export type Written = Communication | Task | DocumentReference;

/** What this write becomes on this server: Task, else Communication, else DocumentReference; undefined: kept here. */
export function projectionFor(write: EhrWrite, profile: EhrProfile): Written | undefined {
  const takes = (type: Resource['resourceType']): boolean => profile.canCreate(type);
  const callAs = takes('Communication')
    ? 'Communication'
    : takes('DocumentReference')
      ? 'DocumentReference'
      : undefined;
  if (write.kind === 'communication') {
    if (callAs === 'Communication') return withHandled(communicationOf(write), write.handled);
    return callAs === undefined ? undefined : documentOf(write, noteText(write));
  }
  const step = owedStep(write);
  if (step === undefined) return undefined;
  if (takes('Task')) return taskOf(write, step, callAs);
  const message = stepAsCommunication(write, step);
  if (callAs === 'Communication') return message;
  return callAs === undefined ? undefined : documentOf(write, message.payload?.[0]?.contentString ?? '');
}

export const carries = (resource: AnyResource, id: string): boolean =>
  Array.isArray(resource.identifier) &&
  resource.identifier.some((one) => {
    const parsed = Identifier.safeParse(one);
    return parsed.success && parsed.data.system === WRITE_ID_SYSTEM && parsed.data.value === identifierValue(id);
  });
