// The person called before: how often and when last for everybody; the last note and its open step only once the check has
// passed, and only notes of this patient.
import { useTranslation } from 'react-i18next';
import type { RepeatRow } from '../../../../shared/contract/work.ts';
import { useDesk, useOnly, useRow } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { siteText } from '../../i18n/index.ts';
import { Action } from '../../ui/action.tsx';
import { cleanName } from '../../ui/clean.ts';
import { dueText } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useRepeatWords } from '../../ui/repeat.ts';
import { Tag } from '../../ui/tag.tsx';
import classes from './patient.module.css';

export function EarlierCalls({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const row = useRow('repeats', callId);
  const words = useRepeatWords(row);
  if (!row || !words) return null;
  return (
    <Panel
      title={t('repeat.title')}
      label={t('repeat.title')}
      aside={<Tag tone={words.isOpen ? 'warn' : 'plain'}>{words.often}</Tag>}
    >
      <div className={classes.earlier}>
        <p className={classes.hint}>{words.last}</p>
        {row.household ? <p className={classes.hint}>{t('repeat.household', { count: row.household })}</p> : null}
        {row.note ? <LastNote note={row.note} /> : null}
      </div>
    </Panel>
  );
}

function LastNote({ note }: { note: NonNullable<RepeatRow['note']> }) {
  const { t, i18n } = useTranslation();
  const { layout } = useDesk();
  const site = useOnly('site');
  const now = useMinute();
  const zone = site?.clinic.timeZone ?? 'local';
  const outcome = site?.outcomes.find(({ id }) => id === note.outcome);
  const when = dueText(new Date(note.at).toISOString(), i18n.language, zone, now);
  const { workId } = note;
  return (
    <>
      <p className={classes.hint}>{t('repeat.note', { when, who: cleanName(note.author) })}</p>
      <p className={classes.lastWords}>
        <Name>{note.words}</Name>
      </p>
      <p className={classes.hint}>
        {outcome ? `${siteText(outcome.label, i18n.language)} · ` : ''}
        {t('repeat.told')} <Name>{note.told}</Name>
      </p>
      {note.step ? (
        <p className={classes.hint}>
          {t('repeat.step')} <Name>{note.step}</Name> · <Name>{note.owner ?? ''}</Name>
        </p>
      ) : null}
      {workId === undefined ? null : (
        <Action size="small" onClick={() => layout.setState({ todoOpen: 'list', todoItem: workId })}>
          {t('repeat.open')}
        </Action>
      )}
    </>
  );
}
