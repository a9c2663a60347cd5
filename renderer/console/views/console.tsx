// The desk: what waits on the left, the call in hand in the middle, the patient on the right; the ringing card over the
// top. The order in the page is the order of importance, so that Tab reaches the call in hand first.
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { CallRow } from '../../../shared/contract/call.ts';
import { conferenceWith, consultOf, failedConsultOf, isLive, ringingCalls } from '../store/calls.ts';
import { useLayout, useRow, useTopic } from '../store/desk.ts';
import { useEmergency } from '../store/emergency.ts';
import { useEscalation } from '../store/escalating.ts';
import { Accuracy } from '../features/accuracy/accuracy.tsx';
import { CallbackStrip } from '../features/callback/callback-strip.tsx';
import { Archive } from '../features/archive/archive.tsx';
import { CallHeader } from '../features/call-controls/call-header.tsx';
import { DeskSettings } from '../features/desk-settings/desk-settings.tsx';
import { Devices } from '../features/devices/devices.tsx';
import { SoundNotices } from '../features/devices/sound-notices.tsx';
import { Duty } from '../features/duty/duty.tsx';
import { EhrAccess } from '../features/ehr-access/ehr-access.tsx';
import { EscalationPanel } from '../features/escalation/escalation.tsx';
import { EmergencyBanner } from '../features/guidance/emergency.tsx';
import { Directory } from '../features/directory/directory.tsx';
import { Guidance } from '../features/guidance/guidance.tsx';
import { Lines } from '../features/lines/lines.tsx';
import { LinkRequest } from '../features/link-request/link-request.tsx';
import { CategoryTabs } from '../features/note/category-tabs.tsx';
import { NoteDialogs } from '../features/note/correction.tsx';
import { NoteFooter } from '../features/note/note-footer.tsx';
import { NoteForm } from '../features/note/note-form.tsx';
import { Parked } from '../features/parked/parked.tsx';
import { PatientColumn } from '../features/patient/patient-column.tsx';
import { PracticeSettings } from '../features/practice/practice.tsx';
import { QueueBoard } from '../features/queue-board/queue-board.tsx';
import { Reports } from '../features/reports/reports.tsx';
import { RingingCard } from '../features/ringing-card/ringing-card.tsx';
import { AlertLine } from '../features/supervision/alert-list.tsx';
import { ListenPanel } from '../features/supervision/listen-panel.tsx';
import { NoticeLine } from '../features/supervision/notice-line.tsx';
import { People } from '../features/supervision/people.tsx';
import { Scheduling } from '../features/scheduling/scheduling.tsx';
import { VisitsAction } from '../features/scheduling/visits-action.tsx';
import { WaitingStrip } from '../features/scheduling/waiting-strip.tsx';
import { Search } from '../features/search/search.tsx';
import { StatusLine } from '../features/status-line/status-line.tsx';
import { Today } from '../features/today/today.tsx';
import { TopBar } from '../features/topbar/topbar.tsx';
import { ConferenceStrip, ConsultFailed, ConsultStrip } from '../features/transfer/consult-strip.tsx';
import { TransferPanel } from '../features/transfer/transfer-panel.tsx';
import { Voicemail } from '../features/voicemail/voicemail.tsx';
import { Todo } from '../features/worklist/todo.tsx';
import { WorkStrip } from '../features/worklist/work-strip.tsx';
import { Worklist } from '../features/worklist/worklist.tsx';
import classes from './console.module.css';
import { Idle } from './idle.tsx';

export function Console() {
  const { t } = useTranslation();
  return (
    <div className={classes.shell}>
      <TopBar />
      <div className={classes.ring}>
        <RingingCard />
      </div>
      <div className={classes.columns}>
        <main className={classes.middle} aria-label={t('column.call')}>
          <Middle />
        </main>
        <aside className={classes.right} aria-label={t('column.patient')}>
          <Right />
        </aside>
        <nav className={classes.left} aria-label={t('column.waiting')}>
          <Today />
          <QueueBoard />
          <Lines />
          <Parked />
          <Voicemail />
          <Worklist />
        </nav>
      </div>
      <StatusLine>
        <AlertLine />
        <NoticeLine />
      </StatusLine>
      <Search />
      <LinkRequest />
      <DeskSettings />
      <Directory />
      <Archive />
      <PracticeSettings />
      <Accuracy />
      <Reports />
      <Todo />
      <Scheduling />
      <Duty />
      <People />
      <Devices />
      <EhrAccess />
      <SoundNotices />
      <NoteDialogs />
    </div>
  );
}

/** Somebody who speaks as soon as it is answered; nobody is on the line yet of whom to call back. */
const useRinging = () =>
  useTopic('calls', (state) => ringingCalls(state.rows).find(({ purpose }) => purpose !== 'callback')?.id);

// Apart from the desk itself: a call that begins to ring draws its card, and not the whole window anew.
function Middle() {
  const selected = useLayout((layout) => layout.selected);
  return selected === undefined ? <IdleMiddle /> : <CallInHand key={selected} callId={selected} />;
}
const IdleMiddle = () => <Idle ringing={useRinging()} />;

function Right() {
  const selected = useLayout((layout) => layout.selected);
  return selected === undefined ? (
    <IdleRight />
  ) : (
    <PatientColumn callId={selected} actions={{ head: <VisitsAction callId={selected} /> }} />
  );
}
const IdleRight = () => <PatientColumn callId={useRinging()} />;

function CallInHand({ callId }: { callId: CallRow['id'] }) {
  const { t } = useTranslation();
  const isColleague = useRow('calls', callId)?.purpose !== undefined;
  // Spoken into each other's rooms, or a colleague's call: there is no caller to note anything about.
  if (isColleague)
    return (
      <>
        <CallHeader callId={callId} />
        <ListenPanel callId={callId} />
      </>
    );
  return (
    <>
      <CallHeader callId={callId} />
      <section className={classes.work} aria-label={t('note.title')}>
        <WorkStrip callId={callId} />
        <WaitingStrip callId={callId} />
        <CallbackStrip callId={callId} />
        <div className={classes.tabs}>
          <CategoryTabs callId={callId} />
        </div>
        <GuidePlace callId={callId} />
        <div className={classes.form}>
          <NoteForm callId={callId} />
        </div>
        <NoteFooter callId={callId} />
      </section>
    </>
  );
}

/**
 * One place of a fixed height for whatever guides the call: emergency, transfer, consultation, or say-and-send. What
 * stands in it may change at any moment; the note below never moves.
 */
function GuidePlace({ callId }: { callId: CallRow['id'] }) {
  const { t } = useTranslation();
  const call = useRow('calls', callId);
  const consult = useTopic('calls', (state) => consultOf(state.rows, callId));
  const failed = useTopic('calls', (state) => failedConsultOf(state.rows, callId));
  const others = useTopic(
    'calls',
    useShallow((state) => (call ? conferenceWith(state.rows, call) : [])),
  );
  const transferring = useLayout((layout) => layout.transferFor === callId);
  const emergency = useEmergency(callId);
  const escalation = useEscalation(callId);
  if (!call) return null;
  return (
    <div
      className={classes.guide}
      data-over={!isLive(call)}
      role="group"
      aria-label={t('guidance.label')}
      tabIndex={-1}
    >
      {emergency ? <EmergencyBanner call={call} emergency={emergency} /> : null}
      {escalation && isLive(call) ? (
        <EscalationPanel call={call} escalation={escalation} />
      ) : emergency ? null : transferring && isLive(call) && !consult ? (
        <TransferPanel call={call} />
      ) : (
        <>
          {others.length > 0 ? (
            <ConferenceStrip call={call} others={others} />
          ) : consult ? (
            <ConsultStrip call={call} consult={consult} />
          ) : null}
          {failed && !consult ? <ConsultFailed consult={failed} /> : null}
          <Guidance call={call} consulting={consult !== undefined || others.length > 0} />
        </>
      )}
    </div>
  );
}
