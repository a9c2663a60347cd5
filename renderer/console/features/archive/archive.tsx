// Shift-F3: finished notes of the practice, found while one types, read beside the list; for those who may, exported,
// held and seen to go. The caret stays in the search; arrows move in the list, Enter opens, Escape goes one step back.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk, useLayout, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { WideDialog, dialogTabs } from '../../ui/wide-dialog.tsx';
import { RetentionPanel } from './retention-panel.tsx';
import { SearchPanel } from './search-panel.tsx';

export function Archive() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const opened = useLayout((state) => state.archiveOpen === true);
  const close = () => layout.setState({ archiveOpen: false });
  // Behind a lock nothing stays open that could come back with somebody else.
  useEffect(() => () => layout.setState({ archiveOpen: false }), [layout]);
  return (
    <WideDialog opened={opened} onClose={close} label={t('archive.title')} width={1180} top={48} closeOnEscape={false}>
      <Pages onClose={close} />
    </WideDialog>
  );
}

function Pages({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const role = useOnly('session')?.user?.role;
  const isLeader = role === 'supervisor' || role === 'administrator';
  const [page, setPage] = useState<'search' | 'retention'>('search');
  const tabs = isLeader ? (
    <div className={dialogTabs} role="group" aria-label={t('archive.pages')}>
      {(['search', 'retention'] as const).map((name) => (
        <Action key={name} size="small" tone="quiet" pressed={page === name} onClick={() => setPage(name)}>
          {t(`archive.page.${name}`)}
        </Action>
      ))}
    </div>
  ) : null;
  return page === 'search' ? (
    <SearchPanel tabs={tabs} isLeader={isLeader} isAdministrator={role === 'administrator'} onClose={onClose} />
  ) : (
    <RetentionPanel tabs={tabs} isAdministrator={role === 'administrator'} onClose={onClose} />
  );
}
