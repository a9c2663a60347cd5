// Who is on call now and next, the coming weeks, and what is wrong with them.
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SiteView } from '../../../../shared/contract/session.ts';
import { rotaFindings } from '../../../../shared/domain/rota/findings.ts';
import type { RotaFinding } from '../../../../shared/domain/rota/findings.ts';
import { hasRota, watches } from '../../../../shared/domain/rota/rota.ts';
import type { Watch } from '../../../../shared/domain/rota/rota.ts';
import { useOnly } from '../../store/desk.ts';
import { useOnCall } from '../../store/office.ts';
import { useMinute } from '../../store/use-minute.ts';
import { Tag } from '../../ui/tag.tsx';
import classes from './duty.module.css';
import { turnTime } from './words.ts';

const DAY_MS = 24 * 60 * 60_000;
const WEEK_MS = 7 * DAY_MS;
/** The 60 days that are looked through, from the beginning of the day on. */
const LOOKED_MS = 59 * DAY_MS;
const WEEKS_SHOWN = 6;
const TURNS_SHOWN = 9;
const FINDINGS_SHOWN = 4;

export function OnCall() {
  const { t } = useTranslation();
  const site = useOnly('site');
  const now = useMinute();
  return (
    <section className={classes.column} aria-label={t('rota.title')}>
      <h3 className={classes.heading}>{t('rota.title')}</h3>
      {site && hasRota(site) ? (
        <>
          <Now site={site} now={now} />
          <Findings site={site} now={now} />
          <Weeks site={site} now={now} />
        </>
      ) : (
        <p className={classes.teach}>{t('rota.none')}</p>
      )}
    </section>
  );
}

function useNames(site: SiteView): (watch: Watch | undefined) => string {
  const { t } = useTranslation();
  return (watch) => {
    const names = (watch?.people ?? []).map(
      ({ entry }) => site.directory.find(({ id }) => id === entry)?.name ?? entry,
    );
    return names.length === 0 ? t('rota.nobody') : [...new Set(names)].join(', ');
  };
}

function Now({ site, now }: { site: SiteView; now: number }) {
  const { t, i18n } = useTranslation();
  const onCall = useOnCall();
  const named = useNames(site);
  if (!onCall) return null;
  const zone = site.clinic.timeZone;
  const at = (instant: number) => turnTime(instant, i18n.language, zone, now);
  return (
    <div className={classes.now} data-nobody={onCall.now.people.length === 0}>
      <p className={classes.who}>{named(onCall.now)}</p>
      <p className={classes.fact}>
        {onCall.next ? t('rota.untilThen', { until: at(onCall.now.to), next: named(onCall.next) }) : t('rota.noEnd')}
      </p>
    </div>
  );
}

/** It reaches to the end of what was looked through: when it ends is not known. */
const isOpenEnded = (one: RotaFinding, now: number): boolean => one.code === 'gap' && one.to - now >= LOOKED_MS;

function Findings({ site, now }: { site: SiteView; now: number }) {
  const { t, i18n } = useTranslation();
  // What is wrong does not change with the minute.
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const all = useMemo(() => rotaFindings(site, today), [site, today]);
  const found = all.filter(({ from, to }) => to > now || from === to);
  if (found.length === 0) return <p className={classes.fine}>{t('rota.fine')}</p>;
  const at = (instant: number) => turnTime(instant, i18n.language, site.clinic.timeZone, now);
  return (
    <ul className={classes.list} aria-label={t('rota.findings')}>
      {found.slice(0, FINDINGS_SHOWN).map((one) => (
        <li key={`${one.code} ${one.from} ${JSON.stringify(one.values)}`} className={classes.row} data-tone="warn">
          <IconAlertTriangle size={15} aria-hidden />
          <span className={classes.grow}>
            {t(isOpenEnded(one, now) ? 'rota.finding.gapOn' : `rota.finding.${one.code}`, {
              ...one.values,
              from: at(one.from),
              to: at(one.to),
            })}
          </span>
        </li>
      ))}
      {found.length > FINDINGS_SHOWN ? (
        <li className={classes.row}>{t('rota.moreFindings', { count: found.length - FINDINGS_SHOWN })}</li>
      ) : null}
    </ul>
  );
}

function Weeks({ site, now }: { site: SiteView; now: number }) {
  const { t, i18n } = useTranslation();
  const named = useNames(site);
  const turns = watches(site, now, now + WEEKS_SHOWN * WEEK_MS).slice(0, TURNS_SHOWN);
  if (turns.length < 2) return null;
  return (
    <>
      <h3 className={classes.heading}>{t('rota.weeks')}</h3>
      <ol className={classes.list}>
        {turns.map((turn, index) => (
          <li
            key={turn.from}
            className={classes.row}
            data-tone={turn.people.length === 0 || turn.clash ? 'warn' : undefined}
          >
            <span className={classes.when}>
              {index === 0 ? t('rota.now') : turnTime(turn.from, i18n.language, site.clinic.timeZone, now)}
            </span>
            <span className={classes.grow}>{named(turn)}</span>
            <Marks turn={turn} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Marks({ turn }: { turn: Watch }) {
  const { t } = useTranslation();
  if (turn.people.length === 0) return <Tag tone="warn">{t('rota.gap')}</Tag>;
  if (turn.clash) return <Tag tone="warn">{t('rota.double')}</Tag>;
  const because = turn.people[0]?.because;
  return because === 'swap' || because === 'override' ? <Tag>{t(`rota.because.${because}`)}</Tag> : null;
}
