// Ctrl-J: the whole list of things to do. The caret stays in the search; arrows move the item in hand, Enter calls, and the
// rest of the keys stand at the foot. The list draws only what is in view.
import { SegmentedControl, TextInput } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkItem } from '../../../../shared/contract/work.ts';
import { SCOPES } from '../../../../shared/domain/work/rules.ts';
import type { Scope } from '../../../../shared/domain/work/rules.ts';
import { useDesk, useLayout } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { overdueCount, useDoneWork, useOpenWork } from '../../store/work.ts';
import { Action } from '../../ui/action.tsx';
import { KeyHints } from '../../ui/key-hints.tsx';
import { Tag } from '../../ui/tag.tsx';
import { dialogHead, WideDialog } from '../../ui/wide-dialog.tsx';
import { Detail } from './detail.tsx';
import type { Asked } from './detail.tsx';
import { Report } from './report.tsx';
import { TodoRows } from './todo-rows.tsx';
import { todoKey } from './todo-keys.ts';
import classes from './todo.module.css';

export function Todo() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const open = useLayout((state) => state.todoOpen);
  const close = () => layout.setState({ todoOpen: undefined });
  return (
    <WideDialog
      opened={open !== undefined}
      onClose={close}
      label={t(open === 'report' ? 'work.report.title' : 'work.title')}
      width={1080}
      top={56}
    >
      {open === 'report' ? <Report /> : <Panel onDone={close} />}
    </WideDialog>
  );
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const digits = (text: string) => text.replace(/\D/g, '');

/** Every word typed stands in what is to be done, whom it is about or who owes it; digits also find numbers. */
function fits(item: WorkItem, typed: string): boolean {
  const text = plain(`${item.text} ${item.about} ${item.owner} ${item.queue ?? ''}`);
  const isNumber = digits(typed).length >= 3 && digits(item.number ?? '').includes(digits(typed));
  return (
    isNumber ||
    plain(typed)
      .split(/\s+/)
      .every((word) => text.includes(word))
  );
}

/** What is shown: the open ones, then those finished today. */
function useItems(typed: string) {
  const scope = useLayout((state) => state.todoScope);
  const open = useOpenWork(scope);
  const done = useDoneWork();
  return useMemo(() => {
    if (typed.trim() === '') return { open, done };
    return { open: open.filter((item) => fits(item, typed)), done: done.filter((item) => fits(item, typed)) };
  }, [open, done, typed]);
}

/** The item in hand stays in hand while others come and go around it; when it leaves itself, the next one takes its place. */
function useInHand(entries: readonly WorkItem[], id: string | undefined): { at: number; item: WorkItem | undefined } {
  const [last, setLast] = useState(0);
  const found = entries.findIndex((entry) => entry.id === id);
  const at = found >= 0 ? found : Math.max(0, Math.min(last, entries.length - 1));
  if (at !== last) setLast(at);
  return { at, item: entries[at] };
}

function Panel({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { layout, run } = useDesk();
  const [typed, setTyped] = useState('');
  const [form, setForm] = useState<{ id: string | undefined; what: Asked }>({ id: undefined, what: 'nothing' });
  const [showsDone, setShowsDone] = useState(false);
  const { open, done } = useItems(typed);
  const entries = showsDone ? [...open, ...done] : open;
  const inHand = useLayout((state) => state.todoItem);
  const { at, item } = useInHand(entries, inHand);
  const search = useRef<HTMLInputElement>(null);
  const choose = (next: WorkItem | undefined) => {
    layout.setState({ todoItem: next?.id });
  };
  // A form belongs to the item it was opened for, and to no other that takes its place.
  const asked = form.id === item?.id ? form.what : 'nothing';
  const setAsked = (what: Asked) => {
    layout.setState({ todoItem: item?.id });
    setForm({ id: item?.id, what });
  };
  const call = (which: WorkItem) => {
    if (which.state === 'done' || which.number === undefined) return;
    void run('work.call', { id: which.id }).then((answer) => answer.ok && onDone());
  };
  const onKey = (event: KeyboardEvent) => {
    const what = todoKey(event, { count: entries.length, at });
    if (!what) return;
    event.preventDefault();
    event.stopPropagation();
    if (what.do === 'move') return choose(entries[what.to]);
    if (what.do === 'scope') return nextScope(layout);
    if (what.do === 'report') return layout.setState({ todoOpen: 'report' });
    if (!item) return;
    if (what.do === 'call') call(item);
    else if (what.do === 'claim') void run(item.claim ? 'work.release' : 'work.claim', { id: item.id });
    else if (what.do === 'done') void run(item.state === 'done' ? 'work.reopen' : 'work.done', { id: item.id });
    else setAsked(what.do);
  };
  return (
    <>
      <Head typed={typed} onType={setTyped} onKey={onKey} search={search} activeRow={item ? at : undefined} />
      <div className={classes.columns}>
        <TodoRows
          open={open}
          done={done}
          showsDone={showsDone}
          onShowDone={() => setShowsDone(!showsDone)}
          active={item?.id}
          onRow={choose}
        />
        <div className={classes.detail}>
          {item ? (
            <Detail
              key={item.id}
              item={item}
              asked={asked}
              onAsk={setAsked}
              onCall={() => call(item)}
              onAnswered={() => {
                setAsked('nothing');
                search.current?.focus();
              }}
            />
          ) : (
            <p className={classes.teach}>{t(typed === '' ? 'work.none' : 'work.nothingFits')}</p>
          )}
        </div>
      </div>
      <Foot />
    </>
  );
}

function nextScope(layout: ReturnType<typeof useDesk>['layout']): void {
  layout.setState(({ todoScope }) => ({ todoScope: SCOPES[(SCOPES.indexOf(todoScope) + 1) % SCOPES.length] ?? 'all' }));
}

interface HeadProps {
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly search: React.RefObject<HTMLInputElement | null>;
  readonly activeRow: number | undefined;
}

function Head({ typed, onType, onKey, search, activeRow }: HeadProps) {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const scope = useLayout((state) => state.todoScope);
  const now = useMinute();
  const counts = { mine: useOpenWork('mine').length, team: useOpenWork('team').length, all: useOpenWork('all').length };
  const overdue = overdueCount(useOpenWork(scope), now);
  return (
    <div className={dialogHead}>
      <h2 className={classes.title}>{t('work.title')}</h2>
      <SegmentedControl
        size="xs"
        transitionDuration={0}
        aria-label={t('work.scope.label')}
        value={scope}
        onChange={(value) => layout.setState({ todoScope: value as Scope })}
        data={SCOPES.map((each) => ({ value: each, label: `${t(`work.scope.${each}`)} ${counts[each]}` }))}
      />
      <TextInput
        ref={search}
        data-autofocus
        className={classes.search}
        role="combobox"
        aria-expanded={activeRow !== undefined}
        aria-haspopup="grid"
        aria-controls="todo-rows"
        aria-activedescendant={activeRow === undefined ? undefined : `todo-row-${activeRow}`}
        aria-label={t('work.find')}
        placeholder={t('work.find')}
        autoComplete="off"
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      {overdue > 0 ? <Tag tone="danger">{t('work.overdue', { count: overdue })}</Tag> : null}
      <Action size="small" keys="Alt R" shortcut="Alt+R" onClick={() => layout.setState({ todoOpen: 'report' })}>
        {t('work.report.short')}
      </Action>
    </div>
  );
}

const HINTS = [
  ['↵', 'call'],
  ['Alt C', 'claim'],
  ['Alt D', 'doneShort'],
  ['Alt O', 'owner'],
  ['Alt T', 'time'],
  ['Alt S', 'scope.next'],
  ['Esc', 'close'],
] as const;

/** The keys, and whether other desks see this list: who relies on it should know. */
function Foot() {
  const { t } = useTranslation();
  const items = useOpenWork('all');
  const alone = items.filter(({ sharing }) => sharing === 'thisDesk').length;
  const isAlone = items.length > 0 && alone === items.length;
  return (
    <div className={classes.foot}>
      <KeyHints hints={HINTS.map(([keys, what]) => [keys, t(`work.${what}`)] as const)} />
      {isAlone ? <p className={classes.alone}>{t('work.sharing.allHere')}</p> : null}
    </div>
  );
}
