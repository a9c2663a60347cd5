// One thing to do at several desks: what the EHR keeps of it, when two desks get in each other's way, and what this desk
// learns from the EHR. Pure.
import type { StepKind } from '../note/request-kinds.ts';
import { dueAt } from './rules.ts';
import { nextAt, reduceWork } from './reduce.ts';
import type { Attempt, Work, WorkEvent, WorkKind, WorkSource } from './types.ts';

interface Person {
  readonly by: string;
  readonly name: string;
}

/** An item as every desk sees it in the EHR. */
export interface SharedTask {
  readonly id: string;
  /** Where the EHR keeps it: `Task/123`. */
  readonly reference: string;
  readonly text: string;
  readonly about: string;
  readonly number?: string | undefined;
  readonly patientId?: string | undefined;
  readonly category?: string | undefined;
  readonly step?: StepKind | undefined;
  /** The team or person it was promised from. */
  readonly owner: string;
  readonly due: string;
  readonly createdAt: number;
  readonly author: string;
  readonly claim?: (Person & { readonly since: number }) | undefined;
  readonly closed?: (Person & { readonly at: number }) | undefined;
  readonly attempts: readonly Attempt[];
}

/** What a desk wants the EHR to hold, and for whom it asks. */
export interface TaskWish {
  readonly work: Work;
  /** Who does it here, now. */
  readonly actor: string;
  /** May take it from whoever has it, or open it again. */
  readonly overrides: boolean;
}

type Promised = Pick<Work, 'owner' | 'due'>;

/** As the EHR had it when this desk last heard of it, without what it did not take; undefined before it was ever there. */
export function lastHeard({ source, history, reference }: Work): Work | undefined {
  const pushed = history.findLastIndex(({ what }) => what === 'pushed');
  if (reference === undefined || pushed < 0) return undefined;
  return reduceWork(
    source,
    history.filter(({ remote }, index) => index <= pushed || remote === true),
  );
}

const isSamePart = (part: keyof Promised, a: string, b: string): boolean =>
  a.trim() === b.trim() || (part === 'due' && a.includes('T') && b.includes('T') && Date.parse(a) === Date.parse(b));

/** Both changed the same since they last agreed, and not to the same. */
function isContested(work: Work, there: Promised): boolean {
  const known = lastHeard(work);
  if (!known) return false;
  return PARTS.some(
    (part) =>
      there[part] !== '' &&
      !isSamePart(part, there[part], known[part]) &&
      !isSamePart(part, work[part], known[part]) &&
      !isSamePart(part, there[part], work[part]),
  );
}
const PARTS = ['owner', 'due'] as const;

/** The item as it is to stand there: what only others changed since this desk last heard of it stays theirs. */
export function mergedWith(work: Work, there: Promised): Work {
  const known = lastHeard(work);
  if (!known) return work;
  const theirs = (part: keyof Promised): boolean =>
    there[part] !== '' && isSamePart(part, work[part], known[part]) && !isSamePart(part, there[part], known[part]);
  return { ...work, owner: theirs('owner') ? there.owner : work.owner, due: theirs('due') ? there.due : work.due };
}

/** Why the EHR's item must not be changed as wished: somebody else was first, or changed the same meanwhile. */
export function conflictOf(
  { work, actor, overrides }: TaskWish,
  there: Pick<SharedTask, 'claim' | 'closed' | 'owner' | 'due'>,
): 'workDone' | 'workTaken' | 'workChanged' | undefined {
  if (!there.closed && isContested(work, there)) return 'workChanged';
  if (overrides) return undefined;
  // Finished here at an earlier moment and told late: then both agree.
  if (there.closed) return there.closed.by === actor && work.closed ? undefined : 'workDone';
  return there.claim !== undefined && there.claim.by !== actor ? 'workTaken' : undefined;
}

/** Items of the queue and of mailboxes are in the EHR only once somebody takes them; promises are there from the start. */
export function belongsInEhr(work: Work): boolean {
  if (work.reference !== undefined) return true;
  if (work.kind === 'refused' || work.state === 'done') return false;
  return work.kind === 'followUp' || work.kind === 'voicemail' || work.claim !== undefined;
}

/** The kind of an item that only the EHR told of, from its id. */
export function kindOf(id: string): WorkKind {
  const first = id.split('/')[0];
  if (first === 'missed' || first === 'abandoned' || first === 'voicemail') return first;
  return 'followUp';
}

/** An item of another desk, as this one keeps it. */
export const sourceFrom = (task: SharedTask, key: string | undefined): WorkSource => ({
  id: task.id,
  kind: kindOf(task.id),
  text: task.text,
  about: task.about,
  owner: task.owner,
  due: task.due,
  createdAt: task.createdAt,
  createdBy: task.author,
  ...(task.number ? { number: task.number } : {}),
  ...(key ? { key } : {}),
  ...(task.patientId ? { patientId: task.patientId as NonNullable<WorkSource['patientId']> } : {}),
  ...(task.category ? { category: task.category } : {}),
  ...(task.step ? { step: task.step } : {}),
});

/**
 * What happened elsewhere since this desk looked last, as events of the item. Nothing while this desk has something to
 * tell itself: that goes first, and finds out there who was earlier. What the EHR did not take stays as it is here, until
 * somebody changes the same there.
 */
export function learnedFrom(work: Work, task: SharedTask, zone: string, now: number): WorkEvent[] {
  if (work.unpushed) return [];
  const events: WorkEvent[] = [];
  const add = (event: Partial<WorkEvent> & Pick<WorkEvent, 'what'>, who: Person, at = now) => {
    const known = [...work.history, ...events];
    events.push({ remote: true, at: nextAt(known, at), ...who, ...event } as WorkEvent);
  };
  const nobody: Person = { by: '', name: '' };
  const heard = work.pushRefused ? (lastHeard(work) ?? work) : work;
  const isNews = (part: keyof Promised): boolean => task[part] !== '' && !isSamePart(part, task[part], heard[part]);
  if (work.reference !== task.reference) add({ what: 'pushed', reference: task.reference }, nobody);
  for (const attempt of task.attempts)
    if (!work.attempts.some((known) => known.at === attempt.at || (attempt.callId && known.callId === attempt.callId)))
      add({ what: 'attempt', outcome: attempt.outcome }, { by: '', name: attempt.name }, attempt.at);
  if (task.closed) {
    if (work.state === 'open' && heard.state === 'open')
      add({ what: 'closed', how: 'elsewhere' }, task.closed, task.closed.at);
    return events;
  }
  if (work.state === 'done' && heard.state === 'done') add({ what: 'reopened' }, nobody);
  if (isNews('owner') && task.owner !== work.owner) add({ what: 'reassigned', owner: task.owner, reason: '' }, nobody);
  if (isNews('due') && dueAt(task.due, zone) !== dueAt(work.due, zone))
    add({ what: 'moved', due: task.due, reason: '' }, nobody);
  if (task.claim?.by !== work.claim?.by && task.claim?.by !== heard.claim?.by) {
    if (work.claim) add({ what: 'released' }, { by: work.claim.by, name: work.claim.name });
    if (task.claim) add({ what: 'claimed' }, task.claim, task.claim.since);
  }
  return events;
}

/** What somebody changed here while the EHR was away and what did not stand there: another desk had changed the same. */
export interface Overruled {
  readonly due?: string;
  readonly owner?: string;
}

/** Undefined once somebody here has done something with the item since: then it was seen. */
export function overruledIn({ history, state }: Pick<Work, 'history' | 'state'>): Overruled | undefined {
  let [ours, lost]: Overruled[] = [{}, {}];
  for (const event of history) {
    if (event.what === 'pushed' || event.what === 'pushRefused') ours = {};
    else if (event.remote) lost = { ...lost, ...partOf(event, ours) };
    else if (event.by !== '') [ours, lost] = [{ ...ours, ...partOf(event) }, {}];
  }
  return state === 'open' && Object.keys(lost ?? {}).length > 0 ? lost : undefined;
}

/** The part that the event changed: as it says itself, or as `instead` has it. */
function partOf(event: WorkEvent, instead?: Overruled): Overruled {
  if (event.what !== 'moved' && event.what !== 'reassigned') return {};
  const part = event.what === 'moved' ? 'due' : 'owner';
  const value = instead ? instead[part] : event.what === 'moved' ? event.due : event.owner;
  return value === undefined ? {} : { [part]: value };
}
