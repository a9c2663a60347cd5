// To do, in the narrow column: the most urgent promises and notes that were left unfinished. The whole list is one key away.
import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconCheck, IconNotes, IconPhone, IconPlayerPlayFilled } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import type { WorkItem } from '../../../../shared/contract/work.ts';
import { useDesk, useLayout, useRows, useTopic } from '../../store/desk.ts';
import { overdueCount, useDoneWork, useOpenWork } from '../../store/work.ts';
import { duration, dueText, phoneNumber } from '../../ui/format.ts';
import { useMinute } from '../../store/use-minute.ts';
import { KeyCap } from '../../ui/key-cap.tsx';
import { Name } from '../../ui/name.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Marks } from './marks.tsx';
import { useSpeech } from './use-speech.ts';
import type { Speech } from './words.ts';
import { dueWords, ownerWords, whatText } from './words.ts';
import classes from './worklist.module.css';

/** More than these are for the list over the whole window. */
const SHOWN = 6;

export function Worklist() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const scope = useLayout((state) => state.todoScope);
  const open = useOpenWork(scope);
  const notes = useRows('notes');
  const now = useMinute();
  const done = useDoneWork().length;
  const left = useTopic(
    'calls',
    useShallow(({ rows }) => [...notes.values()].filter((note) => note.state === 'draft' && !rows.has(note.callId))),
  );
  const overdue = overdueCount(open, now);
  const openList = (todoItem?: string) => layout.setState({ todoOpen: 'list', ...(todoItem ? { todoItem } : {}) });
  return (
    <Panel
      grow
      title={
        <UnstyledButton
          className={classes.toggle}
          aria-keyshortcuts="Control+J"
          title={t('work.openList')}
          onClick={() => openList()}
        >
          {t('work.title')} <KeyCap keys="Ctrl J" />
        </UnstyledButton>
      }
      label={t('work.title')}
      aside={
        overdue > 0 ? <Tag tone="danger">{t('work.overdue', { count: overdue })}</Tag> : <Count count={open.length} />
      }
    >
      {open.length + left.length === 0 ? <p className={classes.teach}>{t('work.none')}</p> : null}
      <ul>
        {left.map((note) => (
          <Unfinished key={note.callId} note={note} />
        ))}
        {[...open]
          .sort(byOverruled)
          .slice(0, SHOWN)
          .map((item) => (
            <Item key={item.id} item={item} onOpen={openList} />
          ))}
      </ul>
      {open.length > SHOWN || done > 0 ? (
        <UnstyledButton className={classes.more} onClick={() => openList()}>
          {open.length > SHOWN ? t('work.more', { count: open.length - SHOWN }) : null}
          {open.length > SHOWN && done > 0 ? ' · ' : null}
          {done > 0 ? t('work.doneToday', { count: done }) : null}
        </UnstyledButton>
      ) : null}
    </Panel>
  );
}

/** What somebody was promised from here and does not stand is never below the fold; all else keeps its order. */
const byOverruled = (a: WorkItem, b: WorkItem) => Number(b.overruled !== undefined) - Number(a.overruled !== undefined);

function Count({ count }: { count: number }) {
  const { t } = useTranslation();
  return count > 0 ? <span className={classes.quiet}>{t('work.open', { count })}</span> : null;
}

function Unfinished({ note }: { note: TopicRow<'notes'> }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  return (
    <li className={classes.item}>
      <UnstyledButton className={classes.note} onClick={() => actions.select(note.callId)}>
        <IconNotes size={16} aria-hidden />
        <span className={classes.text}>
          <span className={classes.what}>
            <Name>{note.about}</Name>
          </span>
          <span className={classes.when}>{t('work.unfinished')}</span>
        </span>
      </UnstyledButton>
    </li>
  );
}

/** The voicemail it came from: when, how long, and the button that plays it. */
export function LeftMessage({ voicemail }: { voicemail: NonNullable<WorkItem['voicemail']> }) {
  const { t } = useTranslation();
  const { language, zone, now } = useSpeech();
  const { run } = useDesk();
  const when = dueText(new Date(voicemail.at).toISOString(), language, zone, now);
  return (
    <UnstyledButton
      className={classes.listen}
      onClick={() => void run('voicemail.play', { message: voicemail.message })}
    >
      <IconPlayerPlayFilled size={12} aria-hidden />
      {t('work.voicemail', { when, long: duration(voicemail.durationSeconds * 1000) })}
    </UnstyledButton>
  );
}

/** Name, number, or that there is none. */
export function AboutWhom({ item, speech }: { item: Pick<WorkItem, 'about' | 'number'>; speech: Speech }) {
  const { t, country } = speech;
  const number = item.number === undefined ? undefined : phoneNumber(item.number, country);
  const isName = item.about !== '' && item.about !== number && item.about !== item.number;
  return (
    <>
      {isName ? <Name>{item.about}</Name> : null}
      {isName && number ? ' · ' : null}
      {number ? <bdi className="tabular">{number}</bdi> : isName ? null : t('call.withheld')}
    </>
  );
}

const Item = memo(function Item({ item, onOpen }: { item: WorkItem; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const speech = useSpeech();
  const { run } = useDesk();
  const what = whatText(item, t);
  return (
    <li className={classes.item} data-late={item.dueAt < speech.now}>
      <div className={classes.row}>
        <div className={classes.text}>
          <UnstyledButton className={classes.what} onClick={() => onOpen(item.id)}>
            <bdi>{what}</bdi>
          </UnstyledButton>
          <span className={classes.when}>
            <span data-late={item.dueAt < speech.now}>{dueWords(item, speech)}</span> · <bdi>{ownerWords(item, t)}</bdi>
          </span>
          <span className={classes.when}>
            <AboutWhom item={item} speech={speech} />
          </span>
          <span className={classes.marks}>
            <Marks item={item} speech={speech} />
          </span>
          {item.voicemail ? <LeftMessage voicemail={item.voicemail} /> : null}
        </div>
        {item.number === undefined ? null : (
          <ActionIcon
            variant="default"
            size={28}
            aria-label={t('work.callWho', { what })}
            title={t('work.call')}
            onClick={() => void run('work.call', { id: item.id })}
          >
            <IconPhone size={16} aria-hidden />
          </ActionIcon>
        )}
        <ActionIcon
          variant="default"
          size={28}
          aria-label={t('work.done', { what })}
          title={t('work.doneShort')}
          onClick={() => void run('work.done', { id: item.id })}
        >
          <IconCheck size={16} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  );
});
