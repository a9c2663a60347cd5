// The caller's own visits ahead: moved, cancelled with a reason, confirmed; who waits is found a time.
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { CANCEL_REASONS } from '../../../../shared/domain/scheduling/lists.ts';
import type { BookedVisit, CancelReason } from '../../../../shared/domain/scheduling/types.ts';
import { actsFor } from '../../../../shared/domain/scheduling/visits.ts';
import { useOnly } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { Action } from '../../ui/action.tsx';
import { Name } from '../../ui/name.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './scheduling.module.css';
import { wishesOf } from './use-scheduling.ts';
import type { Arranging } from './use-scheduling.ts';
import { visitWords, when, wishWords } from './words.ts';

interface OwnVisitsProps {
  readonly arranging: Arranging;
  readonly onMove: () => void;
}

export function OwnVisits({ arranging, onMove }: OwnVisitsProps) {
  const { t } = useTranslation();
  const visits = arranging.offer?.visits ?? [];
  return (
    <section aria-label={t('scheduling.ahead')}>
      <h3 className={classes.heading}>{t('scheduling.ahead')}</h3>
      {visits.length === 0 ? (
        <p className={classes.quiet}>{t('scheduling.noneAhead')}</p>
      ) : (
        <ul className={classes.visits}>
          {visits.map((visit) => (
            <VisitItem key={visit.id} visit={visit} arranging={arranging} onMove={onMove} />
          ))}
        </ul>
      )}
    </section>
  );
}

function VisitItem({ visit, arranging, onMove }: OwnVisitsProps & { visit: BookedVisit }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const locale = { language: i18n.language, zone };
  const now = useMinute();
  const [cancelling, setCancelling] = useState(false);
  const { support } = arranging.offer!;
  const words = visitWords(visit, locale);
  const isOpen = visit.state === 'booked' || visit.state === 'asked';
  const move = () => {
    arranging.setMoving(visit);
    if (visit.state === 'waiting') arranging.setWishes(wishesOf(visit, undefined, zone));
    else if (visit.visitType !== undefined) arranging.setWishes({ ...arranging.wishes, visitType: visit.visitType });
    onMove();
  };
  const name = (act: 'move' | 'cancel' | 'confirm') => (act === 'move' && visit.state === 'waiting' ? 'findTime' : act);
  const doIt = { move, cancel: () => setCancelling(true), confirm: () => void arranging.confirm(visit) };
  return (
    <li className={classes.visit} data-moving={arranging.moving?.id === visit.id}>
      <p className={classes.visitHead}>
        <span className={classes.strong}>
          {visit.start === undefined ? t('scheduling.state.waiting') : when(visit.start, locale)}
        </span>
        {isOpen && !visit.confirmed ? <Tag tone="warn">{t('scheduling.unconfirmed')}</Tag> : null}
        {visit.state === 'asked' || visit.state === 'arrived' ? (
          <Tag>{t(`scheduling.state.${visit.state}`)}</Tag>
        ) : null}
      </p>
      <p className={classes.sub}>
        <Name>
          {[visit.what, visit.provider, visit.place, wishWords(visit.wishes ?? {}, locale, t)]
            .filter(Boolean)
            .join(' · ')}
        </Name>
      </p>
      {cancelling ? (
        <CancelForm
          words={words}
          busy={arranging.busy}
          onKeep={() => setCancelling(false)}
          onCancel={(reason) => void arranging.cancel(visit, reason).then(() => setCancelling(false))}
        />
      ) : (
        <div className={classes.buttons}>
          {actsFor(visit, support, now).map((act) => (
            <Action
              key={act}
              size="small"
              disabled={arranging.busy}
              label={t(`scheduling.actOf.${name(act)}`, { visit: words })}
              onClick={doIt[act]}
            >
              {t(`scheduling.act.${name(act)}`)}
            </Action>
          ))}
        </div>
      )}
    </li>
  );
}

interface CancelFormProps {
  readonly words: string;
  readonly busy: boolean;
  readonly onKeep: () => void;
  readonly onCancel: (reason: CancelReason) => void;
}

function CancelForm({ words, busy, onKeep, onCancel }: CancelFormProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<CancelReason>('pat');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onCancel(reason);
  };
  return (
    <form
      className={classes.cancel}
      aria-label={t('scheduling.actOf.cancel', { visit: words })}
      onSubmit={onSubmit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onKeep();
      }}
    >
      <NativeSelect
        size="xs"
        autoFocus
        label={t('scheduling.reason')}
        value={reason}
        onChange={({ currentTarget: { value } }) => setReason(CANCEL_REASONS.find((one) => one === value) ?? 'pat')}
      >
        {CANCEL_REASONS.map((one) => (
          <option key={one} value={one}>
            {t(`scheduling.reasons.${one}`)}
          </option>
        ))}
      </NativeSelect>
      <div className={classes.buttons}>
        <Action size="small" tone="danger" type="submit" busy={busy}>
          {t('scheduling.cancelNow')}
        </Action>
        <Action size="small" onClick={onKeep}>
          {t('scheduling.cancelNot')}
        </Action>
      </div>
    </form>
  );
}
