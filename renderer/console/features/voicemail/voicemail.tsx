// Voicemail: a lamp with a count, and behind it the messages: listen, call back, hand over as a thing to do, put away.
import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconArrowForwardUp, IconCheck, IconChevronDown, IconPlayerPlayFilled, IconTrash } from '@tabler/icons-react';
import { IconArrowBackUp } from '@tabler/icons-react';
import { memo, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VoicemailRow } from '../../../../shared/contract/voicemail.ts';
import { inOrder, messageKey } from '../../../../shared/domain/voicemail/messages.ts';
import { useDesk, useLayout, useOnly, useRows, useTopic } from '../../store/desk.ts';
import { only } from '../../store/topics.ts';
import { useMinute } from '../../store/use-minute.ts';
import { Action } from '../../ui/action.tsx';
import { dueText, duration, phoneNumber } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import { NumberButton } from '../../ui/number-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Tag } from '../../ui/tag.tsx';
import { HandOver } from './hand-over.tsx';
import classes from './voicemail.module.css';

export function Voicemail() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const lamp = useTopic('voicemailLamp', only);
  const isOpen = useLayout((state) => state.voicemailOpen);
  const listed = useOnly('site')?.voicemail !== undefined;
  // Without a mailbox of any kind there is nothing to say.
  if (!lamp && !listed) return null;
  const newCount = lamp?.newCount ?? 0;
  const aside =
    newCount > 0 ? (
      <Tag tone="accent">{t('voicemail.new', { count: newCount })}</Tag>
    ) : (
      <span className={classes.quiet}>{t('voicemail.nothingNew')}</span>
    );
  if (!listed) return <Panel title={t('voicemail.title')} label={t('voicemail.title')} aside={aside} />;
  const title = (
    <UnstyledButton
      className={classes.toggle}
      aria-expanded={isOpen}
      onClick={() => layout.setState({ voicemailOpen: !isOpen })}
    >
      {t('voicemail.title')}
      <IconChevronDown className={classes.chevron} size={14} aria-hidden />
    </UnstyledButton>
  );
  return (
    <Panel title={title} label={t('voicemail.title')} aside={aside}>
      {isOpen ? <Messages /> : undefined}
    </Panel>
  );
}

function Messages() {
  const { t } = useTranslation();
  const rows = useRows('voicemail');
  const messages = useMemo(() => inOrder([...rows.values()]), [rows]);
  const boxes = new Set(messages.map((message) => message.box)).size;
  if (messages.length === 0) return <p className={classes.teach}>{t('voicemail.none')}</p>;
  return (
    <ul className={classes.list} ref={focusFirst}>
      {messages.map((message) => (
        <Message key={messageKey(message)} message={message} withBox={boxes > 1} />
      ))}
    </ul>
  );
}

/** The search gives the focus back a moment after it has closed; the list takes it after that. */
const AFTER_SEARCH_MS = 40;

/** Opened by a key, the first message is at hand: Enter listens to it. */
function focusFirst(list: HTMLUListElement | null): (() => void) | undefined {
  const timer = setTimeout(() => list?.querySelector<HTMLElement>('[data-primary]')?.focus(), AFTER_SEARCH_MS);
  return () => clearTimeout(timer);
}

/** What stands open under a message. */
type Asked = 'nothing' | 'handOver' | 'remove';

const Message = memo(function Message({ message, withBox }: { message: VoicemailRow; withBox: boolean }) {
  const { t, i18n } = useTranslation();
  const { run } = useDesk();
  const site = useOnly('site');
  const now = useMinute();
  const [asked, setAsked] = useState<Asked>('nothing');
  const key = messageKey(message);
  const number = phoneNumber(message.number, site?.clinic.country ?? 'US');
  const who = message.withheld ? t('call.withheld') : (message.directoryName ?? (message.name || number));
  const zone = site?.clinic.timeZone ?? 'local';
  const when = dueText(new Date(message.at).toISOString(), i18n.language, zone, now);
  const toggle = (what: Asked) => setAsked(asked === what ? 'nothing' : what);
  return (
    <li className={classes.message} data-folder={message.folder}>
      <div className={classes.row}>
        <span className={classes.text}>
          <span className={classes.who}>
            <Name>{who}</Name>
            {message.urgent ? <Tag tone="danger">{t('voicemail.urgent')}</Tag> : null}
          </span>
          <span className={classes.detail}>
            {when} · {duration(message.durationSeconds * 1000)}
            {withBox ? ` · ${message.box}` : ''}
          </span>
          {message.number && who !== number ? (
            <span className={classes.detail}>
              <NumberButton number={message.number} />
            </span>
          ) : null}
          {message.handedTo ? (
            <span className={classes.handed}>{t('voicemail.handedTo', { who: message.handedTo.owner })}</span>
          ) : null}
        </span>
        <Icon
          primary
          label={t('voicemail.playWho', { who })}
          onClick={() => void run('voicemail.play', { message: key })}
        >
          <IconPlayerPlayFilled size={15} aria-hidden />
        </Icon>
      </div>
      <div className={classes.actions}>
        {message.number && who === number ? (
          <NumberButton number={message.number} shown={t('voicemail.callBack')} />
        ) : null}
        <span className={classes.space} />
        {message.handedTo ? null : (
          <Icon pressed={asked === 'handOver'} label={t('voicemail.handOver')} onClick={() => toggle('handOver')}>
            <IconArrowForwardUp size={16} aria-hidden />
          </Icon>
        )}
        {message.folder === 'new' ? (
          <Icon label={t('voicemail.done')} onClick={() => void run('voicemail.markDone', { message: key })}>
            <IconCheck size={16} aria-hidden />
          </Icon>
        ) : (
          <Icon label={t('voicemail.asNew')} onClick={() => void run('voicemail.markNew', { message: key })}>
            <IconArrowBackUp size={16} aria-hidden />
          </Icon>
        )}
        <Icon pressed={asked === 'remove'} label={t('voicemail.remove')} onClick={() => toggle('remove')}>
          <IconTrash size={15} aria-hidden />
        </Icon>
      </div>
      {asked === 'handOver' ? <HandOver message={message} onDone={() => setAsked('nothing')} /> : null}
      {asked === 'remove' ? (
        <div className={classes.confirm}>
          <span>{t('voicemail.removeAsk')}</span>
          <Action size="small" tone="danger" onClick={() => void run('voicemail.remove', { message: key })}>
            {t('voicemail.removeNow')}
          </Action>
        </div>
      ) : null}
    </li>
  );
});

interface IconProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly primary?: boolean;
  readonly pressed?: boolean;
}

const Icon = ({ label, onClick, children, primary = false, pressed }: IconProps) => (
  <ActionIcon
    variant={primary ? 'filled' : 'default'}
    data-primary={primary || undefined}
    size={28}
    aria-label={label}
    title={label}
    aria-pressed={pressed}
    onClick={onClick}
  >
    {children}
  </ActionIcon>
);
