// A thing to do ⇄ a FHIR Task (https://hl7.org/fhir/R4/task.html). `performerType` is who it was promised from; `owner` is
// who has it: that team, or the person who took it (then `in-progress`, businessStatus `claimed`, executionPeriod.start).
// Attempts are outputs: how the call-back ended, and when. Everything that others wrote into the Task stays in it.
import type { Task } from '@medplum/fhirtypes';
import {
  ATTEMPT_SYSTEM,
  TASK_INPUT_SYSTEM,
  USER_SYSTEM,
  WORK_STATE_SYSTEM,
  WRITE_ID_SYSTEM,
} from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { SharedTask, TaskWish } from '../../../shared/domain/work/share.ts';
import { AttemptOutcome } from '../../../shared/domain/work/types.ts';
import type { Work } from '../../../shared/domain/work/types.ts';
import { clean, fhirDue, identifierOf, instant } from './project.ts';
import { callBackInput, kindConcept, kindIn } from './project-step.ts';
import { hasCode } from './shapes.ts';
import type { WorkTask } from './shapes.ts';

/** https://hl7.org/fhir/R4/valueset-task-status.html: everything that still wants somebody. */
export const OPEN_STATUSES = ['draft', 'requested', 'received', 'accepted', 'ready', 'in-progress', 'on-hold'];

const at = (iso: string | undefined): number | undefined => {
  const ms = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(ms) ? undefined : ms;
};

/** Our own id of the item, from the identifier it was written under. */
function idOf(task: WorkTask): string | undefined {
  const value = task.identifier.find(({ system }) => system === WRITE_ID_SYSTEM)?.value;
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** @returns undefined for a Task that is none of ours */
export function readTask(task: WorkTask): SharedTask | undefined {
  const id = idOf(task);
  if (id === undefined || id.length > 300 || id === '') return undefined;
  const changedAt = at(task.lastModified) ?? at(task.meta?.lastUpdated) ?? 0;
  const holder = { by: task.owner?.identifier?.value ?? '', name: task.owner?.display ?? '' };
  const isOpen = OPEN_STATUSES.includes(task.status ?? '');
  const isClaimed = isOpen && hasCode(task.businessStatus, WORK_STATE_SYSTEM, 'claimed');
  const number = task.input.find(({ type }) => hasCode(type, TASK_INPUT_SYSTEM, 'call-back-number'))?.valueContactPoint;
  const { kind, category } = kindIn(task.code);
  const patientId = /^(?:.*\/)?Patient\/([A-Za-z0-9.-]{1,64})$/.exec(task.for?.reference ?? '')?.[1];
  return {
    id,
    reference: `Task/${task.id}`,
    text: task.description ?? '',
    about: task.for?.display ?? number?.value ?? '',
    owner: task.performerType[0]?.text ?? task.owner?.display ?? '',
    due: task.restriction?.period?.end ?? '',
    createdAt: at(task.authoredOn) ?? changedAt,
    author: task.requester?.display ?? '',
    attempts: attemptsOf(task),
    ...(number?.value ? { number: number.value } : {}),
    ...(patientId ? { patientId } : {}),
    ...(category ? { category } : {}),
    ...(kind ? { step: kind } : {}),
    ...(isClaimed ? { claim: { ...holder, since: at(task.executionPeriod?.start) ?? changedAt } } : {}),
    ...(isOpen ? {} : { closed: { ...holder, at: at(task.executionPeriod?.end) ?? changedAt } }),
  };
}

function attemptsOf(task: WorkTask): SharedTask['attempts'] {
  return task.output.flatMap(({ type, valueDateTime }) => {
    const outcome = AttemptOutcome.safeParse(type.coding.find(({ system }) => system === ATTEMPT_SYSTEM)?.code);
    const when = at(valueDateTime);
    return outcome.success && when !== undefined ? [{ at: when, name: type.text ?? '', outcome: outcome.data }] : [];
  });
}

/** Nobody: it followed from something else, such as a later call. */
function person(by: string, name: string): Pick<Task, 'owner'> {
  const [value, display] = [clean(by), clean(name) || clean(by)];
  if (display === '') return {};
  return { owner: { ...(value === '' ? {} : { identifier: { system: USER_SYSTEM, value } }), display } };
}

/** The Task of an item that only the PBX or a mailbox knew of until somebody took it. */
export function newTask(wish: TaskWish): Task {
  const { work } = wish;
  const input = callBackInput(work.number);
  const isPbx = work.kind === 'missed' || work.kind === 'abandoned';
  const words = isPbx ? `Call back: ${work.kind === 'missed' ? 'missed call' : 'gave up waiting'}` : 'Follow up';
  return withState(
    {
      resourceType: 'Task',
      identifier: [identifierOf(work.id)],
      status: 'requested',
      intent: 'order',
      priority: 'routine',
      code: kindConcept(work.step ?? (isPbx ? 'callback' : 'followUp'), work.category, work.category ?? work.kind),
      description: clean(work.text) || words,
      ...(work.patientId === undefined ? {} : { for: { reference: `Patient/${work.patientId}` } }),
      authoredOn: instant(work.createdAt),
      ...(clean(work.createdBy) === '' ? {} : { requester: { display: clean(work.createdBy) } }),
      ...(input === undefined ? {} : { input: [input] }),
    },
    work,
  );
}

/** The Task as it is there, with the item's state in it. */
export function withState(there: Task, work: Work): Task {
  const { businessStatus, executionPeriod: _period, owner: _owner, ...rest } = there;
  const owner = clean(work.owner);
  const due = fhirDue(work.due);
  return {
    ...rest,
    ...(owner === '' ? {} : { performerType: [{ text: owner }] }),
    ...(due === undefined
      ? {}
      : { restriction: { ...there.restriction, period: { ...there.restriction?.period, end: due } } }),
    ...stateOf(work, owner),
    ...withoutOrWith(businessStatus, work),
    ...outputsOf(there, work),
    // Never before it was written (invariant inv-1), whatever the clocks of two desks say.
    lastModified: instant(Math.max(work.history.at(-1)?.at ?? work.createdAt, at(there.authoredOn) ?? 0)),
  };
}

function stateOf({ claim, closed }: Work, owner: string): Partial<Task> & Pick<Task, 'status'> {
  if (closed)
    return {
      status: 'completed',
      ...person(closed.by, closed.name),
      executionPeriod: { end: instant(closed.at) },
    };
  if (claim)
    return {
      status: 'in-progress',
      ...person(claim.by, claim.name),
      executionPeriod: { start: instant(claim.since) },
    };
  return { status: 'requested', ...(owner === '' ? {} : { owner: { display: owner } }) };
}

/** That somebody has it stands beside what else its business status says, such as where a referral is. */
function withoutOrWith(there: Task['businessStatus'], { claim, closed }: Work): Pick<Task, 'businessStatus'> {
  const others = (there?.coding ?? []).filter(({ system }) => system !== WORK_STATE_SYSTEM);
  const isTaken = claim !== undefined && !closed;
  const coding = [...others, ...(isTaken ? [{ system: WORK_STATE_SYSTEM, code: 'claimed' }] : [])];
  const wasTaken = there?.text === TAKEN;
  const text = isTaken && (others.length === 0 || wasTaken) ? TAKEN : wasTaken ? undefined : there?.text;
  if (coding.length === 0 && text === undefined) return {};
  return { businessStatus: { ...(coding.length > 0 ? { coding } : {}), ...(text === undefined ? {} : { text }) } };
}
const TAKEN = 'Taken at a desk';

/** Our attempts in place of those that were there; outputs of anybody else stay. */
function outputsOf(there: Task, { attempts }: Work): Pick<Task, 'output'> {
  const others = (there.output ?? []).filter(({ type }) => !hasOurs(type));
  const ours = attempts.map(({ at: when, name, outcome }) => ({
    type: { coding: [{ system: ATTEMPT_SYSTEM, code: outcome }], ...(clean(name) === '' ? {} : { text: clean(name) }) },
    valueDateTime: instant(when),
  }));
  const output = [...others, ...ours];
  return output.length === 0 ? {} : { output };
}

const hasOurs = (type: { coding?: { system?: string }[] } | undefined): boolean =>
  type?.coding?.some(({ system }) => system === ATTEMPT_SYSTEM) ?? false;
