// What the caller said to being recorded: one key each, kept with the note.
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import { useDesk, useOnly, useRow } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { clock } from '../../ui/format.ts';
import classes from './guidance.module.css';

export function RecordingAnswer({ call, asked }: { call: CallRow; asked: boolean }) {
  const { t, i18n } = useTranslation();
  const { actions } = useDesk();
  const recording = useRow('notes', call.id)?.recording;
  const zone = useOnly('site')?.clinic.timeZone;
  const given = recording?.answer;
  return (
    <div className={classes.recording} data-recording={given ?? 'open'}>
      {asked ? (
        <>
          <Action
            size="small"
            keys="Alt O"
            shortcut="Alt+O"
            pressed={given === 'agreed'}
            onClick={() => actions.recordingAnswer('agreed')}
          >
            {t('guidance.recording.agreed')}
          </Action>
          <Action
            size="small"
            keys="Alt N"
            shortcut="Alt+N"
            pressed={given === 'refused'}
            onClick={() => actions.recordingAnswer('refused')}
          >
            {t('guidance.recording.refused')}
          </Action>
        </>
      ) : (
        <Action size="small" pressed={given === 'told'} onClick={() => actions.recordingAnswer('told')}>
          {t('guidance.recording.told')}
        </Action>
      )}
      {recording ? (
        <span role="status">
          {t(`guidance.recording.is.${recording.answer}`, { time: clock(recording.at, i18n.language, zone) })}
        </span>
      ) : null}
    </div>
  );
}
