// The list: drawn only where it is looked at, however many notes fit.
import { memo, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArchiveHit } from '../../../../shared/contract/archive.ts';
import { siteText } from '../../i18n/index.ts';
import { useOnly } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { cleanName } from '../../ui/clean.ts';
import { phoneNumber } from '../../ui/format.ts';
import { useLongList } from '../../ui/long-list.ts';
import { Name } from '../../ui/name.tsx';
import { Tag } from '../../ui/tag.tsx';
import { dialogList } from '../../ui/wide-dialog.tsx';
import classes from './archive.module.css';
import { Marked } from './marked.tsx';
import type { Found } from './use-search.ts';
import { isLate, noteTime } from './times.ts';

const ROW_HEIGHT = 86;
/** So close to the end the next page is asked for. */
const NEAR_END = 12;

interface ResultsProps {
  readonly found: Found;
  readonly active: number;
  readonly opened: string | undefined;
  readonly isFiltered: boolean;
  readonly onMore: () => void;
  readonly onOpen: (index: number) => void;
}

export function Results({ found, active, opened, isFiltered, onMore, onOpen }: ResultsProps) {
  const { t } = useTranslation();
  const { hits, unindexed, state } = found;
  const { box, virtual } = useLongList({ count: hits.length, active, rowHeight: ROW_HEIGHT });
  const lastDrawn = virtual.range?.endIndex ?? 0;
  useEffect(() => {
    if (hits.length > 0 && lastDrawn >= hits.length - NEAR_END) onMore();
  }, [lastDrawn, hits.length, onMore]);
  return (
    <div className={`${dialogList} ${classes.list}`}>
      {unindexed > 0 ? <p className={classes.notice}>{t('archive.unindexed', { count: unindexed })}</p> : null}
      {hits.length === 0 ? (
        <Nothing state={state} isFiltered={isFiltered} />
      ) : (
        <div className={classes.scroll} ref={box} tabIndex={0}>
          <div
            id="archive-rows"
            role="listbox"
            aria-label={t('archive.results')}
            className={classes.rows}
            style={{ height: virtual.getTotalSize() }}
          >
            {virtual.getVirtualItems().map(({ index, start }) => (
              <Row
                key={hits[index]!.callId}
                hit={hits[index]!}
                index={index}
                count={hits.length}
                top={start}
                isActive={index === active}
                isOpen={hits[index]!.callId === opened}
                onOpen={onOpen}
              />
            ))}
          </div>
        </div>
      )}
    </div>
  );
}

function Nothing({ state, isFiltered }: { state: Found['state']; isFiltered: boolean }) {
  const { t } = useTranslation();
  if (state === 'asking') return <p className={classes.nothing} aria-busy="true" />;
  if (state !== 'answered') return <p className={classes.nothing}>{t(`error.${state}`)}</p>;
  return <p className={classes.nothing}>{t(isFiltered ? 'archive.nothing' : 'archive.empty')}</p>;
}

interface RowProps {
  readonly hit: ArchiveHit;
  readonly index: number;
  readonly count: number;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly onOpen: (index: number) => void;
}

const Row = memo(function Row({ hit, index, count, top, isActive, isOpen, onOpen }: RowProps) {
  const { t, i18n } = useTranslation();
  const site = useOnly('site');
  const users = useOnly('session')?.users;
  const now = useMinute();
  const zone = site?.clinic.timeZone ?? 'local';
  const country = site?.clinic.country ?? 'US';
  const category = site?.categories.find(({ id }) => id === hit.category);
  const outcome = site?.outcomes.find(({ id }) => id === hit.outcome);
  const who = hit.about === hit.number ? phoneNumber(hit.number, country) : hit.about;
  const author = users?.find(({ id }) => id === hit.author)?.name ?? hit.author;
  return (
    <div
      id={`archive-row-${index}`}
      role="option"
      aria-selected={isActive}
      aria-posinset={index + 1}
      aria-setsize={count}
      className={classes.row}
      data-open={isOpen}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onOpen(index)}
    >
      <span className={classes.line}>
        <span className={classes.who}>
          <Name>{who || t('call.withheld')}</Name>
        </span>
        <time className={classes.when}>{noteTime(hit.at, i18n.language, zone, now)}</time>
      </span>
      <span className={classes.line}>
        <span className={classes.what}>
          {[siteText(category?.label, i18n.language), siteText(outcome?.label, i18n.language), cleanName(author)]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <RowTag hit={hit} late={isLate(hit, zone, now)} />
      </span>
      <span className={classes.snippet}>
        <Marked snippet={hit.snippet} />
      </span>
    </div>
  );
});

function RowTag({ hit, late }: { hit: ArchiveHit; late: boolean }) {
  const { t } = useTranslation();
  if (hit.state === 'draft') return <Tag tone="warn">{t('archive.draft')}</Tag>;
  if (hit.emergency) return <Tag tone="danger">{t('archive.emergency')}</Tag>;
  if (hit.step === 'open')
    return <Tag tone={late ? 'danger' : 'accent'}>{t(late ? 'archive.late' : 'archive.step.open')}</Tag>;
  return hit.step === 'closed' ? <Tag>{t('archive.step.closed')}</Tag> : null;
}
