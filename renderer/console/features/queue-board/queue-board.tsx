// What waits, queue by queue: who takes its calls, who waits at which place and why, how long against the queue's target,
// and for a few seconds what became of those who do not wait any more.
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import { useDesk, useRows, useTopic } from '../../store/desk.ts';
import { duration } from '../../ui/format.ts';
import { KeyCap } from '../../ui/key-cap.tsx';
import { Panel } from '../../ui/panel.tsx';
import { waitLevel } from '../../ui/wait-level.ts';
import { CallerRow } from './caller-row.tsx';
import { DepartedRow } from './departed-row.tsx';
import classes from './queue-board.module.css';
import { SendDialog } from './send-dialog.tsx';

type Queue = TopicRow<'queues'>;
type Waiting = TopicRow<'waiting'>;
type Departure = TopicRow<'departures'>;

/** More rows than this help nobody; the count above says how many there are. */
const ROWS_SHOWN = 12;
/** In a rush hundreds leave within the few seconds in which it can be read. */
const DEPARTED_SHOWN = 5;

export function QueueBoard() {
  const { t } = useTranslation();
  const queues = useRows('queues');
  const ready = useTopic('queues', (state) => state.ready);
  const waiting = useRows('waiting');
  const departures = useRows('departures');
  const byQueue = useMemo(() => Map.groupBy(waiting.values(), (caller) => caller.queue), [waiting]);
  const gone = useMemo(() => Map.groupBy(departures.values(), (departure) => departure.queue), [departures]);
  const [sending, setSending] = useState<Waiting>();
  if (queues.size === 0)
    return (
      <Panel title={t('queues.title')} label={t('queues.title')}>
        <p className={classes.teach}>{t(ready ? 'queues.noneSet' : 'queues.loading')}</p>
      </Panel>
    );
  const first = [...queues.values()].find(({ id }) => byQueue.has(id))?.id;
  return (
    <>
      {[...queues.values()].map((queue) => (
        <QueuePanel
          key={queue.id}
          queue={queue}
          callers={byQueue.get(queue.id) ?? NOBODY}
          departed={gone.get(queue.id) ?? NOBODY_LEFT}
          isFirst={queue.id === first}
          onSend={setSending}
        />
      ))}
      {sending && waiting.has(sending.entry) ? (
        <SendDialog caller={sending} onClose={() => setSending(undefined)} />
      ) : null}
    </>
  );
}

const NOBODY: Waiting[] = [];
const NOBODY_LEFT: Departure[] = [];

interface QueuePanelProps {
  readonly queue: Queue;
  readonly callers: Waiting[];
  readonly departed: Departure[];
  /** The first queue in which somebody waits: the key goes there. */
  readonly isFirst: boolean;
  readonly onSend: (caller: Waiting) => void;
}

function QueuePanel({ queue, callers, departed, isFirst, onSend }: QueuePanelProps) {
  const { t } = useTranslation();
  const ordered = [...callers].sort((a, b) => a.position - b.position);
  const newest = [...departed].sort((a, b) => b.leftAt - a.leftAt).slice(0, DEPARTED_SHOWN);
  const longest = Math.min(...ordered.map((caller) => caller.joinedAt));
  const aside =
    ordered.length === 0 ? (
      <span className={classes.quiet}>{t('queues.nobody')}</span>
    ) : (
      <Longest count={ordered.length} since={longest} target={queue.targetSeconds} />
    );
  return (
    <Panel title={queue.name} label={t('queues.queue', { name: queue.name })} aside={aside}>
      <Staff queue={queue} isWaitedFor={ordered.length > 0} isFirst={isFirst} />
      {ordered.length + departed.length === 0 ? null : (
        <ol>
          {ordered.slice(0, ROWS_SHOWN).map((caller) => (
            <CallerRow key={caller.entry} caller={caller} target={queue.targetSeconds} onSend={onSend} />
          ))}
          {ordered.length > ROWS_SHOWN ? (
            <li className={classes.more}>{t('queues.more', { count: ordered.length - ROWS_SHOWN })}</li>
          ) : null}
          {/* Behind those who wait: nobody moves under the pointer when they go. */}
          {newest.map((departure) => (
            <DepartedRow key={departure.entry} departure={departure} />
          ))}
          {departed.length > newest.length ? (
            <li className={classes.more}>{t('queues.moreDeparted', { count: departed.length - newest.length })}</li>
          ) : null}
        </ol>
      )}
    </Panel>
  );
}

/** As the PBX has it: who takes this queue's calls, how it rings them, and what was promised. */
function Staff({ queue, isWaitedFor, isFirst }: { queue: Queue; isWaitedFor: boolean; isFirst: boolean }) {
  const { t } = useTranslation();
  const { signedIn, free, strategy, targetSeconds } = queue;
  if (signedIn === undefined) return null;
  const parts =
    signedIn === 0
      ? [t('queues.nobodySignedIn')]
      : [
          t('queues.staff', { count: signedIn, free: free ?? 0 }),
          t(`queues.strategy.${strategy}`, { defaultValue: strategy }),
          t('queues.target', { count: targetSeconds }),
        ];
  const words = parts.filter(Boolean).join(' · ');
  return (
    <p className={classes.staff} data-alarm={signedIn === 0 && isWaitedFor}>
      <span className={classes.staffText} title={words}>
        {words}
      </span>
      {isFirst ? <KeyCap keys="Alt W" /> : null}
    </p>
  );
}

function Longest({ count, since, target }: { count: number; since: number; target: number }) {
  const { t } = useTranslation();
  const { ticker } = useDesk();
  const tag = useRef<HTMLSpanElement>(null);
  const words = t('queues.longest', { count, time: '{time}' });
  useLayoutEffect(
    () =>
      ticker.listen((now) => {
        if (!tag.current) return;
        tag.current.textContent = words.replace('{time}', duration(now - since));
        tag.current.dataset['level'] = waitLevel(now - since, target);
      }),
    [ticker, since, target, words],
  );
  return <span className={`${classes.longest} tabular`} ref={tag} />;
}
