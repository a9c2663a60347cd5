// Alt-P, for who leads: everybody in the queues, what they do, since when and with whom; joining a call, pausing, signing out.
// Arrows move in the list; the letters on the buttons work wherever nothing is typed.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import { useDesk, useLayout, useOnly, useRows } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { Tag } from '../../ui/tag.tsx';
import { dialogHead, WideDialog } from '../../ui/wide-dialog.tsx';
import { AlertList } from './alert-list.tsx';
import { PersonPane, usePersonActs } from './person-pane.tsx';
import { StateMark, TalkWords } from './state-mark.tsx';
import classes from './supervision.module.css';

export type Person = TopicRow<'team'>;

export function People() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const opened = useLayout((state) => state.peopleOpen === true);
  const close = () => layout.setState({ peopleOpen: false });
  useEffect(() => () => layout.setState({ peopleOpen: false }), [layout]);
  return (
    <WideDialog opened={opened} onClose={close} label={t('team.title')} width={1120} top={56}>
      <Panel onClose={close} />
    </WideDialog>
  );
}

function Panel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const role = useOnly('session')?.user?.role;
  const team = useRows('team');
  const people = useMemo(() => [...team.values()].sort((a, b) => a.name.localeCompare(b.name)), [team]);
  const [chosen, setChosen] = useState<string>();
  const person = people.find(({ extension }) => extension === chosen) ?? people[0];
  if (role !== 'supervisor' && role !== 'administrator') return <p className={classes.teach}>{t('team.notYours')}</p>;
  return (
    <>
      <header className={dialogHead}>
        <h2 className={classes.title}>{t('team.title')}</h2>
        <Counts people={people} />
        <span className={classes.gap} />
        <Action size="small" tone="quiet" onClick={onClose} keys="Esc" shortcut="Escape">
          {t('team.close')}
        </Action>
      </header>
      <AlertList />
      {person ? (
        <Columns people={people} person={person} onChoose={setChosen} onClose={onClose} />
      ) : (
        <p className={classes.teach}>{t('team.nobody')}</p>
      )}
    </>
  );
}

function Counts({ people }: { people: readonly Person[] }) {
  const { t } = useTranslation();
  const inState = (...states: Person['state'][]) => people.filter(({ state }) => states.includes(state)).length;
  return (
    <p className={classes.counts}>
      {t('team.counts', {
        all: people.length - inState('unregistered'),
        free: inState('free'),
        talking: inState('talking', 'ringing'),
        paused: inState('paused', 'wrapUp', 'away'),
      })}
    </p>
  );
}

interface ColumnsProps {
  readonly people: readonly Person[];
  readonly person: Person;
  readonly onChoose: (extension: string) => void;
  readonly onClose: () => void;
}

function Columns({ people, person, onChoose, onClose }: ColumnsProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const acts = usePersonActs(person, onClose);
  const at = people.indexOf(person);
  useEffect(() => list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }), [at]);
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = step === undefined ? undefined : people[at + step];
    if (next) onChoose(next.extension);
    else if (step === undefined && !acts.key(event.key.toLowerCase())) return;
    event.preventDefault();
  };
  return (
    <div className={classes.columns}>
      {/* The list takes the caret; its rows are no stops of their own. */}
      <ul
        className={classes.list}
        ref={list}
        role="listbox"
        tabIndex={0}
        data-autofocus
        aria-label={t('team.list')}
        aria-activedescendant={`person-${person.extension}`}
        onKeyDown={onKey}
      >
        {people.map((one) => (
          <Row key={one.extension} person={one} chosen={one === person} onChoose={() => onChoose(one.extension)} />
        ))}
      </ul>
      <PersonPane key={person.extension} person={person} acts={acts} />
    </div>
  );
}

function Row({ person, chosen, onChoose }: { person: Person; chosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation();
  const queues = useOnly('site')?.queues ?? [];
  const names = person.memberships.map(({ queue }) => queues.find(({ id }) => id === queue)?.name ?? queue);
  return (
    <li
      id={`person-${person.extension}`}
      role="option"
      aria-selected={chosen}
      className={classes.row}
      data-state={person.state}
      onClick={onChoose}
    >
      <span className={classes.name}>
        <bdi>{person.name}</bdi> <span className={classes.quiet}>{person.extension}</span>
      </span>
      <StateMark person={person} />
      <span className={classes.with}>
        <TalkWords person={person} />
      </span>
      <span className={classes.queues}>{names.join(', ')}</span>
      <span className={classes.marks}>
        {person.heardBy.map((one) => (
          <Tag key={one.extension} tone="accent">
            {t('team.heardBy', { name: one.name })}
          </Tag>
        ))}
      </span>
    </li>
  );
}
