// The free times by day; the arrows walk through them, Enter keeps one.
import { useEffect, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { byDay } from '../../../../shared/domain/scheduling/times.ts';
import type { OpenTime, Wishes } from '../../../../shared/domain/scheduling/types.ts';
import { useOnly } from '../../store/desk.ts';
import { languageName } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import { rowAfter } from '../../ui/long-list.ts';
import { dialogList } from '../../ui/wide-dialog.tsx';
import classes from './scheduling.module.css';
import type { Found, Offer } from './use-scheduling.ts';
import { dayName, failureWords, hour } from './words.ts';

interface TimeListProps {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly found: Found;
  readonly offer: Offer;
  readonly wishes: Wishes;
  readonly canChoose: boolean;
  /** A time is kept already: its buttons have the keyboard. */
  readonly isKept: boolean;
  /** The time that the list begins at, if it is in it. */
  readonly wanted: OpenTime | undefined;
  readonly onChoose: (time: OpenTime) => void;
}

export const keyOf = ({ slots }: OpenTime): string => slots.join(' ');

export function TimeList({ box, found, offer, wishes, canChoose, isKept, wanted, onChoose }: TimeListProps) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const locale = { language: i18n.language, zone };
  const [chosen, setAt] = useState<number>();
  const { times } = found;
  const at = chosen ?? (wanted ? times.findIndex((time) => keyOf(time) === keyOf(wanted)) : 0);
  const active = Math.max(0, Math.min(at, times.length - 1));
  const hasTimes = times.length > 0;
  useEffect(() => {
    document.getElementById(`free-time-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  // The list has the keyboard as soon as there is something in it, unless somebody is at a filter.
  useEffect(() => {
    const focus = document.activeElement;
    if (hasTimes && !isKept && !(focus instanceof HTMLSelectElement || focus instanceof HTMLInputElement))
      box.current?.focus();
  }, [box, hasTimes, isKept]);
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || times.length === 0) return;
    const to = rowAfter(event.key, { count: times.length, at: active });
    const time = times[active];
    if (to === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (to !== undefined) setAt(to);
    else if (time && canChoose) onChoose(time);
  };
  let index = -1;
  return (
    <section className={`${dialogList} ${classes.list}`} aria-label={t('scheduling.times')}>
      <p className={classes.count} role="status">
        {found.state !== 'answered' || !offer.support.times
          ? ''
          : t(found.more ? 'scheduling.more' : 'scheduling.count', { count: times.length })}
      </p>
      {times.length === 0 ? (
        <Nothing found={found} offer={offer} wishes={wishes} />
      ) : (
        <div
          ref={box}
          className={classes.scroll}
          role="listbox"
          tabIndex={0}
          aria-label={t('scheduling.times')}
          aria-activedescendant={`free-time-${active}`}
          onKeyDown={onKey}
        >
          {byDay(times, zone).map(({ day, times: ofDay }) => (
            <div key={day} role="group" aria-label={dayName(day, locale)}>
              <p className={classes.day} aria-hidden>
                {dayName(day, locale)}
              </p>
              {ofDay.map((time) => {
                const mine = ++index;
                return (
                  <div
                    key={keyOf(time)}
                    id={`free-time-${mine}`}
                    role="option"
                    aria-selected={mine === active}
                    className={classes.time}
                    onClick={() => {
                      setAt(mine);
                      if (canChoose) onChoose(time);
                    }}
                  >
                    <span className={classes.hour}>{hour(time.start, locale)}</span>
                    <span className={classes.who}>
                      <Name>{time.provider}</Name>
                    </span>
                    <span className={classes.fact}>
                      <Name>{time.place}</Name>
                    </span>
                    <span className={classes.fact}>
                      {time.languages
                        .filter((tag) => tag !== 'en')
                        .map(languageName)
                        .join(', ')}
                    </span>
                    <span className={classes.length}>
                      {t('scheduling.minutes', { count: Math.round((time.end - time.start) / 60_000) })}
                    </span>
                  </div>
                );
              })}
            </div>
          ))}
        </div>
      )}
    </section>
  );
}

function Nothing({ found, offer, wishes }: Pick<TimeListProps, 'found' | 'offer' | 'wishes'>) {
  const { t } = useTranslation();
  if (!offer.support.times) return <p className={classes.nothing} />;
  if (offer.support.needsVisitType && wishes.visitType === undefined)
    return <p className={classes.nothing}>{t('scheduling.chooseType')}</p>;
  if (found.state === 'asking') return <p className={classes.nothing} aria-busy="true" />;
  return (
    <p className={classes.nothing} role={found.state === 'answered' ? undefined : 'alert'}>
      {found.state === 'answered' ? t('scheduling.none') : failureWords(found.state, t)}
    </p>
  );
}
