// F6: whom to give the call to. Typing filters the directory or names a number; warm is offered first, blind where the
// rules allow it.
import { ActionIcon, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import { useShallow } from 'zustand/react/shallow';
import { shownName } from '../../store/announcements.ts';
import { joinable } from '../../store/calls.ts';
import { useDesk, useRows, useTopic } from '../../store/desk.ts';
import { useDirectoryIndex, useRanking } from '../../store/directory.ts';
import { Action } from '../../ui/action.tsx';
import { cleanName } from '../../ui/clean.ts';
import { dialable } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import { Lamp } from '../../ui/lamp.tsx';
import type { Choice } from './choices.ts';
import { choicesFor } from './choices.ts';
import classes from './transfer.module.css';
import { useVerdicts } from './verdict.ts';
import type { Judged } from './verdict.ts';

export function TransferPanel({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  // F6 asked for this panel: the caret belongs in it.
  useEffect(() => input.current?.focus(), []);
  const index = useDirectoryIndex();
  const ranking = useRanking();
  const found = useMemo(() => index.search(typed, ranking), [index, ranking, typed]);
  const people = useRows('people');
  const choices = choicesFor(typed, call.decision?.destinations ?? [], found, people);
  const lines = useTopic(
    'calls',
    useShallow((state) => joinable(state.rows, call.id)),
  );
  const verdict = useVerdicts(call);
  const warmOnly = call.decision?.transfer === 'warmOnly';
  const instead = insteadOf(call);
  const number = dialable(typed);
  const first = number ?? choices.find((choice) => verdict(choice.number).allowed !== 'none')?.number;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (first !== undefined && verdict(first).allowed !== 'none') actions.consult(call.id, first);
  };
  return (
    <section className={classes.panel} aria-label={t('transfer.title')} data-transfer-panel>
      <form className={classes.head} onSubmit={submit}>
        <TextInput
          className={classes.input}
          ref={input}
          aria-label={t('transfer.who')}
          placeholder={t('transfer.who')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={34}
          onClick={actions.closeTransfer}
          aria-label={t('transfer.close')}
          title={t('transfer.close')}
        >
          <IconX size={17} aria-hidden />
        </ActionIcon>
      </form>
      <p className={classes.policy}>{t(warmOnly ? 'transfer.warmOnly' : 'transfer.explain')}</p>
      <ul className={classes.list}>
        {lines.map((line) => (
          <LineRow key={line.id} call={call} line={line} />
        ))}
        {[...(number ? [{ id: 'typed', name: number, number }] : []), ...choices].map((choice) => (
          <Row
            key={choice.id}
            call={call}
            choice={choice}
            isFirst={choice.number === first}
            judged={verdict(choice.number)}
            instead={instead}
          />
        ))}
        {choices.length === 0 && !number ? <li className={classes.none}>{t('transfer.nobody')}</li> : null}
      </ul>
    </section>
  );
}

/** A call that is here already: it can be connected with this one, or joined. */
function LineRow({ call, line }: { call: CallRow; line: CallRow }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const who = line.remote.withheld ? t('call.withheld') : cleanName(shownName(line));
  return (
    <li className={classes.row}>
      <span className={classes.who}>
        <span className={classes.name}>{who}</span>
        <span className={classes.role}>
          {t('transfer.onLine', { line: line.line })} · {t(`callState.${line.state}`)}
        </span>
      </span>
      <Action
        size="small"
        label={t('transfer.connectWith', { who })}
        onClick={() => actions.completeTransfer(call.id, line.id)}
      >
        {t('transfer.connect')}
      </Action>
      <Action size="small" label={t('conference.joinWith', { who })} onClick={() => actions.merge(call.id, line.id)}>
        {t('conference.join')}
      </Action>
    </li>
  );
}

interface RowProps {
  readonly call: CallRow;
  readonly choice: Choice;
  readonly isFirst: boolean;
  readonly judged: Judged;
  /** Whom the rules offer. */
  readonly instead: string;
}

/** The first whom the rules offer, by name. */
const insteadOf = ({ decision }: CallRow): string => cleanName(decision?.destinations[0]?.label ?? '');

function Row({ call, choice, isFirst, judged, instead }: RowProps) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const note = [judged.sentence, judged.allowed === 'none' && instead ? t('transfer.instead', { who: instead }) : ''];
  return (
    <li className={classes.row}>
      <span className={classes.who}>
        <span className={classes.name}>
          <Name>{choice.name}</Name>
        </span>
        <span className={classes.role}>
          {[choice.role, choice.number === choice.name ? undefined : choice.number].filter(Boolean).join(' · ')}
        </span>
        {judged.sentence ? <span className={classes.why}>{note.filter(Boolean).join(' ')}</span> : null}
      </span>
      {choice.presence ? <Lamp presence={choice.presence} /> : null}
      {judged.allowed === 'none' ? null : (
        <Action
          size="small"
          tone={isFirst ? 'primary' : 'plain'}
          keys={isFirst ? '↵' : undefined}
          shortcut={isFirst ? 'Enter' : undefined}
          label={t('transfer.consultWith', { who: choice.name })}
          onClick={() => actions.consult(call.id, choice.number)}
        >
          {t('transfer.consult')}
        </Action>
      )}
      {judged.allowed !== 'any' ? null : (
        <Action
          size="small"
          label={t('transfer.blindTo', { who: choice.name })}
          onClick={() => actions.transferBlind(call.id, choice.number)}
        >
          {t('transfer.blind')}
        </Action>
      )}
    </li>
  );
}
