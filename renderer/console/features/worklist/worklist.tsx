// To do: promises that are still open, the overdue first, and notes that were left unfinished.
import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconCheck, IconNotes, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import { useDesk, useOnly, useRows, useTopic } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { dueText, duration } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import { NumberButton } from '../../ui/number-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Tag } from '../../ui/tag.tsx';
import { dueAt, openWork } from './due.ts';
import classes from './worklist.module.css';

type Work = TopicRow<'worklist'>;

export function Worklist() {
  const { t } = useTranslation();
  const items = useRows('worklist');
  const notes = useRows('notes');
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const now = useMinute();
  const open = useMemo(() => openWork([...items.values()], zone), [items, zone]);
  const left = useTopic(
    'calls',
    useShallow(({ rows }) => [...notes.values()].filter((note) => note.state === 'draft' && !rows.has(note.callId))),
  );
  const overdue = open.filter((item) => dueAt(item, zone) < now).length;
  return (
    <Panel
      grow
      title={t('work.title')}
      label={t('work.title')}
      aside={
        overdue > 0 ? <Tag tone="danger">{t('work.overdue', { count: overdue })}</Tag> : <Count count={open.length} />
      }
    >
      {open.length + left.length === 0 ? (
        <p className={classes.teach}>{t('work.none')}</p>
      ) : (
        <ul>
          {left.map((note) => (
            <Unfinished key={note.callId} note={note} />
          ))}
          {open.map((item) => (
            <Item key={item.id} item={item} zone={zone} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

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
function LeftMessage({ voicemail, zone }: { voicemail: NonNullable<Work['voicemail']>; zone: string }) {
  const { t, i18n } = useTranslation();
  const { run } = useDesk();
  const now = useMinute();
  const when = dueText(new Date(voicemail.at).toISOString(), i18n.language, zone, now);
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

function Item({ item, zone }: { item: Work; zone: string }) {
  const { t, i18n } = useTranslation();
  const { run } = useDesk();
  const now = useMinute();
  const isLate = dueAt(item, zone) < now;
  const when = dueText(item.due, i18n.language, zone, now);
  return (
    <li className={classes.item}>
      <div className={classes.row}>
        <span className={classes.text}>
          <span className={classes.what}>
            <Name>{item.text}</Name>
          </span>
          <span className={classes.when}>
            <span data-late={isLate}>{t(isLate ? 'work.wasDue' : 'work.due', { when })}</span> · {item.owner}
          </span>
          <span className={classes.when}>
            {item.number === undefined || item.number !== item.about ? (
              <Name>{item.about || t('call.withheld')}</Name>
            ) : null}
            {item.number !== undefined && item.number !== item.about ? ' · ' : null}
            {item.number === undefined ? null : <NumberButton number={item.number} />}
          </span>
          {item.voicemail ? <LeftMessage voicemail={item.voicemail} zone={zone} /> : null}
          {item.delivery === 'refused' ? <span className={classes.when}>{t('delivery.refused')}</span> : null}
        </span>
        <ActionIcon
          variant="default"
          size={28}
          aria-label={t('work.done', { what: item.text })}
          title={t('work.doneShort')}
          onClick={() => void run('work.done', { id: item.id })}
        >
          <IconCheck size={16} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  );
}
