// Plays a day: every call is answered, verified, noted in two goes and finished, whatever dies on the way; then counts.
import { expect } from 'vitest';
import type { CallRow } from '../../shared/contract/call.ts';
import { emptyContent } from '../../shared/domain/note/complete.ts';
import type { Note, NoteContent } from '../../shared/domain/note/types.ts';
import { until } from '../support/until.ts';
import { must } from './desk.ts';
import type { DayDesk } from './desk.ts';
import type { Kill, PlannedCall } from './plan.ts';

export interface Callers {
  /** Somebody with that number calls the practice. */
  readonly ring: (number: string) => Promise<void>;
  /** Nobody is on the line any more. */
  readonly quiet: () => Promise<void>;
}

/** @returns how often the host was killed */
export async function playDay(desk: DayDesk, callers: Callers, calls: readonly PlannedCall[]): Promise<number> {
  let kills = 0;
  for (const call of calls) {
    const toDie = call.kill;
    const isDone = await playCall(desk, callers, call, async (step) => {
      if (step !== toDie) return false;
      kills += 1;
      await desk.killAndStart();
      return true;
    });
    // Whoever was cut off before a word was written calls again.
    if (!isDone) expect(await playCall(desk, callers, call, async () => false)).toBe(true);
  }
  await until('nothing waits for the EHR', () => desk.client.row('health')?.outboxWaiting === 0, 60_000);
  return kills;
}

/** @param after kills at its step and says so @returns whether the note is finished */
async function playCall(
  desk: DayDesk,
  callers: Callers,
  { patient, note }: PlannedCall,
  after: (step: Kill) => Promise<boolean>,
): Promise<boolean> {
  const cut = async (step: Kill): Promise<boolean> => {
    const isCut = await after(step);
    if (isCut) await callers.quiet();
    return isCut;
  };
  await callers.ring(patient.e164);
  const { id } = await until('it rings', () => desk.client.rows('calls').find((row) => row.state === 'ringing'));
  if (await cut('ringing')) return false;
  await must(desk.client.command('call.answer', { callId: id }));
  await until('talking', () => desk.client.row('calls', id)?.state === 'talking');
  if (await cut('answered')) return false;
  await verify(desk, id, patient);

  const begun = { ...emptyContent(), category: note.category, words: note.words };
  await must(desk.client.command('note.save', { callId: id, version: 0, content: begun }));
  await cut('begun');
  const kept = await until('the beginning is kept', () => {
    const row = desk.client.row('notes', id);
    return row?.content.words === note.words ? row : undefined;
  });
  const whole = await saveOn(desk, id, kept, note);
  await cut('written');
  await callers.quiet();
  await until('over', () => (desk.client.row('calls', id)?.state ?? 'ended') === 'ended');
  await cut('over');
  await until('the whole note is kept', () => desk.client.row('notes', id)?.content.outcome === note.outcome);
  // What the EHR has told meanwhile may stand beside what was typed, never in its place.
  expect(desk.client.row('notes', id)?.content).toMatchObject(whole);
  await must(desk.client.command('note.finish', { callId: id }));
  await cut('finished');
  await desk.client.command('call.dismiss', { callId: id });
  return true;
}

/**
 * As the window does: what the desk has filled ahead stays, and who typed on a version that is not the newest any more (a
 * field was filled meanwhile) types on the newest. @returns what is kept
 */
async function saveOn(
  desk: DayDesk,
  callId: CallRow['id'],
  { version, content }: Pick<Note, 'version' | 'content'>,
  note: NoteContent,
): Promise<NoteContent> {
  const whole = { ...note, fields: { ...content.fields, ...note.fields } };
  const answer = await desk.client.command('note.save', { callId, version, content: whole });
  if (!answer.ok) throw new Error(answer.error.code);
  const { newer } = answer.value;
  return newer ? saveOn(desk, callId, { version: answer.value.version, ...newer }, note) : whole;
}

async function verify(desk: DayDesk, id: CallRow['id'], patient: PlannedCall['patient']): Promise<void> {
  const match = await until('the patient is matched', () => {
    const found = desk.client.row('calls', id)?.match;
    return found?.state === 'one' ? found : undefined;
  });
  await must(desk.client.command('patient.choose', { callId: id, patientId: match.candidates[0]!.patientId }));
  const claims = {
    name: `${patient.given} ${patient.family}`,
    birthDate: 'date' in patient.birth ? patient.birth.date : '',
  };
  expect(await desk.client.command('patient.verify', { callId: id, claims })).toMatchObject({
    ok: true,
    value: { verified: true },
  });
}

/** Every note is found complete and is in the EHR once; every promise is in the list once, with an owner and a window. */
export async function countDay(desk: DayDesk, fhir: string, calls: readonly PlannedCall[]): Promise<void> {
  const notes = await keptNotes(desk);
  expect(notes.map(({ content }) => content.words).sort()).toEqual(calls.map(({ note }) => note.words).sort());
  for (const { state, content } of notes) {
    expect(state).toBe('finished');
    expect([content.category, content.outcome, content.told, content.nextStep]).not.toContain(undefined);
  }
  const owed = calls.filter(({ note }) => note.nextStep !== 'nothing');
  const open = desk.client.rows('worklist').filter((item) => item.state === 'open');
  expect(open.map(({ kind }) => kind)).toEqual(owed.map(() => 'followUp'));
  expect(open.filter((item) => item.owner === '' || item.due === '')).toEqual([]);
  const communications = await ours(fhir, 'Communication');
  const tasks = await ours(fhir, 'Task');
  expect([communications.length, tasks.length]).toEqual([calls.length, owed.length]);
  expect(new Set(communications).size).toBe(calls.length);
  expect(new Set(tasks).size).toBe(owed.length);
}

/** As the search finds them, page by page, and as they open. */
async function keptNotes({ client }: DayDesk): Promise<Note[]> {
  const notes: Note[] = [];
  let before: number | undefined;
  do {
    const page = await client.command('archive.search', {
      ...{ text: '', filter: {}, order: 'time' },
      ...(before === undefined ? {} : { before }),
    });
    if (!page.ok) throw new Error(page.error.code);
    for (const { callId } of page.value.hits) {
      const opened = await client.command('archive.note', { callId });
      if (!opened.ok) throw new Error(opened.error.code);
      notes.push(opened.value.note);
    }
    ({ before } = page.value);
  } while (before !== undefined);
  return notes;
}

/** Our identifiers on the server's resources of that type. */
async function ours(fhir: string, type: 'Communication' | 'Task'): Promise<string[]> {
  const found: string[] = [];
  let address: string | undefined = `${fhir}/${type}?_count=200`;
  while (address !== undefined) {
    const bundle = (await (await fetch(address)).json()) as {
      entry?: { resource: { identifier?: { value?: string }[] } }[];
      link?: { relation: string; url: string }[];
    };
    for (const { resource } of bundle.entry ?? [])
      found.push(...(resource.identifier ?? []).flatMap(({ value }) => (value?.includes('/') ? [value] : [])));
    address = bundle.link?.find(({ relation }) => relation === 'next')?.url;
  }
  return found;
}
