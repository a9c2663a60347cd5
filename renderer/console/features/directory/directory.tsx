// F3: everybody who can be called, found as fast as one types, with lamps, and with the one key for what comes next.
// The caret stays in the search; arrows move the row in hand, and the list draws only what is in view.
import { TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { spokenTo } from '../../../../shared/domain/directory/entries.ts';
import type { Listing } from '../../../../shared/domain/directory/entries.ts';
import { callToGive } from '../../store/actions.ts';
import { useDesk, useLayout, useOnly } from '../../store/desk.ts';
import { useDirectoryIndex, useFavourites, useRanking } from '../../store/directory.ts';
import { dialable, phoneNumber } from '../../ui/format.ts';
import { Action } from '../../ui/action.tsx';
import { KeyHints } from '../../ui/key-hints.tsx';
import { useLongList } from '../../ui/long-list.ts';
import { dialogHead, WideDialog } from '../../ui/wide-dialog.tsx';
import classes from './directory.module.css';
import { rowKey } from './keys.ts';
import { Row, ROW_HEIGHT } from './row.tsx';

export function Directory() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const opened = useLayout((state) => state.directoryOpen);
  const close = () => layout.setState({ directoryOpen: false });
  return (
    <WideDialog opened={opened} onClose={close} label={t('directory.title')} width={760} top={64}>
      <Panel onDone={close} />
    </WideDialog>
  );
}

/** What Enter and its kin do here: depends on whether a caller is in hand, fixed while the panel is open. */
function useReach(onDone: () => void) {
  const desk = useDesk();
  const [caller] = useState(() => callToGive(desk));
  const { actions } = desk;
  const thenClose = (act: () => void) => {
    onDone();
    act();
  };
  return {
    consulting: caller !== undefined,
    mayGive: caller !== undefined && (caller.decision?.transfer ?? 'any') === 'any',
    call: (number: string) => thenClose(() => actions.reach(number)),
    give: (number: string) => thenClose(() => actions.handOn(number)),
    pickUp: (extension: string) => thenClose(() => actions.pickUp(extension)),
    speak: (entry: Listing) => thenClose(() => actions.speak(entry)),
  };
}
export type Reach = ReturnType<typeof useReach>;

function Panel({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const reach = useReach(onDone);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const index = useDirectoryIndex();
  const ranking = useRanking();
  const found = useMemo(() => index.search(typed, ranking), [index, ranking, typed]);
  const toggleFavourite = useToggleFavourite();
  const prefix = useOnly('site')?.intercomPrefix;
  const active = Math.min(at, Math.max(0, found.length - 1));
  const number = found.length === 0 ? dialable(typed) : undefined;
  const onKey = (event: KeyboardEvent) => {
    const what = rowKey(event, { count: found.length, at: active });
    if (!what) return;
    event.preventDefault();
    event.stopPropagation();
    if (what.do === 'move') return setAt(what.to);
    const entry = found[active];
    if (!entry) return number !== undefined && what.do === 'call' ? reach.call(number) : undefined;
    // A group is only ever spoken to: nobody there could be asked, or given a caller.
    if (entry.kind === 'page' && ['call', 'give', 'speak'].includes(what.do)) reach.speak(entry);
    else if (what.do === 'call') reach.call(entry.number);
    else if (what.do === 'speak' && spokenTo(entry, prefix) !== undefined) reach.speak(entry);
    else if (what.do === 'give' && reach.mayGive) reach.give(entry.number);
    else if (what.do === 'pickUp' && desk.topics.ringing.getState().rows.has(entry.number)) reach.pickUp(entry.number);
    else if (what.do === 'favourite') toggleFavourite(entry.id);
  };
  return (
    <>
      <div className={dialogHead}>
        <TextInput
          data-autofocus
          size="md"
          className={classes.input}
          role="combobox"
          aria-expanded={found.length > 0}
          aria-haspopup="grid"
          aria-controls="directory-rows"
          aria-activedescendant={found.length > 0 ? `directory-row-${active}` : undefined}
          aria-label={t('directory.find')}
          placeholder={t('directory.find')}
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
        <span className={classes.count} role="status">
          {t('directory.count', { count: found.length })}
        </span>
      </div>
      {found.length > 0 ? (
        <Rows key={typed} found={found} active={active} reach={reach} onFavourite={toggleFavourite} onRow={setAt} />
      ) : (
        <Nobody number={number} reach={reach} typed={typed} />
      )}
      <Hints reach={reach} />
    </>
  );
}

interface RowsProps {
  readonly found: readonly Listing[];
  readonly active: number;
  readonly reach: Reach;
  readonly onFavourite: (id: string) => void;
  readonly onRow: (at: number) => void;
}

function Rows({ found, active, reach, onFavourite, onRow }: RowsProps) {
  const { t } = useTranslation();
  const { box, virtual } = useLongList({ count: found.length, active, rowHeight: ROW_HEIGHT });
  return (
    <div className={classes.scroll} ref={box}>
      <div
        id="directory-rows"
        role="grid"
        aria-label={t('directory.title')}
        aria-rowcount={found.length}
        className={classes.rows}
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, start }) => (
          <Row
            key={found[index]!.id}
            entry={found[index]!}
            index={index}
            top={start}
            isActive={index === active}
            reach={reach}
            onFavourite={onFavourite}
            onRow={onRow}
          />
        ))}
      </div>
    </div>
  );
}

function Nobody({ number, typed, reach }: { number: string | undefined; typed: string; reach: Reach }) {
  const { t } = useTranslation();
  const country = useOnly('site')?.clinic.country ?? 'US';
  if (number === undefined)
    return <p className={classes.nobody}>{t(typed.trim() === '' ? 'directory.empty' : 'directory.nobody')}</p>;
  return (
    <div className={classes.nobody}>
      <Action tone="primary" keys="↵" shortcut="Enter" onClick={() => reach.call(number)}>
        {t('dial.number', { number: phoneNumber(number, country) })}
      </Action>
    </div>
  );
}

function Hints({ reach }: { reach: Reach }) {
  const { t } = useTranslation();
  const prefix = useOnly('site')?.intercomPrefix;
  const hints = [
    ['↵', t(reach.consulting ? 'directory.consult' : 'directory.call')],
    ...(reach.mayGive ? ([['Alt ↵', t('directory.give')]] as const) : []),
    ['Alt P', t('directory.pickUp')],
    ...(prefix === undefined ? [] : ([['Alt I', t('directory.intercom')]] as const)),
    ['Alt F', t('directory.favourite')],
    ['Esc', t('directory.close')],
  ] as const;
  return (
    <div className={classes.foot}>
      <KeyHints hints={hints} />
    </div>
  );
}

function useToggleFavourite(): (id: string) => void {
  const { run } = useDesk();
  const preferences = useOnly('preferences') ?? { language: 'system', theme: 'system' };
  const favourites = useFavourites();
  return (id) => {
    const next = favourites.has(id) ? [...favourites].filter((other) => other !== id) : [...favourites, id];
    void run('preferences.save', { ...preferences, favourites: next });
  };
}
