// A thing to do in words: what it is, what happened to it, when it was due.
import type { TFunction } from 'i18next';
import { DateTime } from 'luxon';
import type { WorkItem } from '../../../../shared/contract/work.ts';
import type { WorkEvent } from '../../../../shared/domain/work/types.ts';
import { clock, dueText, moment } from '../../ui/format.ts';
import { cleanName } from '../../ui/clean.ts';

export interface Speech {
  readonly t: TFunction;
  readonly language: string;
  readonly zone: string;
  readonly now: number;
  readonly country: string;
  /** User id of whoever reads. */
  readonly me: string;
  /** After so many fruitless attempts an item says so. */
  readonly mostAttempts: number;
}

const iso = (at: number): string => new Date(at).toISOString();

/** A time of today, else the day with it. */
export const whenText = (at: number, { language, zone, now }: Speech): string => dueText(iso(at), language, zone, now);

/** What is to be done: what somebody wrote, or what the kind of item says by itself. */
export function whatText(item: Pick<WorkItem, 'text' | 'kind' | 'count' | 'queue' | 'owner'>, t: TFunction): string {
  if (item.text.trim() !== '') return cleanName(item.text);
  const said = t(`work.is.${item.kind}`, { count: item.count });
  // The queue stands beside it as the owner already, unless it was passed on.
  return item.queue === undefined || item.queue === item.owner ? said : `${said} · ${cleanName(item.queue)}`;
}

/** "Refill request", "Call-back promised here": a next step by its own kind. */
export function kindWords(
  { kind, step, delivery }: Pick<WorkItem, 'kind' | 'step' | 'delivery'>,
  t: TFunction,
): string {
  if (kind === 'refused' && delivery === 'conflict') return t('work.kindConflict');
  return kind === 'followUp' && step !== undefined && step !== 'followUp'
    ? t(`chart.item.${step}`)
    : t(`work.kind.${kind}`);
}

/** "was due yesterday, 5:00 PM", "by 3:10 PM". */
export function dueWords(item: Pick<WorkItem, 'due' | 'dueAt'>, speech: Speech): string {
  const { t, language, zone, now } = speech;
  const isLate = item.dueAt < now;
  if (item.dueAt === 0) return t('work.noTime');
  const at = DateTime.fromMillis(item.dueAt, { zone });
  const today = DateTime.fromMillis(now, { zone });
  const days = Math.round(at.startOf('day').diff(today.startOf('day'), 'days').days);
  const time = item.due.includes('T') ? clock(item.dueAt, language, zone) : undefined;
  const near = days === 0 ? 'today' : days === 1 ? 'tomorrow' : days === -1 ? 'yesterday' : undefined;
  const when =
    near === undefined
      ? moment(item.due, language, zone)
      : near === 'today' && time !== undefined
        ? time
        : [t(`work.day.${near}`), time].filter(Boolean).join(', ');
  return t(isLate ? 'work.wasDue' : 'work.due', { when });
}

/** Who has to do it, and whether that person is still there. */
export function ownerWords(item: Pick<WorkItem, 'owner' | 'ownerGone'>, t: TFunction): string {
  const owner = cleanName(item.owner);
  if (item.ownerGone) return t('work.nobodyWas', { owner });
  return owner === '' ? t('work.nobody') : owner;
}

/** "Called back 10:42 by Chloe". */
export function closedWords(item: Pick<WorkItem, 'closed'>, speech: Speech): string {
  const { closed } = item;
  if (!closed) return '';
  const who = cleanName(closed.name);
  const key = who === '' ? `work.closedBySelf.${closed.how}` : `work.closedBy.${closed.how}`;
  return speech.t(key, { who, when: whenText(closed.at, speech) });
}

/** One line of the history. */
export function eventWords(event: WorkEvent, speech: Speech): string {
  const { t } = speech;
  const who = cleanName(event.name) || t('work.somebody');
  switch (event.what) {
    case 'attempt':
      return t('work.event.attempt', { who, outcome: t(`work.outcome.${event.outcome}`) });
    case 'reassigned':
      return withReason(t('work.event.reassigned', { who, owner: cleanName(event.owner) }), event.reason);
    case 'moved':
      return withReason(
        t('work.event.moved', { who, when: dueText(event.due, speech.language, speech.zone, speech.now) }),
        event.reason,
      );
    case 'reworded':
      return withReason(t('work.event.reworded', { who, text: cleanName(event.text) }), event.reason);
    case 'closed':
      return closedWords({ closed: { ...event } }, speech);
    default:
      return t(`work.event.${event.what}`, { who });
  }
}

const withReason = (text: string, reason: string): string => (reason === '' ? text : `${text}: ${cleanName(reason)}`);
