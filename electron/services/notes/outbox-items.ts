// What a finished note owes the EHR.
import type { Note } from '../../../shared/domain/note/types.ts';
import type { Journal, OutboxItem } from '../../ports/journal.ts';

/**
 * Always the contact, and a task when somebody owes a next step. What an earlier version of the note has written already is
 * corrected, once a version; nothing is written a second time.
 */
export function outboxItems(note: Note, now: number, journal?: Pick<Journal, 'outbox' | 'versions'>): OutboxItem[] {
  const before =
    note.correction && journal?.versions(note.callId).find(({ version }) => version === note.correction?.of);
  const written = new Set(before ? journal?.outbox({ callId: note.callId }).map(({ id }) => id) : []);
  const item = (kind: OutboxItem['kind']): OutboxItem => {
    const id = `${note.callId}/${kind}`;
    const isWritten = written.has(id);
    return {
      id: isWritten ? `${id}/${note.version}` : id,
      callId: note.callId,
      kind,
      version: note.version,
      ...(isWritten ? { amends: id } : {}),
      state: 'waiting',
      attempts: 0,
      notBefore: now,
    };
  };
  const owes = note.content.nextStep !== undefined && note.content.nextStep !== 'nothing';
  const isNewStep =
    before === undefined ||
    JSON.stringify([before.content.nextStep, before.meant]) !== JSON.stringify([note.content.nextStep, note.meant]);
  const hasTask = owes || written.has(`${note.callId}/task`);
  const asked = note.recording?.answer;
  const isNewAnswer = before === undefined || before.recording?.answer !== asked;
  const hasConsent = asked === 'agreed' || asked === 'refused';
  return [
    item('communication'),
    ...(hasTask && isNewStep ? [item('task')] : []),
    ...(hasConsent && isNewAnswer ? [item('consent')] : []),
  ];
}
