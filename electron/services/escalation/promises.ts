// What an escalation promised: a thing to do that is there the moment the caller was told, whether or not the note is ever
// finished. A note that is finished with the same promise takes it over, so that nobody calls back twice.
import type { CallId } from '../../../shared/domain/call/call.ts';
import { callBackDue } from '../../../shared/domain/escalation/plan.ts';
import type { Note } from '../../../shared/domain/note/types.ts';
import type { PatientId } from '../../../shared/domain/patient/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import type { WorkSource } from '../../../shared/domain/work/types.ts';
import { fail } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { Clock } from '../../ports/runtime.ts';

export interface PromiseDeps {
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  /** Whom the call is about: what is shown of them, the number they called from, the verified patient. */
  readonly contact: (callId: CallId) => {
    about: string;
    number?: string | undefined;
    patientId?: PatientId | undefined;
  };
  readonly addWork: (work: WorkSource) => Result<unknown>;
  /** Closes a thing to do as part of another one, when it is still open. */
  readonly mergeWork: (id: string) => void;
}

/** What is to be done, in the practice's own language: it is read at every desk, and in the EHR. */
const TEXTS: Readonly<Record<string, string>> = {
  en: 'Nobody on call could be reached: call back.',
  es: 'No se localizó a nadie de guardia: devolver la llamada.',
};

const workId = (callId: CallId): string => `${callId}/escalation`;

export class Promises {
  readonly #deps: PromiseDeps;

  constructor(deps: PromiseDeps) {
    this.#deps = deps;
  }

  /** @param number where to call back; absent: the number the call came from */
  keep(
    callId: CallId,
    { owner, within }: { owner: string; within: string },
    number: string | undefined,
    userId: string,
  ): Result<unknown> {
    const { clock, site, contact, addWork } = this.#deps;
    const rules = site();
    if (!rules) return fail('callGone');
    const { about, patientId, number: calledFrom } = contact(callId);
    const back = number ?? calledFrom;
    return addWork({
      id: workId(callId),
      kind: 'followUp',
      text: TEXTS[rules.clinic.languages[0] ?? 'en'] ?? TEXTS['en'] ?? '',
      about,
      ...(back ? { number: back } : {}),
      callId,
      ...(patientId ? { patientId } : {}),
      owner,
      due: callBackDue(within, rules, clock.now()),
      createdAt: clock.now(),
      createdBy: userId,
    });
  }

  noteFinished(note: Note): void {
    if (typeof note.content.nextStep === 'object') this.#deps.mergeWork(workId(note.callId));
  }
}
