// Things to do that every desk sees: Tasks found by our identifier, changed only in the version that was read. A change
// that came in between is an answer (412, or 409 from some servers), not a failure: it is read, and looked at anew.
// https://hl7.org/fhir/R4/http.html#concurrency
import type { Task } from '@medplum/fhirtypes';
import { WRITE_ID_SYSTEM } from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import { conflictOf, mergedWith } from '../../../shared/domain/work/share.ts';
import type { SharedTask, TaskWish } from '../../../shared/domain/work/share.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { AppError, Result } from '../../../shared/result/result.ts';
import type { TaskSupport, TaskWritten } from '../../ports/ehr.ts';
import type { EhrProfile } from '../../../shared/domain/ehr/profile.ts';
import { identifierValue } from './project.ts';
import type { Search } from './search.ts';
import { WorkTask } from './shapes.ts';
import type { Transport } from './transport.ts';
import { OPEN_STATUSES, newTask, readTask, withState } from './work-task.ts';

/** Others may change it while we look; beyond this something else is wrong. */
const TRIES = 4;

export interface SharedTasks {
  readonly support: TaskSupport;
  open(): Promise<Result<SharedTask[]>>;
  read(reference: string): Promise<Result<SharedTask>>;
  write(wish: TaskWish): Promise<Result<TaskWritten>>;
}

/** One Task as it was read: what it says, and all of it for writing it back. */
interface Seen {
  readonly task: SharedTask;
  readonly raw: Task;
  readonly id: string;
  readonly version: string | undefined;
}

function seenIn(body: unknown): Seen | undefined {
  const parsed = WorkTask.safeParse(body);
  const task = parsed.success ? readTask(parsed.data) : undefined;
  if (!parsed.success || !task) return undefined;
  return { task, raw: body as Task, id: parsed.data.id, version: parsed.data.meta?.versionId };
}

function supportOf(profile: EhrProfile): TaskSupport {
  const canFind = profile.canSearch('Task') && profile.parameter('Task', ['identifier']) !== undefined;
  if (!canFind || !profile.canUpdate('Task')) return 'none';
  // Without If-None-Exist two desks that take the same call at once would write two Tasks.
  return profile.canCreate('Task') && profile.conditionalCreate('Task') ? 'createAndUpdate' : 'update';
}

const wasChanged = ({ code, detail }: AppError): boolean =>
  code === 'ehrRejected' && /^HTTP (409|412)\b/.test(detail ?? '');

export function createSharedTasks(transport: Transport, search: Search, profile: EhrProfile): SharedTasks {
  const support = supportOf(profile);
  const byStatus = profile.parameter('Task', ['status']) !== undefined;

  async function read(reference: string): Promise<Result<Seen>> {
    const reply = await transport.get(reference);
    if (!reply.ok) return reply;
    const seen = seenIn(reply.value.body);
    return seen ? ok(seen) : fail('ehrNotFound', 'not a Task of ours any more');
  }

  async function find(wish: TaskWish): Promise<Result<Seen | undefined>> {
    if (wish.work.reference !== undefined) return read(wish.work.reference);
    const identifier = `${WRITE_ID_SYSTEM}|${identifierValue(wish.work.id)}`;
    const found = await search.all('Task', { identifier });
    return found.ok ? ok(found.value.map(seenIn).find((seen) => seen?.task.id === wish.work.id)) : found;
  }

  /** What is there afterwards: ours, or that of a desk which was a moment earlier. */
  async function create(wish: TaskWish): Promise<Result<Seen>> {
    if (support !== 'createAndUpdate') return fail('ehrCannot', 'Task create');
    const identifier = encodeURIComponent(`${WRITE_ID_SYSTEM}|${identifierValue(wish.work.id)}`);
    const reply = await transport.create('Task', { ...newTask(wish) }, { 'if-none-exist': `identifier=${identifier}` });
    if (!reply.ok) return reply;
    const seen = seenIn(reply.value.body);
    if (seen) return ok(seen);
    const found = await find(wish);
    return found.ok ? (found.value ? ok(found.value) : fail('ehrNotFhir', 'the created Task is not there')) : found;
  }

  async function update(seen: Seen, wish: TaskWish): Promise<Result<Seen>> {
    const match = seen.version === undefined ? {} : { 'if-match': `W/"${seen.version}"` };
    const work = mergedWith(wish.work, seen.task);
    const reply = await transport.update('Task', seen.id, { ...withState(seen.raw, work) }, match);
    if (!reply.ok) return reply;
    return ok(seenIn(reply.value.body) ?? seen);
  }

  async function write(wish: TaskWish): Promise<Result<TaskWritten>> {
    for (let tries = 0; tries < TRIES; tries++) {
      const found = await find(wish);
      if (!found.ok) return found;
      const seen = found.value ? ok(found.value) : await create(wish);
      if (!seen.ok) return seen;
      const conflict = conflictOf(wish, seen.value.task);
      if (conflict) return ok({ task: seen.value.task, conflict });
      if (!found.value && isAsWished(seen.value.task, wish)) return ok({ task: seen.value.task });
      const written = await update(seen.value, wish);
      if (written.ok) return ok({ task: written.value.task });
      if (!wasChanged(written.error)) return written;
    }
    return fail('ehrBusy', 'Task changes faster than it can be read', 5_000);
  }

  return {
    support,
    async open() {
      const identifier = `${WRITE_ID_SYSTEM}|`;
      const parameters = { identifier, ...(byStatus ? { status: OPEN_STATUSES.join(',') } : {}), _count: '500' };
      const found = await search.all('Task', parameters);
      if (!found.ok) return found;
      return ok(found.value.flatMap((resource) => seenIn(resource)?.task ?? []).filter((task) => !task.closed));
    },
    async read(reference) {
      const seen = await read(reference);
      return seen.ok ? ok(seen.value.task) : seen;
    },
    write,
  };
}

/** The conditional create wrote it just now, and nobody else did before. */
const isAsWished = (task: SharedTask, { work }: TaskWish): boolean =>
  task.claim?.by === work.claim?.by && (task.closed === undefined) === (work.closed === undefined);
