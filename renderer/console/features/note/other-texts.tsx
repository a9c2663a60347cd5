// Two people wrote into the same place: what the other one wrote, and the choice between the two.
import { useTranslation } from 'react-i18next';
import type { NoteRow } from '../../../../shared/contract/note.ts';
import { settleOther } from '../../../../shared/domain/note/merge.ts';
import { isChoice, textAt } from '../../../../shared/domain/note/places.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { useContent, useReadOnly } from '../../store/note.ts';
import { Action } from '../../ui/action.tsx';
import { Name } from '../../ui/name.tsx';
import classes from './note.module.css';

interface OtherTextsProps {
  readonly callId: NoteRow['callId'];
  readonly place: string;
  /** How much the place holds: two texts that are too long together cannot stand there one after the other. */
  readonly limit?: number;
  /** A value of a list as it is called there. */
  readonly shown?: (value: string) => string;
}

export function OtherTexts({ callId, place, limit, shown = (value) => value }: OtherTextsProps) {
  const { t } = useTranslation();
  const { autosave } = useDesk();
  const users = useOnly('session')?.users ?? [];
  const others = useContent(callId, (content) => content.others);
  const length = useContent(callId, (content) => textAt(content, place).length);
  const readOnly = useReadOnly(callId);
  const here = (others ?? []).filter((other) => other.place === place);
  if (here.length === 0) return null;
  return (
    <div className={classes.others}>
      {here.map((other) => {
        const settle = (how: 'take' | 'keep' | 'both') => () =>
          autosave.edit(callId, (content) => settleOther(content, other, how));
        const who = users.find(({ id }) => id === other.by)?.name ?? other.by;
        const isListed = isChoice(place) || limit === undefined || length + other.text.length + 3 > limit;
        return (
          <div key={other.text} className={classes.other} role="status">
            <span className={classes.otherWho}>
              {t('note.others.wrote')} <Name>{who}</Name>:
            </span>
            <span className={classes.otherText} dir="auto">
              {shown(other.text)}
            </span>
            {readOnly ? null : (
              <span className={classes.otherActions}>
                <Action size="small" onClick={settle('take')}>
                  {t('note.others.take')}
                </Action>
                <Action size="small" onClick={settle('keep')}>
                  {t('note.others.keep')}
                </Action>
                {isListed ? null : (
                  <Action size="small" onClick={settle('both')}>
                    {t('note.others.both')}
                  </Action>
                )}
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}
