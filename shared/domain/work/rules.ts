// Who may do what with a thing to do, in which order it is worked, and for whom it is. Pure.
import { DateTime } from 'luxon';
import type { Role, Site } from '../site/site.ts';
import type { ErrorCode } from '../../result/result.ts';
import type { Work } from './types.ts';

/** An instant with its offset: the same moment in every zone, and read a hundred times faster. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/;

/** Epoch ms; a day without a time is due at its end in the clinic's zone, an unreadable date at once. */
export function dueAt(due: string, zone: string): number {
  const instant = INSTANT.test(due) ? Date.parse(due) : Number.NaN;
  if (!Number.isNaN(instant)) return instant;
  const parsed = DateTime.fromISO(due, { zone });
  if (!parsed.isValid) return 0;
  return (due.includes('T') ? parsed : parsed.endOf('day')).toMillis();
}

interface Ordered {
  readonly id: string;
  readonly dueAt: number;
  readonly createdAt: number;
}
/** Overdue first and among them the oldest promise, then by promised time; equal ones in the order they came. */
export const inWorkingOrder = (a: Ordered, b: Ordered): number =>
  a.dueAt - b.dueAt || a.createdAt - b.createdAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export interface Me {
  readonly id: string;
  readonly name: string;
  /** Names of the teams and queues this person belongs to. */
  readonly teams: readonly string[];
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The queues this extension is a member of and what the directory says of it: role and group. */
export function teamsOf(
  extension: string,
  site: { readonly queues: readonly { id: string; name: string }[]; readonly directory: Site['directory'] },
  memberOf: readonly string[],
): string[] {
  const entry = site.directory.find(({ number }) => number === extension);
  const queues = site.queues.filter(({ id }) => memberOf.includes(id)).map(({ name }) => name);
  return [...queues, entry?.role, entry?.group, entry?.name].filter(
    (name) => name !== undefined && name !== '',
  ) as string[];
}

export const SCOPES = ['mine', 'team', 'all'] as const;
export type Scope = (typeof SCOPES)[number];

interface Owned {
  readonly owner: string;
  readonly ownerGone: boolean;
  readonly claim?: { readonly by: string } | undefined;
}

/** Whether it stands in this person's list. What nobody owns any more stands in everybody's. */
export function isFor(item: Owned, me: Me, scope: Scope): boolean {
  if (scope === 'all' || item.ownerGone) return true;
  if (item.claim) return item.claim.by === me.id;
  if (same(item.owner, me.name) || same(item.owner, me.id)) return true;
  return scope === 'team' && me.teams.some((team) => same(team, item.owner));
}

/** Whether anybody of the practice as it is now goes by that name: a person, a team, a queue, an entry of the directory. */
export function isKnownOwner(owner: string, site: Pick<Site, 'users' | 'queues' | 'directory' | 'notes'>): boolean {
  return (
    site.notes.owners.some((name) => same(name, owner)) ||
    site.users.some((user) => same(user.name, owner) || same(user.id, owner)) ||
    site.queues.some((queue) => same(queue.name, owner)) ||
    site.directory.some((entry) => same(entry.name, owner) || (entry.role !== undefined && same(entry.role, owner)))
  );
}

export type WorkAct = 'claim' | 'release' | 'close' | 'reassign' | 'move' | 'reopen' | 'call';

/** Why this person may not do that now, or undefined. */
export function refusalOf(
  work: Pick<Work, 'state' | 'claim' | 'version'>,
  act: WorkAct,
  who: { readonly userId: string; readonly role: Role | undefined; readonly version?: number | undefined },
): Extract<ErrorCode, 'workDone' | 'workTaken' | 'workChanged'> | undefined {
  if (act === 'reopen') return undefined;
  if (work.state === 'done') return 'workDone';
  const isTaken = work.claim !== undefined && work.claim.by !== who.userId;
  // A supervisor may free what somebody went home with.
  const mayOverride = (act === 'release' || act === 'reassign') && isLeading(who.role);
  if (isTaken && !mayOverride) return 'workTaken';
  return who.version !== undefined && who.version !== work.version ? 'workChanged' : undefined;
}

const isLeading = (role: Role | undefined): boolean => role === 'supervisor' || role === 'administrator';
