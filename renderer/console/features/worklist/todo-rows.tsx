// The rows of the whole list: open ones, then what was finished today, folded away until somebody asks.
import { UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkItem } from '../../../../shared/contract/work.ts';
import { AboutWhom } from './worklist.tsx';
import { Marks } from './marks.tsx';
import { useSpeech } from './use-speech.ts';
import type { Speech } from './words.ts';
import { closedWords, dueWords, ownerWords, whatText } from './words.ts';
import classes from './todo.module.css';

const ROW_HEIGHT = 62;

interface RowsProps {
  readonly open: readonly WorkItem[];
  readonly done: readonly WorkItem[];
  readonly showsDone: boolean;
  readonly onShowDone: () => void;
  readonly active: string | undefined;
  readonly onRow: (item: WorkItem) => void;
}

export function TodoRows({ open, done, showsDone, onShowDone, active, onRow }: RowsProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const speech = useSpeech();
  const items = showsDone ? [...open, ...done] : open;
  const at = items.findIndex(({ id }) => id === active);
  // The rule is about the React Compiler, which does not build this window: nothing memoizes what the virtualizer returns.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    // The row in hand is always drawn: the search names it for screen readers.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const shown = Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset);
      return at < 0 || shown.includes(at) ? shown : [...shown, at].sort((a, b) => a - b);
    },
  });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [virtual, at]);
  return (
    <div className={classes.list}>
      <div className={classes.scroll} ref={box} data-todo-scroll>
        {open.length === 0 && !showsDone ? <p className={classes.teach}>{t('work.nothingOpen')}</p> : null}
        <div
          id="todo-rows"
          role="grid"
          aria-label={t('work.title')}
          aria-rowcount={items.length}
          className={classes.rows}
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map(({ index, start }) => (
            <Row
              key={items[index]!.id}
              item={items[index]!}
              index={index}
              top={start}
              isActive={index === at}
              onRow={onRow}
              speech={speech}
            />
          ))}
        </div>
      </div>
      {done.length > 0 ? (
        <UnstyledButton className={classes.doneHead} aria-expanded={showsDone} onClick={onShowDone}>
          <IconChevronDown size={14} aria-hidden />
          {t('work.doneToday', { count: done.length })}
        </UnstyledButton>
      ) : null}
    </div>
  );
}

interface RowProps {
  readonly item: WorkItem;
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly isActive: boolean;
  readonly onRow: (item: WorkItem) => void;
  readonly speech: Speech;
}

const Row = memo(function Row({ item, index, top, isActive, onRow, speech }: RowProps) {
  const { t } = speech;
  const isLate = item.state === 'open' && item.dueAt < speech.now;
  return (
    <div
      id={`todo-row-${index}`}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={isActive}
      className={classes.row}
      data-late={isLate}
      data-done={item.state === 'done'}
      style={{ transform: `translateY(${top}px)` }}
      onMouseDown={() => onRow(item)}
    >
      <span role="gridcell" className={classes.what}>
        <span className={classes.name}>
          <bdi>{whatText(item, t)}</bdi>
        </span>
        <span className={classes.sub}>
          <AboutWhom item={item} speech={speech} />
          {item.ownerGone ? null : (
            <>
              {' · '}
              <bdi>{ownerWords(item, t)}</bdi>
            </>
          )}
        </span>
      </span>
      <span role="gridcell" className={classes.when}>
        <span className={classes.due}>{item.closed ? closedWords(item, speech) : dueWords(item, speech)}</span>
        <span className={classes.marks}>
          {item.ownerGone ? <span className={classes.gone}>{ownerWords(item, t)}</span> : null}
          {item.closed ? null : <Marks item={item} speech={speech} />}
        </span>
      </span>
    </div>
  );
});
