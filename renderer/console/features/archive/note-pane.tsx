// One note, to be read: asked, told, promised, by whom, by when; and what it was before it was corrected.
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArchivedNoteView, ArchiveFilter, ArchiveHit } from '../../../../shared/contract/archive.ts';
import { labelled } from '../../../../shared/domain/archive/labelled.ts';
import { printedNote } from '../../../../shared/domain/note/printed.ts';
import type { ErrorCode } from '../../../../shared/result/result.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { Action } from '../../ui/action.tsx';
import { ChartItems } from '../../ui/chart-items.tsx';
import { phoneNumber } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './archive.module.css';
import { HoldForm } from './hold-form.tsx';
import { noteTime } from './times.ts';

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
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const now = useMinute();
  const { actions, layout } = useDesk();
  const [holding, setHolding] = useState(false);
  const country = useOnly('site')?.clinic.country ?? 'US';
  const heading = useRef<HTMLHeadingElement>(null);
  // What was opened by a key is read by a key.
  useEffect(() => heading.current?.focus(), []);
  const { number, about } = view;
  const who = about === number ? phoneNumber(number, country) : about;
  const correct = () => {
    onClose();
    layout.setState({ correcting: view.note.callId });
  };
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
        {view.step === 'none' ? null : (
          <Tag tone={view.step === 'open' ? 'accent' : 'plain'}>{t(`archive.step.${view.step}`)}</Tag>
        )}
        {view.holds.length > 0 ? <Tag tone="warn">{t('archive.held')}</Tag> : null}
      </header>
      <p className={classes.quiet}>{noteTime(view.note.createdAt, i18n.language, zone, now)}</p>
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
      <Printed view={view} />
      <ChartItems note={view.note} onCorrect={correct} />
    </article>
  );
}

/** The printed note, on screen: the same words in the same order as on paper. */
function Printed({ view }: { view: ArchivedNoteView }) {
  const { i18n } = useTranslation();
  const site = useOnly('site');
  const users = useOnly('session')?.users;
  const { note, versions } = view;
  const printed = useMemo(() => {
    const all = versions.length > 0 && note.state === 'finished' ? versions : [...versions, note];
    const [first, ...more] = site ? all.map((one) => labelled(one, site, i18n.language)) : all;
    return printedNote([first ?? note, ...more], {
      practice: site?.clinic.name ?? '',
      timeZone: site?.clinic.timeZone ?? 'local',
      language: i18n.language,
      nameOf: (userId) => users?.find(({ id }) => id === userId)?.name ?? userId,
    });
  }, [note, versions, site, users, i18n.language]);
  return printed.sections.map(({ id, heading, lines }) => (
    <section key={id} className={classes.section} aria-label={heading}>
      <h3 className={classes.sectionTitle}>{heading}</h3>
      <dl className={classes.lines}>
        {lines.map(({ label, text }, index) => (
          <div key={index} className={classes.pair}>
            {label === '' ? null : <dt>{label}</dt>}
            <dd data-alone={label === ''}>
              <bdi>{text}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}
