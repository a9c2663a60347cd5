// The words of a printed note, in the practice's language: it is read without the window, years later.
import type { Delivery, EmergencyStep } from './types.ts';

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
  readonly versions: string;
  readonly corrected: string;
  readonly notFinished: string;
  readonly chart: string;
  readonly delivery: Readonly<Record<Delivery, string>>;
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
    },
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
    },
    yes: 'Sí',
    no: 'No',
  },
};
