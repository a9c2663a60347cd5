// One person: since when in which queue, and what a supervisor can do about their call and their turn.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import { LISTEN_MODES } from '../../../../shared/domain/supervision/kinds.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { clock } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';
import { StateMark, TalkWords } from './state-mark.tsx';
import classes from './supervision.module.css';

type Person = TopicRow<'team'>;
type Mode = (typeof LISTEN_MODES)[number];
type Asked = 'pause' | 'signOut';

const KEYS: Readonly<Record<Mode, string>> = { listen: 'L', whisper: 'W', barge: 'B' };

export interface PersonActs {
  readonly canJoin: Readonly<Record<Mode, boolean>>;
  readonly asked: Asked | undefined;
  readonly told: string | undefined;
  /** @returns whether the key was one of ours */
  key(key: string): boolean;
  join(mode: Mode): void;
  ask(what: Asked | undefined): void;
  unpause(): void;
  confirm(reason: string): Promise<void>;
}

/** What can be done with this person, by button and by letter. */
export function usePersonActs(person: Person, onDone: () => void): PersonActs {
  const { t } = useTranslation();
  const { run } = useDesk();
  const [state, setState] = useState<{ for: string; asked?: Asked | undefined; told?: string | undefined }>();
  const mine = state?.for === person.extension ? state : undefined;
  const services = useOnly('site')?.supervision;
  const me = useOnly('session')?.user?.extension;
  const { extension } = person;
  const isOther = extension !== me;
  const isTalking = person.state === 'talking' && isOther;
  const canJoin = {
    listen: isTalking && services?.listen !== undefined,
    whisper: isTalking && services?.whisper !== undefined,
    barge: isTalking && services?.barge !== undefined,
  };
  const join = (mode: Mode) => {
    if (canJoin[mode]) void run('supervision.listen', { extension, mode }).then((answer) => answer.ok && onDone());
  };
  const ask = (asked: Asked | undefined) => setState({ for: extension, asked });
  const unpause = () => void run('supervision.unpause', { extension });
  const confirm = async (reason: string) => {
    if (mine?.asked === 'pause') {
      const paused = await run('supervision.pause', { extension, reason });
      if (paused.ok) setState({ for: extension, told: t('team.pausedNow', { name: person.name }) });
      return;
    }
    const queues = person.memberships.map(({ queue }) => queue);
    const out = await run('supervision.signOut', { extension, queues, reason });
    if (!out.ok) return;
    const told = out.value.pausedIn.length > 0 ? 'team.pausedInstead' : 'team.signedOutNow';
    setState({ for: extension, told: t(told, { name: person.name }) });
  };
  const key = (pressed: string): boolean => {
    const mode = LISTEN_MODES.find((one) => KEYS[one].toLowerCase() === pressed);
    if (mode) join(mode);
    else if (pressed === 'p' && person.state === 'paused') unpause();
    else if (pressed === 'p') ask('pause');
    else if (pressed === 'o') ask('signOut');
    else return false;
    return true;
  };
  return { canJoin, asked: mine?.asked, told: mine?.told, key, join, ask, unpause, confirm };
}

export function PersonPane({ person, acts }: { person: Person; acts: PersonActs }) {
  const { t } = useTranslation();
  const isNobodyHere = person.state === 'unregistered';
  const services = useOnly('site')?.supervision;
  const hasService = LISTEN_MODES.some((mode) => services?.[mode] !== undefined);
  return (
    <section className={classes.pane} aria-label={person.name}>
      <h3 className={classes.title}>
        <bdi>{person.name}</bdi> <span className={classes.quiet}>{person.extension}</span>
      </h3>
      <p className={classes.now}>
        <StateMark person={person} /> <TalkWords person={person} />
      </p>
      {person.heardBy.length > 0 ? (
        <p className={classes.now}>
          <Tag tone="accent">{t('team.heardBy', { name: person.heardBy.map(({ name }) => name).join(', ') })}</Tag>
        </p>
      ) : null}
      <Memberships person={person} />
      <h4 className={classes.part}>{t('team.call')}</h4>
      <div className={classes.acts} role="group" aria-label={t('team.call')}>
        {LISTEN_MODES.map((mode) => (
          <Action key={mode} keys={KEYS[mode]} disabled={!acts.canJoin[mode]} onClick={() => acts.join(mode)}>
            {t(`listen.do.${mode}`)}
          </Action>
        ))}
      </div>
      <p className={classes.help}>
        {t(!hasService ? 'listen.notSet' : person.state === 'talking' ? 'listen.help' : 'listen.noCall')}
      </p>
      <h4 className={classes.part}>{t('team.turn')}</h4>
      <div className={classes.acts} role="group" aria-label={t('team.turn')}>
        {person.state === 'paused' ? (
          <Action keys="P" onClick={acts.unpause}>
            {t('team.unpause')}
          </Action>
        ) : (
          <Action keys="P" disabled={isNobodyHere} onClick={() => acts.ask('pause')}>
            {t('team.pause')}
          </Action>
        )}
        <Action keys="O" onClick={() => acts.ask('signOut')}>
          {t('team.signOut')}
        </Action>
      </div>
      {acts.asked ? <ReasonForm key={acts.asked} asked={acts.asked} person={person} acts={acts} /> : null}
      <p className={classes.help} role="status">
        {acts.told}
      </p>
    </section>
  );
}

function Memberships({ person }: { person: Person }) {
  const { t, i18n } = useTranslation();
  const site = useOnly('site');
  return (
    <ul className={classes.memberships}>
      {person.memberships.map(({ queue, since, paused, fixed }) => (
        <li key={queue}>
          <b>{site?.queues.find(({ id }) => id === queue)?.name ?? queue}</b>
          <span className={classes.quiet}>
            {since === undefined
              ? null
              : ` · ${t('team.since', { time: clock(since, i18n.language, site?.clinic.timeZone) })}`}
            {fixed ? ` · ${t('team.fixed')}` : null}
            {paused ? ` · ${t('presence.paused')}` : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The person reads the reason at their own desk, with the name of whoever gave it. */
function ReasonForm({ asked, person, acts }: { asked: Asked; person: Person; acts: PersonActs }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const isGiven = reason.trim().length >= 2;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isGiven) void acts.confirm(reason.trim());
  };
  return (
    <form className={classes.reason} onSubmit={send}>
      <TextInput
        label={t(`team.why.${asked}`, { name: person.name })}
        description={t('team.whyHelp')}
        value={reason}
        maxLength={80}
        onChange={(event) => setReason(event.currentTarget.value)}
        autoFocus
      />
      <div className={classes.acts}>
        <Action type="submit" tone="primary" disabled={!isGiven}>
          {t(`team.${asked}`)}
        </Action>
        <Action tone="quiet" onClick={() => acts.ask(undefined)}>
          {t('call.cancel')}
        </Action>
      </div>
    </form>
  );
}
