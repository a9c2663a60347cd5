// A thing to do as the window sees it.
import type { Sharing, WorkItem } from '../../../shared/contract/work.ts';
import type { Delivery } from '../../../shared/domain/note/types.ts';
import { localDate } from '../../../shared/domain/schedule/local-date.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { overruledIn } from '../../../shared/domain/work/share.ts';
import { dueAt, isKnownOwner } from '../../../shared/domain/work/rules.ts';
import type { Work } from '../../../shared/domain/work/types.ts';

/** The latest of what happened; a caller who was missed a hundred times must not fill the window. */
const HISTORY = 50;

export interface RowContext {
  readonly site: Site | undefined;
  /** What became of its note in the EHR. */
  readonly delivery:
    | { readonly state: Delivery; readonly refusedField?: string | undefined; readonly conflictId?: string | undefined }
    | undefined;
  /** Whether the EHR can hold things to do for every desk. */
  readonly canShare: boolean;
}

export function rowOf(work: Work, { site, delivery, canShare }: RowContext): WorkItem {
  const {
    source: _source,
    unpushed: _unpushed,
    pushRefused,
    reference: _reference,
    key: _key,
    claim,
    closed,
    ...plain
  } = work;
  const nameOf = (owner: string) => site?.users.find((user) => user.id === owner)?.name ?? owner;
  const overruled = overruledIn(work);
  const refusedField = pushRefused?.field ?? (delivery?.state === 'refused' ? delivery.refusedField : undefined);
  return {
    ...plain,
    ...(claim ? { claim } : {}),
    ...(closed ? { closed } : {}),
    owner: nameOf(work.owner),
    ownerGone: site !== undefined && !isKnownOwner(work.owner, site),
    dueAt: dueAt(work.due, site?.clinic.timeZone ?? 'local'),
    attempts: [...work.attempts],
    history: work.history.filter(({ what }) => what !== 'pushed').slice(-HISTORY),
    delivery: delivery?.state ?? 'none',
    ...(refusedField === undefined ? {} : { refusedField }),
    ...(delivery?.conflictId === undefined ? {} : { conflictId: delivery.conflictId }),
    sharing: sharingOf(work, canShare),
    ...(overruled
      ? { overruled: { ...overruled, ...(overruled.owner ? { owner: nameOf(overruled.owner) } : {}) } }
      : {}),
  };
}

function sharingOf({ reference, unpushed, pushRefused }: Work, canShare: boolean): Sharing {
  if (!canShare) return 'thisDesk';
  if (pushRefused) return 'refused';
  if (reference !== undefined && !unpushed) return 'shared';
  return unpushed && reference !== undefined ? 'waiting' : 'thisDesk';
}

/** What is done stays in sight for the rest of the clinic's day. */
export const isShown = (work: Work, zone: string, now: number): boolean =>
  !work.closed || (work.closed.how !== 'merged' && localDate(work.closed.at, zone) === localDate(now, zone));
