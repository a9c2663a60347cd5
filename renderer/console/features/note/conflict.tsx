// What stands in the EHR now and what we want to stand there, side by side; whoever looks at both chooses. Nothing that was
// typed goes away: what is not taken stays with the note.
import { Modal } from '@mantine/core';
import { Fragment, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartItem, Note } from '../../../../shared/domain/note/types.ts';
import { useDesk, useLayout, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { moment } from '../../ui/format.ts';
import { Name } from '../../ui/name.tsx';
import classes from './note.module.css';

type Contested = NonNullable<ChartItem['contested']>;
interface Which {
  readonly callId: Note['callId'];
  readonly id: string;
}

export function ConflictDialog() {
  const which = useLayout((layout) => layout.conflictOf);
  return which === undefined ? null : <Asked key={which.id} which={which} />;
}

function Asked({ which }: { which: Which }) {
  const { t } = useTranslation();
  const { ask, layout } = useDesk();
  const [item, setItem] = useState<ChartItem | 'gone'>();
  const close = () => layout.setState({ conflictOf: undefined });
  useEffect(() => {
    let isOpen = true;
    void ask('note.versions', { callId: which.callId }).then((answer) => {
      const items = answer.ok ? (answer.value.versions.at(-1)?.items ?? []) : [];
      if (isOpen) setItem(items.find(({ id, contested }) => id === which.id && contested) ?? 'gone');
    });
    return () => {
      isOpen = false;
    };
  }, [ask, which]);
  return (
    <Modal
      opened
      onClose={close}
      title={t('chart.conflict.title')}
      size={1000}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('note.close') }}
    >
      {item === undefined ? (
        <p role="status">{t('note.versionsLoading')}</p>
      ) : item === 'gone' || item.contested === undefined ? (
        <p role="status">{t('chart.conflict.gone')}</p>
      ) : (
        <Both which={which} kind={item.kind} contested={item.contested} onDone={close} />
      )}
    </Modal>
  );
}

interface BothProps {
  readonly which: Which;
  readonly kind: ChartItem['kind'];
  readonly contested: Contested;
  readonly onDone: () => void;
}

function Both({ which, kind, contested, onDone }: BothProps) {
  const { t, i18n } = useTranslation();
  const { run } = useDesk();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const { ours, theirs } = contested;
  const settle = (how: 'ours' | 'theirs' | 'both') => () =>
    void run('note.settleConflict', { ...which, how }).then((answer) => answer.ok && onDone());
  const when = theirs.at === undefined ? '' : moment(new Date(theirs.at).toISOString(), i18n.language, zone);
  return (
    <div className={classes.dialog}>
      <p>{t('chart.conflict.help', { what: t(`chart.item.${kind}`) })}</p>
      <div className={classes.contested}>
        <section aria-label={t('chart.conflict.theirs')}>
          <h3 className={classes.label}>
            {t('chart.conflict.theirs')}
            {theirs.by === '' ? null : (
              <>
                {' · '}
                <Name>{theirs.by}</Name>
              </>
            )}
            {when === '' ? null : ` · ${when}`}
          </h3>
          <pre className={classes.printed} dir="auto" tabIndex={0}>
            <Marked text={theirs.text} other={ours} />
          </pre>
        </section>
        <section aria-label={t('chart.conflict.ours')}>
          <h3 className={classes.label}>{t('chart.conflict.ours')}</h3>
          <pre className={classes.printed} dir="auto" tabIndex={0}>
            <Marked text={ours} other={theirs.text} />
          </pre>
        </section>
      </div>
      <div className={classes.finishedActions}>
        <Action tone="primary" onClick={settle('ours')}>
          {t('chart.conflict.takeOurs')}
        </Action>
        <Action onClick={settle('both')}>{t('chart.conflict.takeBoth')}</Action>
        <Action onClick={settle('theirs')}>{t('chart.conflict.takeTheirs')}</Action>
      </div>
    </div>
  );
}

/** Lines that the other version does not have are marked. */
function Marked({ text, other }: { text: string; other: string }) {
  const known = new Set(other.split('\n').map((line) => line.trim()));
  return text.split('\n').map((line, index) => (
    <Fragment key={index}>
      {known.has(line.trim()) ? line : <mark>{line}</mark>}
      {'\n'}
    </Fragment>
  ));
}
