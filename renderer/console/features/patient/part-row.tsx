// One line of the card. Its place and height are the same before its part has come and after, so that nothing moves under
// the pointer; what does not fit is behind a button of its own.
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientPanel } from '../../../../shared/contract/patient.ts';
import { partState } from '../../../../shared/domain/patient/card.ts';
import type { CardPart, PatientContext } from '../../../../shared/domain/patient/types.ts';
import { useMinute } from '../../store/use-minute.ts';
import { ago } from '../../ui/format.ts';
import classes from './patient.module.css';

export interface PartProps {
  readonly context: PatientContext;
  readonly old: NonNullable<PatientPanel['old']>;
}

interface RowProps extends PartProps {
  readonly part: CardPart;
  readonly name: string;
  /** How many lines of text the row has room for. */
  readonly lines: 1 | 2 | 3 | 4;
  readonly items: readonly ReactNode[];
  /** What stands there when there is nothing. */
  readonly none: string;
  /** What can be done about it, below the name. */
  readonly action?: ReactNode;
}

export function PartRow({ part, name, lines, items, none, action, context, old }: RowProps) {
  const { t } = useTranslation();
  const state = partState(context, old, part);
  const lacking = context.never?.includes(part) ? 'patient.notGiven' : 'patient.notAvailable';
  const content =
    state === 'waiting' ? (
      <span className={classes.waiting}>
        <span className="visually-hidden">{t('patient.partWaiting')}</span>
      </span>
    ) : items.length > 0 ? (
      items
    ) : (
      <span className={classes.quiet}>{state === 'missing' ? t(lacking) : none}</span>
    );
  const since = old[part];
  // Below the name it is in nobody's way; a row of one line has that room at its end.
  const age = state === 'old' && since !== undefined ? <Age at={since} /> : null;
  return (
    <div className={classes.row} data-part={part} data-state={state} data-lines={lines}>
      <dt className={classes.key}>
        {name}
        {age}
        {action}
      </dt>
      <Clipped name={name} lines={lines}>
        {content}
      </Clipped>
    </div>
  );
}

interface ClippedProps {
  readonly name: string;
  readonly lines: number;
  readonly children: ReactNode;
}

function Clipped({ name, lines, children }: ClippedProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [hasMore, setHasMore] = useState(false);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = () => setHasMore(element.scrollHeight > element.clientHeight + 2);
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [children, isOpen]);
  const Icon = isOpen ? IconChevronUp : IconChevronDown;
  return (
    <dd className={classes.place}>
      <div ref={box} className={classes.value} data-lines={lines} data-open={isOpen}>
        {children}
      </div>
      {hasMore || isOpen ? (
        <button
          type="button"
          className={classes.more}
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'patient.less' : 'patient.more', { name })}
          onClick={() => setIsOpen(!isOpen)}
        >
          <Icon size={15} aria-hidden />
        </button>
      ) : null}
    </dd>
  );
}

/** When this was read, where it is from an earlier reading than the rest. */
function Age({ at }: { at: number }) {
  const { t, i18n } = useTranslation();
  return <span className={classes.age}>{ago(useMinute() - at, i18n.language) ?? t('patient.justNow')}</span>;
}
