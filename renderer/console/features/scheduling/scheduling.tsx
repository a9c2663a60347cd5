// Alt-B: times to offer to the caller in hand, and the caller's own visits. Arrows choose a time, Enter keeps it and Enter
// again books it; Escape goes one step back.
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { BookedVisit, OpenTime } from '../../../../shared/domain/scheduling/types.ts';
import type { CallId } from '../../store/calls.ts';
import { useDesk, useLayout, useOnly, useRow } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { cleanName } from '../../ui/clean.ts';
import { KeyHints } from '../../ui/key-hints.tsx';
import { OpenChart } from '../../ui/open-chart.tsx';
import { WideDialog, dialogColumns, dialogHead, dialogTabs } from '../../ui/wide-dialog.tsx';
import { Filters } from './filters.tsx';
import { Outcome } from './outcome.tsx';
import { OwnVisits } from './own-visits.tsx';
import classes from './scheduling.module.css';
import { TimeList, keyOf } from './time-list.tsx';
import { useScheduling } from './use-scheduling.ts';
import type { Arranging } from './use-scheduling.ts';
import { WaitingDesk, WaitingList } from './waiting-list.tsx';
import { failureWords, timeWords, visitWords } from './words.ts';

export function Scheduling() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const callId = useLayout((state) => state.schedulingFor);
  const close = () => layout.setState({ schedulingFor: undefined });
  // Behind a lock nothing stays open that could come back with somebody else.
  useEffect(() => () => layout.setState({ schedulingFor: undefined }), [layout]);
  return (
    <WideDialog
      opened={callId !== undefined}
      onClose={close}
      label={t('scheduling.title')}
      width={1180}
      top={48}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      {callId === undefined ? null : callId === 'nobody' ? (
        <WaitingDesk onClose={close} />
      ) : (
        <Desk key={callId} callId={callId} onClose={close} />
      )}
    </WideDialog>
  );
}

function Desk({ callId, onClose }: { callId: CallId; onClose: () => void }) {
  const { t } = useTranslation();
  const [page, setPage] = useState<'caller' | 'waiting'>('caller');
  const arranging = useScheduling(callId);
  const call = useRow('calls', callId);
  const name = call?.verified ? cleanName(call.patientName ?? '') : '';
  const { arranged, moving } = arranging;
  const panel = useRef<HTMLDivElement>(null);
  // What had the keyboard may be gone with the visit it stood at: the keys stay here.
  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement === null)
      (panel.current?.querySelector<HTMLElement>('[role=listbox]') ?? panel.current)?.focus();
  });
  // One step back at a time: what is kept or about to be, the move, the waiting list, the dialog. Nobody leaves what is being
  // written by a key: its answer is what the caller is told.
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    const underWay = arranging.underWay();
    if (page === 'waiting') setPage('caller');
    else if (underWay === 'writing') return;
    else if (underWay === 'keeping' || (arranged && arranged.state !== 'writing')) void arranging.release();
    else if (moving) arranging.setMoving(undefined);
    else onClose();
  };
  return (
    <div className={classes.panel} ref={panel} tabIndex={-1} onKeyDown={onEscape}>
      <div className={dialogHead}>
        <h2 className={classes.title}>{name === '' ? t('scheduling.title') : t('scheduling.of', { name })}</h2>
        <div className={dialogTabs} role="group" aria-label={t('scheduling.pages')}>
          {(['caller', 'waiting'] as const).map((one) => (
            <Action key={one} size="small" tone="quiet" pressed={page === one} onClick={() => setPage(one)}>
              {t(`scheduling.page.${one}`)}
            </Action>
          ))}
        </div>
        <Action size="small" tone="quiet" onClick={onClose}>
          {t('scheduling.close')}
        </Action>
      </div>
      {page === 'waiting' ? (
        <WaitingList />
      ) : (
        <CallerPage callId={callId} arranging={arranging} onWaiting={() => setPage('waiting')} />
      )}
    </div>
  );
}

interface CallerPageProps {
  readonly callId: CallId;
  readonly arranging: Arranging;
  readonly onWaiting: () => void;
}

function CallerPage({ callId, arranging, onWaiting }: CallerPageProps) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const { offer, failure, found, moving, arranged } = arranging;
  const list = useRef<HTMLDivElement>(null);
  const focusList = () => list.current?.focus();
  const wasArranged = useRef(false);
  // Back from what was kept or booked, the arrows are where they were.
  useEffect(() => {
    if (wasArranged.current && !arranged) focusList();
    wasArranged.current = arranged !== undefined;
  }, [arranged]);
  const choose = (time: OpenTime) => void arranging.hold(time);
  const movingWords = (visit: BookedVisit): string =>
    t(visit.state === 'waiting' ? 'scheduling.finding' : 'scheduling.moving', {
      visit: visitWords(visit, { language: i18n.language, zone }),
    });
  if (!offer)
    return (
      <p className={classes.nothing} aria-busy={failure === undefined} role={failure ? 'alert' : undefined}>
        {failure ? failureWords(failure, t) : null}
      </p>
    );
  return (
    <>
      <Filters offer={offer} wishes={arranging.wishes} onWishes={arranging.setWishes} />
      {moving ? (
        <p className={classes.moving} role="status">
          {movingWords(moving)}
          <Action size="small" tone="quiet" onClick={() => arranging.setMoving(undefined)}>
            {t('scheduling.moveNot')}
          </Action>
        </p>
      ) : null}
      <div className={`${dialogColumns} ${classes.columns}`}>
        <TimeList
          box={list}
          found={found}
          offer={offer}
          wishes={arranging.wishes}
          isKept={arranged !== undefined}
          wanted={arranging.offered}
          canChoose={offer.verified && offer.support.book !== 'not' && !arranging.busy}
          onChoose={choose}
        />
        <div className={classes.side}>
          <Limits callId={callId} arranging={arranging} />
          <OfferedGone arranging={arranging} />
          <Outcome callId={callId} arranging={arranging} onWaiting={onWaiting} />
          {offer.verified ? <OwnVisits arranging={arranging} onMove={focusList} /> : null}
        </div>
      </div>
      <Foot arranging={arranging} />
    </>
  );
}

/** What this EHR, or this caller, does not allow: said before anybody tries. */
function Limits({ callId, arranging }: { callId: CallId; arranging: Arranging }) {
  const { t } = useTranslation();
  const hasChart = useRow('patients', callId)?.chart === true;
  const { support, verified } = arranging.offer!;
  const limit = !support.times
    ? 'times'
    : support.book === 'not'
      ? 'book'
      : support.book === 'atOnce'
        ? 'atOnce'
        : undefined;
  return (
    <>
      {verified ? null : (
        <p className={classes.limit} data-tone="warn">
          {t('scheduling.verify')}
        </p>
      )}
      {limit ? (
        <p className={classes.limit} data-tone={limit === 'atOnce' ? 'plain' : 'warn'}>
          {t(`scheduling.cannot.${limit}`)}{' '}
          {limit !== 'atOnce' && verified && hasChart ? <OpenChart callId={callId} /> : null}
        </p>
      ) : null}
    </>
  );
}

/** What they were called about is somebody else's by now: said before it is promised. */
function OfferedGone({ arranging: { offered, found, arranged, notice } }: { arranging: Arranging }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  if (!offered || arranged || notice || found.state !== 'answered') return null;
  if (found.times.some((time) => keyOf(time) === keyOf(offered))) return null;
  return (
    <p className={classes.limit} data-tone="warn" role="alert">
      {t('scheduling.offeredGone', { time: timeWords(offered, { language: i18n.language, zone }) })}
    </p>
  );
}

function Foot({ arranging: { offer, wait, busy, moving, arranged } }: { arranging: Arranging }) {
  const { t } = useTranslation();
  const hints = [
    ['↑ ↓', t('scheduling.hint.move')],
    ['↵', t(arranged ? 'scheduling.hint.book' : 'scheduling.hint.keep')],
    ['Esc', t('scheduling.hint.back')],
  ] as const;
  return (
    <div className={classes.foot}>
      <KeyHints hints={hints} />
      {offer?.verified && offer.support.waitingList && !moving ? (
        <Action size="small" disabled={busy} onClick={() => void wait()}>
          {t('scheduling.wait')}
        </Action>
      ) : null}
    </div>
  );
}
