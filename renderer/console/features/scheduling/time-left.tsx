// How long a time is still kept: a second passing renders nothing.
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../store/desk.ts';
import { duration } from '../../ui/format.ts';

/** @param until epoch ms */
export function TimeLeft({ until }: { until: number }) {
  const { t } = useTranslation();
  const { ticker } = useDesk();
  const text = useRef<HTMLSpanElement>(null);
  useLayoutEffect(
    () =>
      ticker.listen((now) => {
        if (text.current) text.current.textContent = ` ${t('scheduling.keptFor', { time: duration(until - now) })}`;
      }),
    [ticker, until, t],
  );
  return <span className="tabular" ref={text} role="timer" aria-live="off" />;
}
