// Listens to the keyboard for the whole window and does what the key map says.
import { useEffect } from 'react';
import { ringingCalls } from '../store/calls.ts';
import type { Desk } from '../store/desk.ts';
import { only } from '../store/topics.ts';
import { dialable } from '../ui/format.ts';
import type { KeyAction, Where } from './keymap.ts';
import { keyAction } from './keymap.ts';

const FIELDS =
  'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true], [role=menu], [role=listbox]';
const POPUPS = '[role=dialog], [role=menu], [role=listbox]';

export function useKeys(desk: Desk): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const action = keyAction(event, whereNow(desk));
      if (!action || event.defaultPrevented || !mayDo(desk, action)) return;
      event.preventDefault();
      if (!event.repeat) perform(desk, action);
    };
    // A number that was copied elsewhere is dialled with Ctrl-V and Enter.
    const onPaste = (event: ClipboardEvent) => {
      const where = whereNow(desk);
      const text = event.clipboardData?.getData('text') ?? '';
      if (where.typing || where.popup || !mayDo(desk, { do: 'search' }) || !dialable(text)) return;
      event.preventDefault();
      desk.layout.setState({ searchOpen: true, searchText: text.trim() });
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('paste', onPaste);
    };
  }, [desk]);
}

/** Before the desk is open only the phone listens; the locked screen keeps its calls. */
function mayDo({ topics }: Desk, action: KeyAction): boolean {
  const state = only(topics.session.getState())?.state;
  if (state === 'signedIn') return true;
  return state === 'locked' && ['answer', 'silence', 'mute', 'hold', 'end', 'ignore'].includes(action.do);
}

function whereNow({ layout, topics }: Desk): Where {
  const focus = document.activeElement;
  return {
    typing: focus?.matches(FIELDS) ?? false,
    onCard: focus?.closest('[data-ringing-card]') !== null && focus !== null,
    popup: document.querySelector(POPUPS) !== null,
    transferOpen: layout.getState().transferFor !== undefined,
    inTransfer: (focus?.closest('[data-transfer-panel]') ?? null) !== null,
    ringing: ringingCalls(topics.calls.getState().rows).length > 0,
  };
}

function perform({ actions, layout }: Desk, action: KeyAction): void {
  switch (action.do) {
    case 'answer':
      return actions.answerNext();
    case 'silence':
      return actions.silence();
    case 'mute':
      return actions.toggleMute();
    case 'hold':
      return actions.toggleHold();
    case 'transfer':
      return actions.openTransfer();
    case 'join':
      return actions.joinConsult();
    case 'park':
      return actions.park();
    case 'swap':
      return actions.swap();
    case 'end':
      return actions.end();
    case 'search':
      return layout.setState({ searchOpen: true });
    case 'finish':
      return void actions.finishNote();
    case 'closeTransfer':
      return actions.closeTransfer();
    case 'line':
      return actions.line(action.number);
    case 'destination':
      return actions.listenMode(action.number) ? undefined : actions.destination(action.number);
    case 'nothingOwed':
      return actions.nothingOwed();
    case 'phrase':
      return actions.phrase(action.number);
    case 'directory':
      return layout.setState(({ directoryOpen }) => ({ directoryOpen: !directoryOpen }));
    case 'archive':
      return layout.setState(({ archiveOpen }) => ({ archiveOpen: archiveOpen !== true, archiveText: undefined }));
    case 'todo':
      return layout.setState(({ todoOpen }) => ({ todoOpen: todoOpen ? undefined : 'list' }));
    case 'practice':
      return layout.setState({ practiceOpen: true });
    case 'people':
      return actions.openPeople();
    case 'alertsSeen':
      return actions.alertsSeen();
    case 'endWrapUp':
      return actions.endWrapUp();
    case 'waiting':
      return document.querySelector<HTMLElement>('[data-waiting-row]')?.focus();
    case 'duty':
      return layout.setState(({ dutyOpen }) => ({ dutyOpen: dutyOpen !== true }));
    case 'schedule':
      return layout.setState(({ selected, schedulingFor }) => ({
        schedulingFor: schedulingFor === undefined ? (selected ?? 'nobody') : undefined,
      }));
    case 'recording':
      return actions.recordingAnswer(action.answer);
    case 'reports':
      return layout.setState(({ reportsOpen }) => ({ reportsOpen: reportsOpen !== true }));
    case 'takeSuggestion':
      return actions.takeSuggestion();
    case 'escalate':
      return actions.escalate();
    case 'retrieve':
      return actions.retrieve();
    case 'ignore':
      return;
  }
}
