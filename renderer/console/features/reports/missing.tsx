// What the figures do not know, said before they are read.
import { DateTime } from 'luxon';
import { useTranslation } from 'react-i18next';
import type { ReportAnswer } from '../../../../shared/contract/reports.ts';
import { KNOWN, knownShare } from '../../../../shared/domain/figures/sums.ts';
import type { Known } from '../../../../shared/domain/figures/sums.ts';
import classes from './reports.module.css';
import { figureText } from '../../ui/figure-text.ts';

/** More spans than these are counted and not listed. */
const LISTED = 3;

export function Missing({ report }: { report: ReportAnswer }) {
  const { t, i18n } = useTranslation();
  const { missing, timeZone, queueLog } = report;
  const at = (ms: number, format: Intl.DateTimeFormatOptions) =>
    DateTime.fromMillis(ms, { zone: timeZone }).setLocale(i18n.language).toLocaleString(format);
  const spans = missing.slice(0, LISTED).map(({ from, to }) => {
    const day = at(from, { weekday: 'short', day: 'numeric', month: 'short' });
    return `${day}, ${at(from, DateTime.TIME_SIMPLE)} – ${at(to, DateTime.TIME_SIMPLE)}`;
  });
  return (
    <div className={classes.missing} data-missing={missing.length > 0 || queueLog === 'unreadable'} role="note">
      {missing.length > 0 ? (
        <p>
          {t('reports.missing.some', { spans: spans.join('; ') })}
          {missing.length > LISTED ? ` ${t('reports.missing.more', { count: missing.length - LISTED })}` : ''}
          {queueLog === 'notSet' ? ` ${t('reports.missing.noLog')}` : ''}
        </p>
      ) : null}
      {queueLog === 'unreadable' ? <p>{t('reports.missing.unreadable')}</p> : null}
      <p className={classes.quiet}>
        {t(report.isOwn ? 'reports.covers.own' : 'reports.covers.desk')} <KnownOf report={report} />
      </p>
    </div>
  );
}

/** Of which share of the conversations it is known what only their desks can tell, and why not of all. */
function KnownOf({ report }: { report: ReportAnswer }) {
  const { t, i18n } = useTranslation();
  const { all } = report.report;
  const isWhole = KNOWN.every((what) => (knownShare(what, all) ?? 1) === 1);
  const shown = (what: Known) => figureText({ unit: 'share', value: knownShare(what, all) }, i18n.language);
  const shares = { category: shown('category'), hold: shown('hold'), wrapUp: shown('wrapUp') };
  return (
    <span data-known>
      {all.talks > 0 ? t('reports.covers.known', { count: all.talks, ...shares }) : null}
      {all.talks > 0 && !isWhole ? ` ${t(`reports.covers.notes.${report.notes}`)}` : null}
    </span>
  );
}
