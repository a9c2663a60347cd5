// People on the waiting list, in turn, each with a button that calls them at the number on file. The next one has a key; the
// others are reached with the arrows.
import { IconPhone } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { WaitingPerson } from '../../../../shared/contract/scheduling.ts';
import { isUrgent, wasCalledToday } from '../../../../shared/domain/scheduling/waiting.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { Action } from '../../ui/action.tsx';
import { cleanName } from '../../ui/clean.ts';
import { Name } from '../../ui/name.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './scheduling.module.css';
import { hour, timeWords, when, wishWords } from './words.ts';

/** Whom to call next: the first who was not called from here today. */
export const nextOf = (people: readonly WaitingPerson[], now: number, zone: string): WaitingPerson | undefined =>
  people.find((person) => !wasCalledToday(person, now, zone));

interface PeopleProps {
  readonly people: readonly WaitingPerson[];
  /** Who has the key. */
  readonly next?: WaitingPerson | undefined;
  /** They stand under the time that is offered: only where theirs is another it is said again. */
  readonly offered?: number | undefined;
}

export function WaitingPeople({ people, next, offered }: PeopleProps) {
  return (
    <ul className={classes.visits} onKeyDown={walk}>
      {people.map((person) => (
        <Person key={person.visit.id} person={person} isNext={person === next} offered={offered} />
      ))}
    </ul>
  );
}

/** From one call button to the next, over all lists that stand below each other. */
export function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.isDefaultPrevented())
    return;
  const all = event.currentTarget.closest('[data-waiting-people]') ?? event.currentTarget;
  const buttons = [...all.querySelectorAll<HTMLElement>('[data-person] button')];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const to = buttons[at < 0 ? 0 : at + step];
  if (!to) return;
  event.preventDefault();
  to.focus();
}

interface PersonProps {
  readonly person: WaitingPerson;
  readonly isNext: boolean;
  readonly offered: number | undefined;
}

function Person({ person, isNext, offered }: PersonProps) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const locale = { language: i18n.language, zone };
  const now = useMinute();
  const { visit, patient, time, called } = person;
  const wish = [visit.what, visit.provider, visit.place, wishWords(visit.wishes ?? {}, locale, t)];
  const since = visit.since === undefined ? '' : t('scheduling.since', { when: when(visit.since, locale) });
  return (
    <li className={classes.person} data-person>
      <div className={classes.personText}>
        <p className={classes.personName}>
          <span className={classes.strong}>
            <Name>{patient}</Name>
          </span>
          {isUrgent(visit) ? <Tag tone="accent">{t('scheduling.urgent')}</Tag> : null}
          {called ? (
            <Tag>
              {t('scheduling.calledAt', {
                time: wasCalledToday(person, now, zone) ? hour(called.at, locale) : when(called.at, locale),
                outcome: t(`work.outcome.${called.outcome}`),
              })}
            </Tag>
          ) : null}
        </p>
        <p className={classes.sub}>
          <Name>{[...wish, since].filter(Boolean).join(' · ')}</Name>
        </p>
        {offered === undefined ? (
          <p>{time ? t('scheduling.firstFree', { time: timeWords(time, locale) }) : t('scheduling.noneSuits')}</p>
        ) : time && time.start !== offered ? (
          <p className={classes.sub}>{t('scheduling.wouldHave', { time: hour(time.start, locale) })}</p>
        ) : null}
      </div>
      <CallThem person={person} isNext={isNext} />
    </li>
  );
}

function CallThem({ person: { visit, patient, time }, isNext }: { person: WaitingPerson; isNext: boolean }) {
  const { t } = useTranslation();
  const { run, layout } = useDesk();
  const [calling, setCalling] = useState(false);
  const call = async () => {
    setCalling(true);
    const answer = await run('scheduling.callWaiting', { visitId: visit.id, ...(time ? { time } : {}) });
    setCalling(false);
    if (answer.ok) layout.setState({ schedulingFor: undefined });
  };
  useNextKey(isNext && !calling ? () => void call() : undefined);
  return (
    <Action
      size="small"
      icon={<IconPhone size={14} aria-hidden />}
      busy={calling}
      label={t('scheduling.callOf', { name: cleanName(patient) })}
      {...(isNext ? { keys: 'Alt L', shortcut: 'Alt+L' } : {})}
      onClick={() => void call()}
    >
      {t('work.call')}
    </Action>
  );
}

/** Its own key, and never Enter: what ends the caller's matter must not call the next person by a second press. */
function useNextKey(act: (() => void) | undefined): void {
  useEffect(() => {
    if (!act) return undefined;
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.code !== 'KeyL' || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (!event.repeat) act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [act]);
}
