// What of a note goes into the EHR, a line each: how it stands, and what can be done about it now.
import { useTranslation } from 'react-i18next';
import type { ChartItem, Note } from '../../../shared/domain/note/types.ts';
import { useDesk } from '../store/desk.ts';
import { Action } from './action.tsx';
import classes from './chart-items.module.css';
import { fieldWords } from './element-words.ts';
import { Tag } from './tag.tsx';
import type { Tone } from './tag.tsx';

const TONES: Readonly<Record<ChartItem['state'], Tone>> = {
  none: 'plain',
  waiting: 'plain',
  sent: 'good',
  keptHere: 'plain',
  refused: 'danger',
  unknown: 'warn',
  conflict: 'warn',
};

interface ChartItemsProps {
  readonly note: Pick<Note, 'callId' | 'items' | 'correction'>;
  /** Opens the note again; absent where that cannot be done from here. */
  readonly onCorrect?: (() => void) | undefined;
}

export function ChartItems({ note, onCorrect }: ChartItemsProps) {
  const { t } = useTranslation();
  const items = note.items ?? [];
  if (items.length === 0) return null;
  return (
    <ul className={classes.items} aria-label={t('chart.title')}>
      {items.map((item) => (
        <Line key={item.id} note={note} item={item} onCorrect={onCorrect} />
      ))}
    </ul>
  );
}

function Line({ note, item, onCorrect }: ChartItemsProps & { item: ChartItem }) {
  const { t } = useTranslation();
  return (
    <li className={classes.item} data-chart-item={item.kind} data-state={item.state}>
      <span className={classes.what}>{t(`chart.item.${item.kind}`)}</span>
      <Tag tone={TONES[item.state]}>{t(`chart.state.${item.state}`)}</Tag>
      <span className={classes.why}>{useWhy(item, note.correction !== undefined)}</span>
      <Steps note={note} item={item} onCorrect={onCorrect} />
    </li>
  );
}

/** What the state means for whoever has to do with it. */
function useWhy({ state, resource, field, forbidden, chose }: ChartItem, isCorrection: boolean): string {
  const { t } = useTranslation();
  switch (state) {
    case 'sent':
      return t(`chart.as.${resource ?? ''}`, { defaultValue: '' });
    case 'keptHere':
      if (chose !== undefined) return t(`chart.chose.${chose}`);
      return t(isCorrection ? 'note.correctionKept' : 'chart.cannot');
    case 'refused':
      if (forbidden) return t('chart.forbidden');
      return field === undefined ? t('chart.refused') : t('chart.refusedField', { field: fieldWords(field, t) });
    default:
      return t(`chart.why.${state}`, { defaultValue: '' });
  }
}

function Steps({ note: { callId }, item, onCorrect }: ChartItemsProps & { item: ChartItem }) {
  const { t } = useTranslation();
  const { run, layout } = useDesk();
  const { id, state } = item;
  if (state === 'conflict')
    return (
      <span className={classes.steps}>
        <Action size="small" tone="primary" onClick={() => layout.setState({ conflictOf: { callId, id } })}>
          {t('chart.compare')}
        </Action>
      </span>
    );
  if (state !== 'refused') return null;
  return (
    <span className={classes.steps}>
      <Action size="small" onClick={() => void run('note.sendAgain', { callId, id })}>
        {t('chart.again')}
      </Action>
      {onCorrect ? (
        <Action size="small" onClick={onCorrect}>
          {t('note.correct')}
        </Action>
      ) : null}
      <Action size="small" tone="quiet" onClick={() => void run('note.keepHere', { callId, id })}>
        {t('chart.keepHere')}
      </Action>
    </span>
  );
}
