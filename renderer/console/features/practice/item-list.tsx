// A part that is a list: thousands of rules are drawn only where one looks, and one is in hand.
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../../shared/domain/practice/form.ts';
import { PRACTICE_PARTS } from '../../../../shared/domain/practice/parts.ts';
import type { PracticePart } from '../../../../shared/domain/practice/parts.ts';
import type { PracticePath, PracticeProblem } from '../../../../shared/domain/practice/types.ts';
import { useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { rowAfter, useLongList } from '../../ui/long-list.ts';
import { Field } from './fields.tsx';
import { below, detailOf, emptyOf, listOf, problemsAt, titleOf } from './form.ts';
import classes from './practice.module.css';
import type { Practice } from './use-practice.ts';
import { useNames } from './words.ts';

const ROW_HEIGHT = 46;

interface ItemListProps {
  readonly practice: Practice;
  readonly part: PracticePart;
  readonly item: FormField;
  readonly readOnly: (path: PracticePath) => boolean;
  readonly onText: () => void;
}

export function ItemList({ practice, part, item, readOnly, onText }: ItemListProps) {
  const { t } = useTranslation();
  const { one } = useNames();
  const [at, setAt] = useState(0);
  const path: PracticePath = [...PRACTICE_PARTS[part]];
  const items = listOf(practice.dataOf(part));
  const active = Math.min(at, items.length - 1);
  const problems = problemsAt(practice.state?.problems ?? [], path);
  const { box, virtual } = useLongList({ count: items.length, active, rowHeight: ROW_HEIGHT });
  const isFixed = readOnly(path);
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      return move(event.key === 'ArrowUp' ? active - 1 : active + 1);
    }
    const to = rowAfter(event.key, { count: items.length, at: active });
    if (to === undefined || event.altKey) return;
    event.preventDefault();
    setAt(to);
  };
  const move = (to: number) => {
    if (isFixed || to < 0 || to >= items.length || to === active) return;
    practice.change({ do: 'move', path: below(path, active), to });
    setAt(to);
  };
  const add = () => {
    const place = items.length === 0 ? 0 : active + 1;
    practice.change({ do: 'insert', path: below(path, place), value: emptyOf(item) as never });
    setAt(place);
  };
  return (
    <div className={classes.master}>
      <div className={classes.side}>
        <div className={classes.rowsScroll} ref={box}>
          <div
            id="practice-rows"
            role="listbox"
            tabIndex={0}
            aria-label={t(`practice.page.${part}`)}
            aria-activedescendant={items.length > 0 ? `practice-row-${active}` : undefined}
            className={classes.rows}
            style={{ height: Math.max(virtual.getTotalSize(), ROW_HEIGHT) }}
            onKeyDown={onKey}
          >
            {virtual.getVirtualItems().map(({ index, start }) => (
              <Row
                key={index}
                index={index}
                count={items.length}
                top={start}
                item={items[index]}
                isActive={index === active}
                problems={problemsAt(problems, below(path, index))}
                onChoose={setAt}
              />
            ))}
          </div>
        </div>
        {isFixed ? null : (
          <div className={classes.sideFoot}>
            <Action size="small" onClick={add}>
              {t('practice.addTo', { what: one(part) })}
            </Action>
            <Action size="small" tone="quiet" disabled={active <= 0} onClick={() => move(active - 1)}>
              {t('practice.up')}
            </Action>
            <Action size="small" tone="quiet" disabled={active >= items.length - 1} onClick={() => move(active + 1)}>
              {t('practice.down')}
            </Action>
          </div>
        )}
      </div>
      {items.length === 0 ? (
        <p className={classes.nothing}>{t(`practice.empty.${part}`, { defaultValue: t('practice.emptyPart') })}</p>
      ) : (
        <ItemForm
          key={active}
          {...{ practice, item, readOnly, onText }}
          path={below(path, active)}
          value={items[active]}
          what={one(part)}
        />
      )}
    </div>
  );
}

interface RowProps {
  readonly index: number;
  readonly count: number;
  /** Pixels from the top. */
  readonly top: number;
  readonly item: unknown;
  readonly isActive: boolean;
  readonly problems: readonly PracticeProblem[];
  readonly onChoose: (index: number) => void;
}

function Row({ index, count, top, item, isActive, problems, onChoose }: RowProps) {
  const { t } = useTranslation();
  const { sentence } = useNames();
  const kind = problems.some((problem) => problem.kind === 'mistake') ? 'mistake' : 'doubt';
  return (
    <div
      id={`practice-row-${index}`}
      role="option"
      aria-selected={isActive}
      aria-posinset={index + 1}
      aria-setsize={count}
      className={classes.row}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onChoose(index)}
    >
      <span className={classes.rowTitle}>{titleOf(item) || t('practice.unnamed')}</span>
      {problems[0] ? (
        <span className={classes.rowProblem} data-kind={kind}>
          {sentence(problems[0])}
        </span>
      ) : (
        <span className={classes.rowDetail}>{detailOf(item)}</span>
      )}
    </div>
  );
}

interface ItemFormProps extends Omit<ItemListProps, 'part'> {
  readonly path: PracticePath;
  readonly value: unknown;
  readonly what: string;
}

function ItemForm({ practice, item, path, value, what, readOnly, onText }: ItemFormProps) {
  const { t } = useTranslation();
  const { sentence } = useNames();
  const languages = useOnly('site')?.clinic.languages ?? ['en'];
  const problems = practice.state?.problems ?? [];
  const own = problemsAt(problems, path);
  return (
    <div className={classes.form} role="group" aria-label={titleOf(value) || t('practice.unnamed')}>
      {own.length > 0 ? (
        <ul className={classes.problems}>
          {own.slice(0, 6).map((problem, index) => (
            <li key={index} className={classes.problem} data-kind={problem.kind}>
              {sentence(problem)}
            </li>
          ))}
        </ul>
      ) : null}
      <Field
        field={item}
        name={what}
        path={path}
        value={value}
        required
        problems={problems.filter(({ kind }) => kind === 'mistake')}
        languages={languages}
        change={practice.change}
        readOnly={readOnly}
        depth={0}
        bare
        onText={onText}
      />
      {readOnly(path) ? null : (
        <div className={classes.formFoot}>
          <Action size="small" onClick={() => practice.change({ do: 'remove', path })}>
            {t('practice.removeWhat', { what })}
          </Action>
        </div>
      )}
    </div>
  );
}
