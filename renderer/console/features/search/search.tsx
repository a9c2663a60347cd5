// Ctrl-K: people with their lamps, any number to dial, what can be done now, and the patient search.
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk, useLayout } from '../../store/desk.ts';
import { Lamp } from '../../ui/lamp.tsx';
import type { Entry } from './entries.ts';
import { useEntries } from './entries.ts';
import classes from './search.module.css';

/** What was meant most likely comes first; the search of everything ever written is there for what nothing else fits. */
const GROUPS = ['dial', 'patient', 'people', 'notes', 'actions', 'find'] as const satisfies readonly Entry['group'][];

export function Search() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const opened = useLayout((state) => state.searchOpen);
  const [[store, spotlight]] = useState(createSpotlight);
  const [query, setQuery] = useState('');
  useEffect(() => {
    if (opened) spotlight.open();
    else spotlight.close();
  }, [opened, spotlight]);
  // As if it were typed, once the field has the caret: the search takes the first find in hand then, and Enter dials it.
  const begin = (input: HTMLInputElement | null) => {
    const { searchText } = layout.getState();
    if (!input || searchText === undefined) return;
    layout.setState({ searchText: undefined });
    queueMicrotask(() => {
      input.focus();
      document.execCommand('insertText', false, searchText);
    });
  };
  return (
    <Spotlight.Root
      store={store}
      onSpotlightClose={() => {
        setQuery('');
        layout.setState({ searchOpen: false });
      }}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      lockScroll={false}
      yOffset={96}
      size={620}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.35 }}
    >
      <Spotlight.Search ref={begin} placeholder={t('search.placeholder')} aria-label={t('search.placeholder')} />
      <Results query={query} />
    </Spotlight.Root>
  );
}

/** Apart, so that what could be found is worked out only while the search is open. */
function Results({ query }: { query: string }) {
  const { t } = useTranslation();
  const entries = useEntries(query);
  return (
    <Spotlight.ActionsList mah={420} className={classes.list ?? ''}>
      {GROUPS.map((group) => {
        const members = entries.filter((entry) => entry.group === group);
        return members.length === 0 ? null : (
          <Spotlight.ActionsGroup key={group} label={t(`search.group.${group}`)}>
            {members.map((entry) => (
              <Spotlight.Action key={entry.id} onClick={entry.run}>
                <span className={classes.entry}>
                  <span className={classes.text}>
                    <bdi className={classes.name}>{entry.name}</bdi>
                    {entry.detail ? <span className={classes.detail}>{entry.detail}</span> : null}
                  </span>
                  {entry.presence ? <Lamp presence={entry.presence} /> : null}
                </span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        );
      })}
      {entries.length === 0 ? <Spotlight.Empty>{t('search.nothing')}</Spotlight.Empty> : null}
    </Spotlight.ActionsList>
  );
}
