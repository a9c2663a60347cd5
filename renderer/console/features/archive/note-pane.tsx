// One note, to be read: asked, told, promised, by whom, by when; and what it was before it was corrected.
import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArchivedNoteView, ArchiveFilter, ArchiveHit } from '../../../../shared/contract/archive.ts';
import type { Note } from '../../../../shared/domain/note/types.ts';
import type { ErrorCode } from '../../../../shared/result/result.ts';
import { siteText } from '../../i18n/index.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { Action } from '../../ui/action.tsx';
import { phoneNumber } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './archive.module.css';
import { HoldForm } from './hold-form.tsx';
import { dueTime, noteTime } from './times.ts';

interface NotePaneProps {
  readonly callId: ArchiveHit['callId'] | undefined;
  /** There is something to choose from. */
  readonly canChoose: boolean;
  readonly isAdministrator: boolean;
  readonly onClose: () => void;
  /** Look for the other notes of this patient or number. */
  readonly onNarrow: (filter: ArchiveFilter) => void;
}

export function NotePane({ callId, canChoose, isAdministrator, onClose, onNarrow }: NotePaneProps) {
  const { t } = useTranslation();
  const { ask } = useDesk();
  const [view, setView] = useState<ArchivedNoteView | ErrorCode | undefined>(undefined);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isWanted = true;
    if (callId !== undefined)
      void ask('archive.note', { callId }).then((answer) => {
        if (isWanted) setView(answer.ok ? answer.value : answer.error.code);
      });
    return () => {
      isWanted = false;
    };
  }, [ask, callId, turn]);
  if (callId === undefined) return <p className={classes.pane}>{canChoose ? t('archive.teach') : null}</p>;
  if (view === undefined) return <div className={classes.pane} aria-busy="true" />;
  if (typeof view === 'string') return <p className={classes.pane}>{t(`error.${view}`)}</p>;
  return (
    <Opened
      view={view}
      isAdministrator={isAdministrator}
      onClose={onClose}
      onNarrow={onNarrow}
      onHeld={() => setTurn(turn + 1)}
    />
  );
}

interface OpenedProps extends Pick<NotePaneProps, 'isAdministrator' | 'onClose' | 'onNarrow'> {
  readonly view: ArchivedNoteView;
  readonly onHeld: () => void;
}

function Opened({ view, isAdministrator, onClose, onNarrow, onHeld }: OpenedProps) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const [shown, setShown] = useState<Note>(view.note);
  const [holding, setHolding] = useState(false);
  const country = useOnly('site')?.clinic.country ?? 'US';
  const heading = useRef<HTMLHeadingElement>(null);
  // What was opened by a key is read by a key.
  useEffect(() => heading.current?.focus(), []);
  const { number, about } = view;
  const who = about === number ? phoneNumber(number, country) : about;
  const call = () => {
    onClose();
    actions.dial(number);
  };
  return (
    <article className={classes.pane} aria-label={t('archive.note')} tabIndex={0}>
      <header className={classes.noteHead}>
        <h2 ref={heading} tabIndex={-1} className={classes.noteTitle}>
          <Name>{who || t('call.withheld')}</Name>
        </h2>
        {view.holds.length > 0 ? <Tag tone="warn">{t('archive.held')}</Tag> : null}
      </header>
      <div className={classes.buttons}>
        {number === '' ? null : (
          <Action size="small" tone="primary" onClick={call}>
            {t('dial.number', { number: phoneNumber(number, country) })}
          </Action>
        )}
        {view.note.patientId === undefined ? null : (
          <Action size="small" onClick={() => onNarrow({ patientId: view.note.patientId })}>
            {t('archive.ofPatient')}
          </Action>
        )}
        {number === '' ? null : (
          <Action size="small" onClick={() => onNarrow({ number })}>
            {t('archive.ofNumber')}
          </Action>
        )}
        {isAdministrator ? (
          <Action size="small" pressed={holding} onClick={() => setHolding(!holding)}>
            {t('archive.hold.open')}
          </Action>
        ) : null}
      </div>
      {holding ? <HoldForm view={view} onHeld={onHeld} /> : null}
      <Lines note={shown} view={view} />
      <Versions view={view} shown={shown} onShow={setShown} />
    </article>
  );
}

function Lines({ note, view }: { note: Note; view: ArchivedNoteView }) {
  const { t, i18n } = useTranslation();
  const site = useOnly('site');
  const users = useOnly('session')?.users ?? [];
  const now = useMinute();
  const zone = site?.clinic.timeZone ?? 'local';
  const { content } = note;
  const category = site?.categories.find(({ id }) => id === content.category);
  const outcome = site?.outcomes.find(({ id }) => id === content.outcome);
  const step = content.nextStep === 'nothing' ? undefined : content.nextStep;
  const answers = Object.entries(content.fields).map(([id, value]) => {
    const field = category?.fields.find((entry) => entry.id === id);
    const option = field?.options?.find((entry) => entry.id === value);
    const said = field?.type === 'yesNo' && (value === 'yes' || value === 'no') ? t(`note.${value}`) : value;
    return [
      siteText(field?.label, i18n.language) || id,
      option ? siteText(option.label, i18n.language) : said,
    ] as const;
  });
  const time = (at: number) => noteTime(at, i18n.language, zone, now);
  const author = users.find(({ id }) => id === note.author)?.name ?? note.author;
  return (
    <dl className={classes.lines}>
      <Line label={t('archive.line.call')}>{time(note.createdAt)}</Line>
      <Line label={t('archive.line.category')}>{siteText(category?.label, i18n.language) || content.category}</Line>
      <Line label={t('archive.line.words')}>{content.words}</Line>
      {answers.map(([label, value]) => (
        <Line key={label} label={label}>
          {value}
        </Line>
      ))}
      {note.emergency.map((one, index) => (
        <Line key={index} label={t('archive.emergency')}>
          {`${time(one.at)} · ${t(`emergency.step.${one.step}`, { text: one.text, defaultValue: one.text })}`}
        </Line>
      ))}
      <Line label={t('note.outcome')}>{siteText(outcome?.label, i18n.language) || content.outcome}</Line>
      <Line label={t('note.told')}>{content.told}</Line>
      <Line label={t('note.nextStep')}>{step?.text ?? t('note.nothingOwed')}</Line>
      {step === undefined ? null : (
        <>
          <Line label={t('note.owner')}>{step.owner}</Line>
          <Line label={t('note.due')}>
            {`${dueTime(step.due, i18n.language, zone, now)} · ${t(`archive.step.${view.step}`)}`}
          </Line>
        </>
      )}
      <Line label={t('archive.line.author')}>{`${author} · ${time(note.finishedAt ?? note.savedAt)}`}</Line>
      <Line label={t('archive.line.delivery')}>{note.delivery === 'none' ? '' : t(`delivery.${note.delivery}`)}</Line>
    </dl>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  if (children === undefined || children === '' || children === null) return null;
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </>
  );
}

function Versions({ view, shown, onShow }: { view: ArchivedNoteView; shown: Note; onShow: (note: Note) => void }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const users = useOnly('session')?.users ?? [];
  const now = useMinute();
  if (view.versions.length < 2) return null;
  const nameOf = (id: string) => users.find((user) => user.id === id)?.name ?? id;
  return (
    <section aria-label={t('archive.versions')}>
      <h3 className={classes.versionsTitle}>{t('archive.versions')}</h3>
      <ul className={classes.versions}>
        {view.versions.toReversed().map((one, index) => (
          <li key={one.version}>
            <UnstyledButton
              className={classes.version}
              aria-pressed={one.version === shown.version}
              onClick={() => onShow(one)}
            >
              {index === 0 ? t('archive.latest') : t('archive.before')} · {nameOf(one.author)} ·{' '}
              {noteTime(one.finishedAt ?? one.savedAt, i18n.language, zone, now)}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
