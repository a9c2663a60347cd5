// The search: what is typed, the filters, the list, and the note that was opened.
import { TextInput } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArchiveFilter, ArchiveHit } from '../../../../shared/contract/archive.ts';
import { useDesk, useLayout } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { KeyHints } from '../../ui/key-hints.tsx';
import { dialogColumns, dialogHead } from '../../ui/wide-dialog.tsx';
import classes from './archive.module.css';
import { ExportPanel } from './export-panel.tsx';
import { Filters } from './filters.tsx';
import { listKey } from './keys.ts';
import { NotePane } from './note-pane.tsx';
import { Results } from './results.tsx';
import type { Found, Question } from './use-search.ts';
import { useSearch } from './use-search.ts';

interface SearchPanelProps {
  readonly tabs: ReactNode;
  readonly isLeader: boolean;
  readonly isAdministrator: boolean;
  readonly onClose: () => void;
}

export function SearchPanel({ tabs, isLeader, isAdministrator, onClose }: SearchPanelProps) {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const begun = useLayout((state) => state.archiveText);
  const [text, setText] = useState(begun ?? '');
  const [filter, setFilter] = useState<ArchiveFilter>({});
  const [order, setOrder] = useState<Question['order']>('time');
  const [at, setAt] = useState(0);
  const [opened, setOpened] = useState<ArchiveHit['callId'] | undefined>(undefined);
  const [exporting, setExporting] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const question = useMemo(() => ({ text, filter, order }), [text, filter, order]);
  const { found, more } = useSearch(question);
  const active = Math.min(at, Math.max(0, found.hits.length - 1));
  const lookFor = (change: () => void) => {
    change();
    setAt(0);
  };
  const back = () => {
    setOpened(undefined);
    setExporting(false);
    input.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    const what = listKey(event, { count: found.hits.length, at: active });
    if (!what) return;
    event.preventDefault();
    event.stopPropagation();
    if (what.do === 'move') setAt(what.to);
    else setOpened(found.hits[active]?.callId);
  };
  // One step back at a time: out of the note, out of the export, out of the panel.
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    if (opened !== undefined || exporting) back();
    else onClose();
  };
  return (
    <div className={classes.panel} onKeyDown={onEscape}>
      <div className={dialogHead}>
        <TextInput
          ref={input}
          data-autofocus
          size="md"
          className={classes.input}
          role="combobox"
          aria-expanded={found.hits.length > 0}
          aria-haspopup="listbox"
          aria-controls="archive-rows"
          aria-activedescendant={found.hits.length > 0 ? `archive-row-${active}` : undefined}
          aria-label={t('archive.find')}
          placeholder={t('archive.find')}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            layout.setState({ archiveText: undefined });
            lookFor(() => setText(typed));
          }}
          onKeyDown={onKey}
        />
        <Count found={found} />
        {tabs}
      </div>
      <Filters
        filter={filter}
        order={order}
        canWeigh={text.trim() !== ''}
        onFilter={(next) => lookFor(() => setFilter(next))}
        onOrder={(next) => lookFor(() => setOrder(next))}
      />
      <div className={`${dialogColumns} ${classes.columns}`}>
        <Results
          key={`${text} ${JSON.stringify(filter)} ${order}`}
          found={found}
          active={active}
          opened={opened}
          isFiltered={text.trim() !== '' || Object.values(filter).some((value) => value !== undefined)}
          onMore={more}
          onOpen={(index) => {
            setAt(index);
            setOpened(found.hits[index]?.callId);
          }}
        />
        {exporting ? (
          <ExportPanel question={question} onDone={back} />
        ) : (
          <NotePane
            key={opened ?? 'none'}
            callId={opened}
            canChoose={found.hits.length > 0}
            isAdministrator={isAdministrator}
            onClose={onClose}
            onNarrow={(change) => {
              lookFor(() => {
                setText('');
                setFilter(change);
              });
              back();
            }}
          />
        )}
      </div>
      <Foot isLeader={isLeader} canExport={found.hits.length > 0} onExport={() => setExporting(true)} />
    </div>
  );
}

function Count({ found }: { found: Found }) {
  const { t } = useTranslation();
  const { hits, before, state } = found;
  const count = hits.length;
  return (
    <span className={classes.count} role="status">
      {state !== 'answered' ? '' : before === undefined ? t('archive.count', { count }) : t('archive.more', { count })}
    </span>
  );
}

function Foot({ isLeader, canExport, onExport }: { isLeader: boolean; canExport: boolean; onExport: () => void }) {
  const { t } = useTranslation();
  const hints = [
    ['↑ ↓', t('archive.hint.move')],
    ['↵', t('archive.hint.open')],
    ['Esc', t('archive.hint.back')],
  ] as const;
  return (
    <div className={classes.foot}>
      <KeyHints hints={hints} />
      {isLeader ? (
        <Action size="small" disabled={!canExport} onClick={onExport}>
          {t('archive.export.open')}
        </Action>
      ) : null}
    </div>
  );
}
