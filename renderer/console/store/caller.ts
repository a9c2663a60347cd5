// What is known about the caller from several topics at once. Pure.
import type { CallRow } from '../../../shared/contract/call.ts';
import type { PatientPanel } from '../../../shared/contract/patient.ts';
import type { SiteView } from '../../../shared/contract/session.ts';

/** The language to speak: on file once verified, else the queue's, else nothing is known. */
export function callerLanguage(
  call: CallRow | undefined,
  panel: PatientPanel | undefined,
  site: SiteView | undefined,
): string | undefined {
  const onFile = panel?.context?.language;
  if (onFile) return onFile.slice(0, 2).toLowerCase();
  return site?.queues.find((queue) => queue.id === call?.queue?.queue)?.language;
}
