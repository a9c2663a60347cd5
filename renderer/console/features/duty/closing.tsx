// Closing the office at once, by one digit, and taking it back by another.
import { SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CLOSING_CHOICES,
  closureFor,
  isClosureAhead,
  USUAL_CLOSING,
} from '../../../../shared/domain/schedule/closing.ts';
import type { ClosingChoice } from '../../../../shared/domain/schedule/closing.ts';
import type { Closure } from '../../../../shared/domain/site/hours.ts';
import type { SiteView } from '../../../../shared/contract/session.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { Action } from '../../ui/action.tsx';
import classes from './duty.module.css';
import { closureWords } from './words.ts';

/** What is closed from now on, the next one first. */
export const closuresAhead = (site: SiteView, now: number): Closure[] =>
  site.hours.closures
    .filter((closure) => isClosureAhead(closure, site.clinic.timeZone, now))
    .sort((a, b) => `${a.date} ${a.from ?? ''}`.localeCompare(`${b.date} ${b.from ?? ''}`));

function whyNot(site: SiteView, role: string | undefined): 'notYours' | 'readOnly' | undefined {
  if (!site.canClose) return 'readOnly';
  const may: readonly string[] = site.hours.closing?.by ?? USUAL_CLOSING.by;
  return role !== undefined && may.includes(role) ? undefined : 'notYours';
}

export function Closing() {
  const { t } = useTranslation();
  const site = useOnly('site');
  const role = useOnly('session')?.user?.role;
  const now = useMinute();
  if (!site) return null;
  const refusal = whyNot(site, role);
  const ahead = closuresAhead(site, now);
  return (
    <section aria-label={t('duty.closeNow')}>
      <h3 className={classes.heading}>{t('duty.closeNow')}</h3>
      {refusal ? (
        <p className={classes.teach}>{t(`duty.${refusal}`)}</p>
      ) : (
        <Choices site={site} ahead={ahead} now={now} />
      )}
      <Ahead site={site} ahead={ahead} now={now} mayReopen={refusal === undefined} />
    </section>
  );
}

function Choices({ site, ahead, now }: { site: SiteView; ahead: readonly Closure[]; now: number }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const reasons: readonly string[] = site.hours.closing?.reasons ?? USUAL_CLOSING.reasons;
  const [reason, setReason] = useState(reasons[0] ?? '');
  const [busy, setBusy] = useState<'close' | 'reopen'>();
  const isOffered = (choice: ClosingChoice) => closureFor(choice, site.clinic.timeZone, now, reason) !== undefined;
  const close = (choice: ClosingChoice) => {
    if (busy || !isOffered(choice)) return;
    setBusy('close');
    void run('hours.close', { until: choice, reason }).finally(() => setBusy(undefined));
  };
  const reopen = () => {
    const [first] = ahead;
    // What stands in the list is closed already, though the answer to the key that closed it may still be on its way.
    if (!first || busy === 'reopen') return;
    setBusy('reopen');
    void run('hours.reopen', { closure: first }).finally(() => setBusy(undefined));
  };
  useDigits((digit) => {
    const choice = CLOSING_CHOICES[digit - 1];
    if (digit === 0) reopen();
    else if (choice) close(choice);
  });
  return (
    <>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('duty.reason')}
        data={reasons.map((one) => ({ value: one, label: one }))}
        value={reason}
        onChange={setReason}
        transitionDuration={0}
      />
      <div className={classes.choices}>
        {CLOSING_CHOICES.map((choice, index) => (
          <Action
            key={choice}
            keys={String(index + 1)}
            disabled={busy !== undefined || !isOffered(choice)}
            onClick={() => close(choice)}
            full
          >
            {t(`duty.until.${choice}`)}
          </Action>
        ))}
      </div>
    </>
  );
}

/** Plain digits while the dialog is open; a field in it keeps its own. */
function useDigits(onDigit: (digit: number) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const digit = /^(?:Digit|Numpad)([0-5])$/.exec(event.code)?.[1];
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
      if (digit === undefined || !isPlain || event.repeat) return;
      if (document.activeElement?.matches('input:not([type=radio]), textarea')) return;
      event.preventDefault();
      onDigit(Number(digit));
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [onDigit]);
}

interface AheadProps {
  readonly site: SiteView;
  readonly ahead: readonly Closure[];
  readonly now: number;
  readonly mayReopen: boolean;
}

/** Closures that are in force or still to come; the first one is taken back with 0. */
function Ahead({ site, ahead, now, mayReopen }: AheadProps) {
  const { t, i18n } = useTranslation();
  const { run } = useDesk();
  if (ahead.length === 0) return null;
  return (
    <ul className={classes.list} aria-label={t('duty.closures')}>
      {ahead.map((closure, index) => (
        <li key={JSON.stringify(closure)} className={classes.row} data-tone="warn">
          <span className={classes.grow}>
            {closureWords(closure, { t, language: i18n.language, zone: site.clinic.timeZone, now })}
          </span>
          {mayReopen ? (
            <Action
              size="small"
              keys={index === 0 ? '0' : undefined}
              onClick={() => void run('hours.reopen', { closure })}
              label={t('duty.takeBackWhat', { what: closure.reason })}
            >
              {t('duty.takeBack')}
            </Action>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
