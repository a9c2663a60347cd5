// The item in hand: all there is to know, what happened to it, and everything that can be done with it.
import { UnstyledButton } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkItem } from '../../../../shared/contract/work.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { siteText } from '../../i18n/index.ts';
import { Action } from '../../ui/action.tsx';
import { cleanName } from '../../ui/clean.ts';
import { fieldWords } from '../../ui/element-words.ts';
import { dueText } from '../../ui/format.ts';
import { OwnerForm, TimeForm } from './change-forms.tsx';
import { AboutWhom, LeftMessage } from './worklist.tsx';
import { Marks } from './marks.tsx';
import { OutcomeButtons } from './outcome.tsx';
import { useSpeech } from './use-speech.ts';
import { closedWords, dueWords, eventWords, kindWords, ownerWords, whatText, whenText } from './words.ts';
import classes from './todo.module.css';

/** Which form stands open. */
export type Asked = 'nothing' | 'owner' | 'time';

interface DetailProps {
  readonly item: WorkItem;
  readonly asked: Asked;
  readonly onAsk: (what: Asked) => void;
  readonly onCall: () => void;
  readonly onAnswered: () => void;
}

export function Detail({ item, asked, onAsk, onCall, onAnswered }: DetailProps) {
  const { t, i18n } = useTranslation();
  const speech = useSpeech();
  const category = useOnly('site')?.categories.find(({ id }) => id === item.category);
  const last = item.attempts.at(-1);
  return (
    <article className={classes.card} aria-label={t('work.inHand')}>
      <p className={classes.kind}>
        {kindWords(item, t)}
        {category ? ` · ${siteText(category.label, i18n.language)}` : ''}
      </p>
      <h3 className={classes.heading}>
        <bdi>{whatText(item, t)}</bdi>
      </h3>
      <dl className={classes.facts}>
        <Fact name={t('work.fact.who')}>
          <AboutWhom item={item} speech={speech} />
        </Fact>
        <Fact name={t('work.fact.due')} late={item.state === 'open' && item.dueAt < speech.now}>
          {item.closed ? closedWords(item, speech) : dueWords(item, speech)}
        </Fact>
        <Fact name={t('work.fact.owner')} late={item.ownerGone}>
          <bdi>{ownerWords(item, t)}</bdi>
        </Fact>
      </dl>
      <p className={classes.marks}>
        <Marks item={item} speech={speech} />
      </p>
      {item.voicemail ? <LeftMessage voicemail={item.voicemail} /> : null}
      <Overruled item={item} />
      <Refusal item={item} />
      <Actions item={item} asked={asked} onAsk={onAsk} onCall={onCall} />
      {asked === 'owner' ? <OwnerForm item={item} onDone={onAnswered} /> : null}
      {asked === 'time' ? <TimeForm item={item} onDone={onAnswered} /> : null}
      {last?.callId === undefined ? null : (
        <OutcomeButtons workId={item.id} callId={last.callId} outcome={last.outcome} />
      )}
      <History item={item} />
      <p className={classes.shared}>{t(`work.sharing.${item.sharing}`)}</p>
    </article>
  );
}

const Fact = ({ name, late = false, children }: { name: string; late?: boolean; children: ReactNode }) => (
  <div className={classes.fact}>
    <dt>{name}</dt>
    <dd data-late={late}>{children}</dd>
  </div>
);

/** What was promised from here does not stand: what does, and what to do about it. */
function Overruled({ item }: { item: WorkItem }) {
  const { t } = useTranslation();
  const speech = useSpeech();
  const { due, owner } = item.overruled ?? {};
  if (due === undefined && owner === undefined) return null;
  return (
    <div className={classes.refusal} data-tone="warn" role="note">
      {due === undefined ? null : (
        <p>{t('work.overruled.due', { ours: dueText(due, speech.language, speech.zone, speech.now) })}</p>
      )}
      {owner === undefined ? null : <p>{t('work.overruled.owner', { ours: cleanName(owner) })}</p>}
    </div>
  );
}

/** The EHR did not take something: which part, and what to do about it. */
function Refusal({ item }: { item: WorkItem }) {
  const { t } = useTranslation();
  const { run, layout } = useDesk();
  const field = item.refusedField;
  const { callId } = item;
  if (item.delivery === 'conflict' && callId !== undefined && item.conflictId !== undefined) {
    const conflictOf = { callId, id: item.conflictId };
    return (
      <div className={classes.refusal} role="note">
        <p>{t('work.conflict')}</p>
        <Action size="small" onClick={() => layout.setState({ conflictOf })}>
          {t('chart.compare')}
        </Action>
      </div>
    );
  }
  if (item.delivery !== 'refused')
    return item.sharing === 'refused' && field !== undefined ? (
      <p className={classes.refusal} role="note">
        {t('work.refused.change', { field: fieldWords(field, t) })}
      </p>
    ) : null;
  return (
    <div className={classes.refusal} role="note">
      <p>{field === undefined ? t('work.refused.text') : t('work.refused.field', { field: fieldWords(field, t) })}</p>
      <Action size="small" onClick={() => void run('work.sendAgain', { id: item.id })}>
        {t('work.refused.again')}
      </Action>
    </div>
  );
}

type ActionsProps = Omit<DetailProps, 'onAnswered'>;

function Actions({ item, asked, onAsk, onCall }: ActionsProps) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const { id, version } = item;
  if (item.state === 'done')
    return (
      <div className={classes.actions}>
        <Action size="small" keys="Alt D" shortcut="Alt+D" onClick={() => void run('work.reopen', { id })}>
          {t('work.reopen')}
        </Action>
      </div>
    );
  return (
    <div className={classes.actions}>
      <Action
        size="small"
        tone="primary"
        keys="↵"
        shortcut="Enter"
        icon={<IconPhone size={15} aria-hidden />}
        disabled={item.number === undefined}
        title={item.number === undefined ? t('work.noNumber') : undefined}
        onClick={onCall}
      >
        {t('work.call')}
      </Action>
      <Action
        size="small"
        keys="Alt C"
        shortcut="Alt+C"
        onClick={() => void run(item.claim ? 'work.release' : 'work.claim', { id, version })}
      >
        {t(item.claim ? 'work.release' : 'work.claim')}
      </Action>
      <Action size="small" keys="Alt D" shortcut="Alt+D" onClick={() => void run('work.done', { id })}>
        {t('work.doneShort')}
      </Action>
      <Action
        size="small"
        tone="quiet"
        shortcut="Alt+O"
        pressed={asked === 'owner'}
        onClick={() => onAsk(asked === 'owner' ? 'nothing' : 'owner')}
      >
        {t('work.owner')}
      </Action>
      <Action
        size="small"
        tone="quiet"
        shortcut="Alt+T"
        pressed={asked === 'time'}
        onClick={() => onAsk(asked === 'time' ? 'nothing' : 'time')}
      >
        {t('work.time')}
      </Action>
    </div>
  );
}

function History({ item }: { item: WorkItem }) {
  const { t } = useTranslation();
  const speech = useSpeech();
  const [isLong, setLong] = useState(false);
  const latest = [...item.history].reverse();
  const shown = isLong ? latest : latest.slice(0, 5);
  return (
    <section aria-label={t('work.history')}>
      <h4 className={classes.section}>{t('work.history')}</h4>
      <ol className={classes.history}>
        {shown.map((event) => (
          <li key={`${event.at} ${event.what}`}>
            <span className={classes.time}>{whenText(event.at, speech)}</span>
            <span>{eventWords(event, speech)}</span>
          </li>
        ))}
        <li>
          <span className={classes.time}>{whenText(item.createdAt, speech)}</span>
          <span>{t('work.event.created')}</span>
        </li>
      </ol>
      {latest.length > 5 && !isLong ? (
        <UnstyledButton className={classes.link} onClick={() => setLong(true)}>
          {t('work.allHistory')}
        </UnstyledButton>
      ) : null}
    </section>
  );
}
