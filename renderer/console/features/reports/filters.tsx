// Which days, which queue, whose calls, about what.
import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReportAnswer } from '../../../../shared/contract/reports.ts';
import { useMinute } from '../../store/use-minute.ts';
import { Action } from '../../ui/action.tsx';
import { spanOf, SPANS } from './ranges.ts';
import type { Question } from './ranges.ts';
import classes from './reports.module.css';

interface Props {
  readonly question: Question;
  readonly report: ReportAnswer | undefined;
  readonly zone: string;
  /** Of the next days: only the queue can be chosen. */
  readonly isForecast: boolean;
  readonly onAsk: (question: Question) => void;
}

export function Filters({ question, report, zone, isForecast, onAsk }: Props) {
  const { t } = useTranslation();
  const now = useMinute();
  const choice = { question, onAsk };
  if (isForecast)
    return (
      <div className={classes.filters}>
        <Choice name="queue" rows={report?.queues ?? []} {...choice} />
      </div>
    );
  const setDay = (side: 'from' | 'to', day: string) => {
    if (day === '') return;
    const next = { ...question, [side]: day };
    onAsk(next.from > next.to ? { ...next, from: day, to: day } : next);
  };
  return (
    <div className={classes.filters}>
      <div className={classes.spans} role="group" aria-label={t('reports.days')}>
        {SPANS.map((span) => {
          const days = spanOf(span, zone, now);
          const isPressed = days.from === question.from && days.to === question.to;
          return (
            <Action
              key={span}
              size="small"
              tone="quiet"
              pressed={isPressed}
              onClick={() => onAsk({ ...question, ...days })}
            >
              {t(`reports.span.${span}`)}
            </Action>
          );
        })}
      </div>
      {(['from', 'to'] as const).map((side) => (
        <TextInput
          key={side}
          size="xs"
          type="date"
          aria-label={t(`reports.${side}`)}
          value={question[side]}
          onChange={(event) => setDay(side, event.currentTarget.value)}
        />
      ))}
      <Choice name="queue" rows={report?.queues ?? []} {...choice} />
      <Choice name="agent" rows={report?.agents ?? []} {...choice} />
      <Choice name="category" rows={report?.categories ?? []} {...choice} />
    </div>
  );
}

interface ChoiceProps extends Pick<Props, 'question' | 'onAsk'> {
  readonly name: 'queue' | 'agent' | 'category';
  readonly rows: readonly { readonly key: string; readonly label: string }[];
}

function Choice({ name, rows, question, onAsk }: ChoiceProps) {
  const { t } = useTranslation();
  const value = question[name];
  // Who is asked about stays in the list when the answer names nobody else.
  const known =
    value === undefined || rows.some(({ key }) => key === value) ? rows : [...rows, { key: value, label: value }];
  return (
    <NativeSelect
      size="xs"
      aria-label={t(`reports.filter.${name}`)}
      value={value ?? ''}
      data={[{ value: '', label: t(`reports.any.${name}`) }, ...known.map(({ key, label }) => ({ value: key, label }))]}
      onChange={(event) => {
        const { [name]: _, ...others } = question;
        const next = event.currentTarget.value;
        onAsk(next === '' ? others : { ...others, [name]: next });
      }}
    />
  );
}
