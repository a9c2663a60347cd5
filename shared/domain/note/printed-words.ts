// The words of a printed note, in the practice's language: it is read without the window, years later.
import type { EndCause } from '../call/call.ts';
import type { ChartItemKind } from './request-kinds.ts';
import type { Delivery, EmergencyStep, EscalationEntry, RecordingAnswer } from './types.ts';

export interface PrintedWords {
  readonly title: string;
  readonly asked: string;
  readonly about: string;
  readonly words: string;
  readonly told: string;
  readonly outcome: string;
  readonly promised: string;
  readonly what: string;
  readonly whom: string;
  readonly when: string;
  readonly nothing: string;
  readonly undecided: string;
  readonly emergency: string;
  readonly steps: Readonly<Record<EmergencyStep['step'], string>>;
  readonly escalation: string;
  readonly recording: Readonly<Record<RecordingAnswer['answer'], string>>;
  readonly rung: Readonly<Record<EscalationEntry['what'], string>>;
  /** Why somebody was not reached; what is not named here needs no words. */
  readonly reasons: Readonly<Partial<Record<EndCause, string>>>;
  readonly versions: string;
  readonly corrected: string;
  readonly notFinished: string;
  readonly chart: string;
  readonly delivery: Readonly<Record<Delivery, string>>;
  readonly items: Readonly<Record<ChartItemKind, string>>;
  /** The kind of the next step. */
  readonly kind: string;
  readonly yes: string;
  readonly no: string;
}

export const WORDS: Readonly<Record<string, PrintedWords>> = {
  en: {
    title: 'note of a call',
    asked: 'Asked',
    about: 'Call about',
    words: "In the caller's words",
    told: 'Told',
    outcome: 'Outcome',
    promised: 'Promised',
    what: 'What',
    whom: 'By whom',
    when: 'By when',
    nothing: 'Nothing is owed.',
    undecided: 'Not decided yet.',
    emergency: 'Emergency',
    steps: {
      heard: 'red flag heard',
      said: 'emergency sentence said',
      checked: 'checked',
      reaching: 'reaching for help',
      connected: 'connected',
      dismissed: 'closed as not an emergency',
    },
    escalation: 'Whom it was tried to reach',
    recording: {
      agreed: 'The caller agreed that the call is recorded.',
      refused: 'The caller did not agree that the call is recorded.',
      told: 'The caller was told that the call is recorded.',
    },
    rung: {
      started: 'began',
      ringing: 'rang',
      answered: 'answered',
      noAnswer: 'no answer in time',
      notReached: 'not reached',
      skipped: 'left, next one',
      left: 'hung up before the caller was connected',
      notJoined: 'connecting failed',
      connected: 'connected with the caller',
      nobody: 'nobody reached',
      promised: 'call-back promised',
      cancelled: 'called off',
      callerGone: 'the caller hung up',
      interrupted: 'the console was closed meanwhile',
    },
    reasons: {
      busy: 'busy',
      declined: 'declined',
      refused: 'declined',
      noAnswer: 'no answer',
      notFound: 'unknown number',
    },
    versions: 'Written by',
    corrected: 'corrected',
    notFinished: 'Not finished',
    chart: 'In the chart',
    delivery: {
      none: '',
      waiting: 'Waits to be sent to the EHR.',
      sent: 'Sent to the EHR.',
      keptHere: 'Kept on this PC only.',
      refused: 'Refused by the EHR; kept on this PC.',
      unknown: 'Sent; whether the EHR has it is being checked.',
      conflict: 'Changed in the EHR meanwhile; somebody has to choose.',
    },
    items: {
      note: 'Note',
      followUp: 'Follow-up',
      callback: 'Call-back',
      refill: 'Refill request',
      referral: 'Referral',
      recording: 'Answer to being recorded',
    },
    kind: 'Kind',
    yes: 'Yes',
    no: 'No',
  },
  es: {
    title: 'nota de una llamada',
    asked: 'Preguntó',
    about: 'Tema',
    words: 'En sus palabras',
    told: 'Se le dijo',
    outcome: 'Resultado',
    promised: 'Se prometió',
    what: 'Qué',
    whom: 'Quién',
    when: 'Para cuándo',
    nothing: 'No queda nada pendiente.',
    undecided: 'Aún sin decidir.',
    emergency: 'Emergencia',
    steps: {
      heard: 'señal de alarma oída',
      said: 'frase de emergencia dicha',
      checked: 'comprobado',
      reaching: 'buscando ayuda',
      connected: 'conectado',
      dismissed: 'cerrada: no era emergencia',
    },
    escalation: 'A quién se intentó localizar',
    recording: {
      agreed: 'La persona aceptó que se grabe la llamada.',
      refused: 'La persona no aceptó que se grabe la llamada.',
      told: 'A la persona se le avisó que se graba la llamada.',
    },
    rung: {
      started: 'comenzó',
      ringing: 'se llamó a',
      answered: 'contestó',
      noAnswer: 'no contestó a tiempo',
      notReached: 'no localizado',
      skipped: 'se dejó, siguiente',
      left: 'colgó antes de conectar con quien llama',
      notJoined: 'no se pudo conectar',
      connected: 'conectado con quien llama',
      nobody: 'nadie localizado',
      promised: 'se prometió llamar',
      cancelled: 'cancelado',
      callerGone: 'la persona colgó',
      interrupted: 'la consola se cerró entretanto',
    },
    reasons: {
      busy: 'ocupado',
      declined: 'rechazó',
      refused: 'rechazó',
      noAnswer: 'no contestó',
      notFound: 'número desconocido',
    },
    versions: 'Escrito por',
    corrected: 'corregido',
    notFinished: 'Sin terminar',
    chart: 'En el expediente',
    delivery: {
      none: '',
      waiting: 'Espera a enviarse al EHR.',
      sent: 'Enviada al EHR.',
      keptHere: 'Guardada solo en este PC.',
      refused: 'Rechazada por el EHR; guardada en este PC.',
      unknown: 'Enviada; se comprueba si el EHR la tiene.',
      conflict: 'Cambiada en el EHR entretanto; hay que elegir.',
    },
    items: {
      note: 'Nota',
      followUp: 'Seguimiento',
      callback: 'Devolver la llamada',
      refill: 'Pedido de receta',
      referral: 'Referencia',
      recording: 'Respuesta sobre la grabación',
    },
    kind: 'Tipo',
    yes: 'Sí',
    no: 'No',
  },
};
