// The practice, its locations and the lines that have hours of their own, now; and the days that are different.
import { DateTime } from 'luxon';
import { useTranslation } from 'react-i18next';
import type { SiteView } from '../../../../shared/contract/session.ts';
import { holidayOn } from '../../../../shared/domain/schedule/holidays.ts';
import { hoursAt } from '../../../../shared/domain/schedule/places.ts';
import type { Place } from '../../../../shared/domain/schedule/places.ts';
import { useOnly } from '../../store/desk.ts';
import { officeOf } from '../../store/office.ts';
import { useMinute } from '../../store/use-minute.ts';
import { day as dayText } from '../../ui/format.ts';
import { officeReason, officeWords } from '../../ui/office-words.ts';
import { StatusDot } from '../../ui/status-dot.tsx';
import classes from './duty.module.css';

const DAYS_AHEAD = 90;
const HOLIDAYS_SHOWN = 3;

interface Row {
  readonly name: string;
  readonly place: Place;
}

/** Lines without hours of their own are open when their location is: they need no row. */
function rowsOf(site: SiteView): Row[] {
  return [
    { name: site.clinic.name, place: {} },
    ...site.locations.map(({ id, name }) => ({ name, place: { location: id } })),
    ...site.queues.filter(({ hours }) => hours !== undefined).map(({ id, name }) => ({ name, place: { queue: id } })),
  ];
}

export function Hours() {
  const { t } = useTranslation();
  const site = useOnly('site');
  const now = useMinute();
  if (!site) return null;
  return (
    <section aria-label={t('duty.hours')}>
      <h3 className={classes.heading}>{t('duty.hours')}</h3>
      <ul className={classes.list}>
        {rowsOf(site).map(({ name, place }) => (
          <PlaceRow key={name} site={site} name={name} place={place} now={now} />
        ))}
      </ul>
      <Holidays site={site} now={now} />
    </section>
  );
}

function PlaceRow({ site, name, place, now }: Row & { site: SiteView; now: number }) {
  const { t, i18n } = useTranslation();
  const { state, change } = officeOf(site, place, now);
  const zone = hoursAt(site, place).timeZone;
  const reason = officeReason(state, t);
  const words = officeWords(state, change, { t, language: i18n.language, zone, now });
  return (
    <li className={classes.row}>
      <StatusDot tone={state.open ? 'good' : 'idle'} />
      <span className={classes.grow}>{name}</span>
      <span className={classes.fact}>{reason === undefined ? words : `${words} · ${reason}`}</span>
    </li>
  );
}

function Holidays({ site, now }: { site: SiteView; now: number }) {
  const { t, i18n } = useTranslation();
  const today = DateTime.fromMillis(now, { zone: site.clinic.timeZone }).startOf('day');
  const coming = Array.from({ length: DAYS_AHEAD }, (_none, ahead) => today.plus({ days: ahead }).toISODate() ?? '')
    .flatMap((date) => {
      const holiday = holidayOn(site.hours.holidays, date);
      return holiday ? [{ date, name: holiday.name }] : [];
    })
    .slice(0, HOLIDAYS_SHOWN);
  if (coming.length === 0) return null;
  return (
    <>
      <h3 className={classes.heading}>{t('duty.holidays')}</h3>
      <ul className={classes.list}>
        {coming.map(({ date, name }) => (
          <li key={date} className={classes.row}>
            <span className={classes.grow}>{name}</span>
            <span className={classes.fact}>{dayText(date, i18n.language)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
