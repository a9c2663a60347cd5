// The few words of the wallboard, in the practice's own language.

const EN = {
  waiting: 'waiting',
  callbacks: 'to be called back',
  longest: 'longest wait',
  target: 'target',
  nobodyWaits: 'Nobody waits',
  here: 'here',
  free: 'free',
  busy: 'on calls',
  paused: 'paused',
  answered: 'answered',
  abandoned: 'gave up',
  service: 'in target',
  speed: 'to answer',
  nobody: 'Nobody is here to answer',
  today: 'Today',
  since: 'since',
  connecting: 'Connecting to the phone system…',
  lost: 'The phone system does not answer. These figures are old.',
  off: 'Nobody is signed in at this computer: sign in to Frontdesk to see the queues.',
  gone: 'Frontdesk has ended on this computer. Start it again; this page comes back by itself.',
  noQueues: 'No queues are set up yet.',
  state: {
    free: 'free',
    ringing: 'rings',
    talking: 'on a call',
    wrapUp: 'writing',
    paused: 'paused',
    away: 'away',
    unregistered: 'phone off',
    unknown: '',
  },
} as const;

type Words = {
  readonly [K in keyof typeof EN]: K extends 'state' ? Record<keyof (typeof EN)['state'], string> : string;
};

const ES: Words = {
  waiting: 'esperan',
  callbacks: 'por devolver',
  longest: 'espera más larga',
  target: 'objetivo',
  nobodyWaits: 'Nadie espera',
  here: 'presentes',
  free: 'libres',
  busy: 'en llamada',
  paused: 'en pausa',
  answered: 'atendidas',
  abandoned: 'colgaron',
  service: 'en objetivo',
  speed: 'hasta atender',
  nobody: 'No hay nadie para atender',
  today: 'Hoy',
  since: 'desde las',
  connecting: 'Conectando con la centralita…',
  lost: 'La centralita no responde. Estas cifras son antiguas.',
  off: 'Nadie ha iniciado sesión en este equipo: inicie sesión en Frontdesk para ver las colas.',
  gone: 'Frontdesk se ha cerrado en este equipo. Ábralo de nuevo; esta página vuelve sola.',
  noQueues: 'Aún no hay colas configuradas.',
  state: {
    free: 'libre',
    ringing: 'suena',
    talking: 'en llamada',
    wrapUp: 'anotando',
    paused: 'en pausa',
    away: 'ausente',
    unregistered: 'teléfono apagado',
    unknown: '',
  },
};

export const wordsFor = (language: string): Words => (language.startsWith('es') ? ES : EN);
