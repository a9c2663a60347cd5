// Finished notes as a FHIR Bundle: each call a Communication, each owed step a Task, each version before a correction a
// superseded DocumentReference. The same mapping as what is written to the EHR, so that both can be told apart by nobody.
// https://hl7.org/fhir/R4/bundle.html
import { createHash } from 'node:crypto';
import type { Bundle, BundleEntry, DocumentReference, Resource, Task } from '@medplum/fhirtypes';
import type { BundledNote, BundleNotes } from '../../ports/export.ts';
import type { EhrWrite } from '../../ports/ehr.ts';
import { communicationOf, documentOf, identifierOf, noteText, owedStep } from './project.ts';
import { taskOf } from './project-step.ts';

export const collectionOf = (notes: readonly BundledNote[], now: number): Bundle => ({
  resourceType: 'Bundle',
  type: 'collection',
  timestamp: new Date(now).toISOString(),
  entry: notes.flatMap(({ write, earlier }) => [...callEntries(write), ...earlier.map(supersededEntry)]),
});

export const bundleNotes: BundleNotes = (notes, now) => JSON.stringify(collectionOf(notes, now), undefined, 1);

function callEntries(write: EhrWrite): BundleEntry[] {
  const step = owedStep(write);
  const { callId } = write.note;
  const call = entry(`${callId}/communication`, communicationOf({ ...write, id: `${callId}/communication` }));
  if (step === undefined) return [call];
  const task: Task = taskOf({ ...write, id: `${callId}/task` }, step, 'Communication');
  return [call, entry(`${callId}/task`, task)];
}

function supersededEntry(write: EhrWrite): BundleEntry {
  const id = `${write.note.callId}/version-${write.note.version}`;
  const document: DocumentReference = { ...documentOf({ ...write, id }, noteText(write)), status: 'superseded' };
  return entry(id, { ...document, identifier: [identifierOf(id)] });
}

const entry = (id: string, resource: Resource): BundleEntry => ({ fullUrl: `urn:uuid:${uuidOf(id)}`, resource });

/** The same for the same id (RFC 9562 5.5, version 5, of the URL namespace). */
function uuidOf(id: string): string {
  const namespace = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');
  const hash = createHash('sha1').update(namespace).update(`frontdesk:${id.toWellFormed()}`).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
