// No call in hand: what to do next, or why no call can come.
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { problemsOf, healthLines } from '../store/health.ts';
import { useDesk, useOnly, useRow } from '../store/desk.ts';
import { useSaying } from '../store/saying.ts';
import { KeyCap } from '../ui/key-cap.tsx';
import { StatusDot } from '../ui/status-dot.tsx';
import classes from './idle.module.css';

export function Idle({ ringing }: { ringing: string | undefined }) {
  const { t } = useTranslation();
  const health = useOnly('health');
  const connected = useStore(useDesk().connected);
  const trouble = problemsOf(healthLines(health, connected), false).filter((line) =>
    ['host', 'phonePage', 'phone', 'microphone'].includes(line.part),
  )[0];
  if (ringing !== undefined) return <Greeting callId={ringing} />;
  if (trouble)
    return (
      <section className={classes.idle} data-trouble>
        <h1 className={classes.title}>
          <StatusDot tone={trouble.severity} /> {t(`health.short.${trouble.part}.${trouble.state}`)}
        </h1>
        <p className={classes.text}>{t(`health.${trouble.part}.${trouble.state}`)}</p>
      </section>
    );
  return (
    <section className={classes.idle}>
      <h1 className={classes.title}>{t('idle.title')}</h1>
      <p className={classes.text}>{t('idle.text')}</p>
      <Keys />
    </section>
  );
}

const KEYS = [
  ['F2', 'answer'],
  ['F3', 'directory'],
  ['F4', 'mute'],
  ['F5', 'hold'],
  ['F6', 'transfer'],
  ['F7', 'swap'],
  ['F8', 'park'],
  ['F9', 'end'],
  ['Ctrl J', 'todo'],
  ['Alt H', 'duty'],
  ['Ctrl K', 'search'],
  ['Ctrl ↵', 'finish'],
  ['Alt 0', 'nothing'],
  ['Shift Alt 1', 'phrase'],
] as const;

function Keys() {
  const { t } = useTranslation();
  return (
    <dl className={classes.keys}>
      {KEYS.map(([keys, name]) => (
        <div key={name} className={classes.key}>
          <dt>
            <KeyCap keys={keys} />
            <span className="visually-hidden">{keys}</span>
          </dt>
          <dd>{t(`hint.${name}`)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** While it rings: the words for the first three seconds, large enough to read on the way to the headset. */
function Greeting({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const isClosed = useRow('calls', callId)?.decision?.office.open === false;
  const site = useOnly('site');
  const saying = useSaying(callId);
  const text = (isClosed ? site?.scripts.closed : undefined) ?? site?.scripts.greeting;
  const said = text && saying(text);
  return (
    <section className={classes.idle} data-ringing>
      <h1 className={classes.title}>{t('idle.ringing')}</h1>
      {said ? (
        <p className={classes.greeting} lang={said.language}>
          “{said.words}”
        </p>
      ) : null}
      <p className={classes.text}>
        <KeyCap keys="F2" /> {t('hint.answer')}
      </p>
    </section>
  );
}
