// The rows of the whole list: open ones, then what was finished today, folded away until somebody asks.
import { UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkItem } from '../../../../shared/contract/work.ts';
import { useLongList } from '../../ui/long-list.ts';
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
  const speech = useSpeech();
  const items = showsDone ? [...open, ...done] : open;
  const at = items.findIndex(({ id }) => id === active);
  const { box, virtual } = useLongList({ count: items.length, active: at, rowHeight: ROW_HEIGHT });
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
