// Queues for a TV across the room: who waits and how long against the target, who is there, and the day so far.
import { useEffect, useState } from 'react';
import type { Bridge, TopicRow } from '../../shared/contract/index.ts';
import { wordsFor } from './words.ts';

type Board = TopicRow<'wallboard'>;
type Queue = Board['queues'][number];

function useBoard(bridge: Bridge): { board: Board | undefined; isConnected: boolean } {
  const [board, setBoard] = useState<Board>();
  const [isConnected, setConnected] = useState(true);
  useEffect(() => {
    const stop = bridge.subscribe('wallboard', (message) => {
      const [, row] = (message.kind === 'snapshot' ? message.rows : message.upserts)[0] ?? [];
      if (row) setBoard(row);
    });
    const stopConnection = bridge.onConnection(setConnected);
    return () => {
      stop();
      stopConnection();
    };
  }, [bridge]);
  return { board, isConnected };
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

const two = (value: number) => String(value).padStart(2, '0');
function clockOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}
const timeOf = (at: number, { language, timeZone }: Board): string =>
  new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', timeZone }).format(at);

/** Beyond the target, and beyond twice the target. */
function levelOf(waited: number, targetSeconds: number): 'fine' | 'late' | 'lost' {
  const share = waited / (targetSeconds * 1000);
  return share > 2 ? 'lost' : share > 1 ? 'late' : 'fine';
}

export function WallboardPage({ bridge }: { bridge: Bridge }) {
  const { board, isConnected } = useBoard(bridge);
  const now = useNow();
  const words = wordsFor(board?.language ?? navigator.language);
  useEffect(() => void (document.documentElement.lang = board?.language ?? 'en'), [board?.language]);
  const trouble = !isConnected ? words.gone : !board || board.link === 'ok' ? undefined : words[board.link];
  return (
    <main className="board" data-old={trouble !== undefined && board?.link !== 'connecting'}>
      <header className="head">
        <h1>{board?.clinic ?? ''}</h1>
        {trouble === undefined ? null : (
          <p className="trouble" role="status">
            {trouble}
          </p>
        )}
        <p className="clock">{board ? timeOf(now, board) : ''}</p>
      </header>
      {board && board.queues.length === 0 ? <p className="empty">{words.noQueues}</p> : null}
      <div className="queues" data-count={Math.min(board?.queues.length ?? 0, 9)}>
        {board?.queues.map((queue) => (
          <QueueCard key={queue.id} queue={queue} board={board} now={now} />
        ))}
      </div>
    </main>
  );
}

function QueueCard({ queue, board, now }: { queue: Queue; board: Board; now: number }) {
  const words = wordsFor(board.language);
  const waited = queue.longestSince === undefined ? undefined : now - queue.longestSince;
  const level = waited === undefined ? 'fine' : levelOf(waited, queue.targetSeconds);
  return (
    <section className="queue" data-level={level} aria-label={queue.name}>
      <h2>{queue.name}</h2>
      <div className="now">
        <p className="count">
          <b>{queue.waiting}</b> <span>{words.waiting}</span>
        </p>
        <p className="longest">
          {waited === undefined ? (
            <span>{words.nobodyWaits}</span>
          ) : (
            <>
              <b>{clockOf(waited)}</b> <span>{words.longest}</span>
            </>
          )}
          <span className="target">
            {words.target} {clockOf(queue.targetSeconds * 1000)}
          </span>
        </p>
      </div>
      {queue.callbacks > 0 ? (
        <p className="callbacks">
          {queue.callbacks} {words.callbacks}
        </p>
      ) : null}
      <People queue={queue} board={board} />
      <Today queue={queue} board={board} />
    </section>
  );
}

function People({ queue, board }: { queue: Queue; board: Board }) {
  const words = wordsFor(board.language);
  if (queue.signedIn === 0) return <p className="nobody">{words.nobody}</p>;
  return (
    <>
      <ul className="people">
        <li data-state="free">
          <b>{queue.free}</b> {words.free}
        </li>
        <li>
          <b>{queue.talking}</b> {words.busy}
        </li>
        <li>
          <b>{queue.paused}</b> {words.paused}
        </li>
        <li className="quiet">
          <b>{queue.signedIn}</b> {words.here}
        </li>
      </ul>
      {queue.people ? (
        <ul className="names">
          {queue.people.map(({ name, state }) => (
            <li key={name} data-state={state}>
              <bdi>{name}</bdi> <span>{words.state[state]}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

/** The day as the journal has it; where some of it is missing, from when on it is whole stands with it. */
function Today({ queue, board }: { queue: Queue; board: Board }) {
  const words = wordsFor(board.language);
  return (
    <ul className="today">
      <li className="when">
        {words.today}
        {board.countedSince === undefined ? '' : `, ${words.since} ${timeOf(board.countedSince, board)}`}
      </li>
      <li>
        <b>{queue.answered}</b> {words.answered}
      </li>
      <li>
        <b>{queue.abandoned}</b> {words.abandoned}
      </li>
      {queue.answerSeconds === undefined ? null : (
        <li>
          <b>{clockOf(queue.answerSeconds * 1000)}</b> {words.speed}
        </li>
      )}
      <li>
        <b>{queue.servicePercent === undefined ? '–' : `${queue.servicePercent} %`}</b> {words.service}
      </li>
    </ul>
  );
}
