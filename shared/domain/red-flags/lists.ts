// Words that may mean an emergency, by specialty and language, in the words of callers rather than of clinicians. A starting
// point that each practice adds to: a miss is worse than a false alarm. The grounds are the public lists of warning signs
// (American College of Emergency Physicians, "Is it an emergency?"; American Academy of Pediatrics; American College of
// Obstetricians and Gynecologists, "urgent maternal warning signs"; 988 Lifeline). Nobody at a desk is asked to judge them.

export const RED_FLAG_LISTS = [
  'general',
  'family',
  'pediatrics',
  'obstetrics',
  'psychiatry',
  'cardiology',
  'dental',
  'postoperative',
] as const;
export type RedFlagList = (typeof RED_FLAG_LISTS)[number];

const phrases = (text: string): readonly string[] =>
  text.split(';').map((phrase) => phrase.trim().replace(/\s+/g, ' '));

type Phrases = Readonly<Record<string, readonly string[]>>;

const general: Phrases = {
  en: phrases(`
    chest pain; chest pressure; chest hurts; chest is tight; tight chest; chest tightness; pain in my chest;
    pain in his chest; pain in her chest; pressure on my chest; heart attack; trouble breathing; hard to
    breathe; can't breathe; cannot breathe; can not breathe; not breathing; stopped breathing; short of breath;
    shortness of breath; gasping; choking; turning blue; lips are blue; blue lips; severe bleeding; heavy
    bleeding; bleeding heavily; won't stop bleeding; bleeding won't stop; not stop bleeding; bleeding a lot;
    lots of blood; coughing up blood; vomiting blood; throwing up blood; blood in vomit; face drooping; face is
    drooping; face droops; slurred speech; slurring; can't speak; cannot talk right; arm is numb; numb on one
    side; weak on one side; side is weak; can't move his arm; can't move her arm; can't move my arm; stroke;
    worst headache; sudden headache; sudden vision loss; can't see suddenly; fainted; fainting; passed out;
    passing out; blacked out; unconscious; won't wake up; not waking up; unresponsive; collapsed; confused
    suddenly; suddenly confused; seizure; convulsion; convulsing; throat swelling; throat is closing; throat
    closing; tongue is swelling; swollen tongue; allergic reaction; anaphyla; hives and swelling; overdose; took
    too many pills; too many pills; poison; swallowed bleach; suicid; kill myself; kill himself; kill herself;
    end my life; want to die; hurt myself; harm myself; hurt himself; hurt herself; carbon monoxide;
    electrocuted; hit by a car; head injury; hit her head; hit his head; fell on his head; fell on her head;
    stabbed; shot wound; gunshot; severe burn; bad burn; stiff neck and fever; sugar is over 500; sugar is very
    low
  `),
  es: phrases(`
    dolor de pecho; dolor en el pecho; me duele el pecho; le duele el pecho; duele mucho el pecho; presión en el
    pecho; opresión en el pecho; pecho apretado; infarto; ataque al corazón; no puedo respirar; no puede
    respirar; le cuesta respirar; me cuesta respirar; cuesta trabajo respirar; dificultad para respirar; falta
    de aire; falta el aire; me ahogo; se ahoga; se está ahogando; no respira; dejó de respirar; labios morados;
    se puso morado; sangrado fuerte; sangra mucho; sangrando mucho; no para de sangrar; no deja de sangrar;
    mucha sangre; vomita sangre; vomitando sangre; tose sangre; tosiendo sangre; cara caída; cara torcida; boca
    chueca; boca torcida; no puede hablar; habla enredado; arrastra las palabras; brazo dormido; brazo
    adormecido; no mueve el brazo; no puede mover el brazo; debilidad en un lado; derrame cerebral; derrame;
    embolia; peor dolor de cabeza; dolor de cabeza muy fuerte; dejó de ver; se desmayó; me desmayé; se desmaya;
    desmayo; perdió el conocimiento; inconsciente; no despierta; no responde; se desplomó; de repente
    confundido; de repente confundida; convulsión; convulsiones; convulsionando; se le cierra la garganta;
    garganta cerrada; garganta hinchada; lengua hinchada; reacción alérgica; alergia muy fuerte; sobredosis;
    muchas pastillas; demasiadas pastillas; veneno; se envenenó; envenenamiento; tomó cloro; suicid; quiero
    morir; quiere morir; matarme; matarse; quitarme la vida; quitarse la vida; hacerme daño; hacerse daño; golpe
    en la cabeza; se golpeó la cabeza; se pegó en la cabeza; atropell; apuñal; balazo; herida de bala; quemadura
    fuerte; se quemó feo; cuello rígido y fiebre; azúcar muy baja; azúcar muy alta
  `),
};

const pediatrics: Phrases = {
  en: phrases(`
    newborn has a fever; newborn fever; weeks old fever; weeks old has a fever; month old has a fever; two
    months old fever; infant fever; baby has a fever; baby is limp; limp and; floppy; hard to wake; won't wake;
    hard to wake up; breathing fast; breathing really fast; ribs when breathing; sucking in at the ribs;
    grunting; belly breathing; swallowed a battery; swallowed a magnet; swallowed a coin; swallowed something;
    swallowed pills; ate pills; drank cleaner; drank bleach; got into the medicine; no wet diaper; no wet
    diapers; not peeing; soft spot is bulging; soft spot is sunken; purple rash; rash that doesn't fade; fell
    off the bed; fell down the stairs; febrile; jerking; shaking all over; blue around the mouth; won't stop
    crying; inconsolable; blood in diaper; blood in the stool
  `),
  es: phrases(`
    recién nacido con fiebre; recién nacido tiene fiebre; semanas y tiene fiebre; bebé con fiebre; bebé tiene
    fiebre; meses con fiebre; está flojito; está aguado; muy flojo; no se despierta; cuesta despertarlo; cuesta
    despertarla; respira rápido; respira muy rápido; se le hunden las costillas; se le marcan las costillas;
    gruñe al respirar; se tragó una pila; se tragó una moneda; se tragó un imán; se tragó algo; se tragó
    pastillas; se tomó pastillas; se comió pastillas; tomó limpiador; no moja pañales; no ha mojado el pañal; no
    orina; mollera hundida; mollera hinchada; mollera salida; manchas moradas; se cayó de la cama; se cayó de
    las escaleras; temblando mucho; morado alrededor de la boca; no para de llorar; no deja de llorar; sangre en
    el pañal; sangre en la popó
  `),
};

const obstetrics: Phrases = {
  en: phrases(`
    bleeding and pregnant; pregnant and bleeding; vaginal bleeding; soaking a pad; soaked a pad; passing clots;
    waters broke; water broke; water broken; waters have broken; my water; leaking fluid; fluid leaking;
    contraction; in labor; baby moves less; baby is moving less; baby isn't moving; baby not moving; haven't
    felt the baby; not feeling the baby; no movement; less movement; pregnant and headache; headache won't go
    away; seeing spots; blurry vision; swollen face; swelling in my face; swollen hands; pain under my ribs;
    severe belly pain; cord came out; something is coming out; fell on my belly; hit my belly; high blood
    pressure pregnant; calf is swollen; leg is swollen; thoughts of harming the baby; hurt the baby; hurt my
    baby
  `),
  es: phrases(`
    embarazada y sangr; sangrado vaginal; estoy sangrando; está sangrando; empapa la toalla; empapé una toalla;
    coágulos; se me rompió la fuente; se le rompió la fuente; rompió fuente; fuente rota; se me sale líquido;
    sale líquido; contraccion; en trabajo de parto; dolores de parto; bebé se mueve menos; no se mueve el bebé;
    bebé no se mueve; no siento al bebé; no siento que se mueva; no he sentido al bebé; dolor de cabeza que no
    se quita; veo lucecitas; veo manchas; visión borrosa; cara hinchada; manos hinchadas; dolor debajo de las
    costillas; dolor fuerte de vientre; dolor fuerte en la panza; me caí de panza; golpe en la panza;
    pantorrilla hinchada; pierna hinchada; hacerle daño al bebé
  `),
};

const psychiatry: Phrases = {
  en: phrases(`
    don't want to live; do not want to live; no reason to live; better off dead; better off without me; can't go
    on; can't do this anymore; wish i was dead; wish i were dead; goodbye letter; said goodbye to everyone; cut
    myself; cutting myself; cutting herself; cutting himself; have a plan; has a gun; have a gun; bought a gun;
    saved up my pills; hurt somebody; hurt someone; hurt other people; kill someone; kill him; kill her; kill
    them; voices tell me; hearing voices; voices are telling; seeing things that aren't there; out of control;
    threatening; hasn't slept in days; haven't slept in days; not safe; afraid of what i; stopped eating;
    withdrawal; detox
  `),
  es: phrases(`
    no quiero vivir; no quiere vivir; no vale la pena vivir; mejor muert; estarían mejor sin mí; ya no puedo
    más; ya no aguanto; ojalá estuviera muert; carta de despedida; se despidió de todos; me corté; me corto; se
    corta; se cortó; tengo un plan; tiene una pistola; tengo una pistola; tiene un arma; tengo un arma; guardé
    pastillas; hacerle daño a; lastimar a alguien; matar a alguien; voces me dicen; oigo voces; oye voces;
    escucha voces; ve cosas que no; fuera de control; amenaza; no ha dormido en días; llevo días sin dormir; no
    estoy seguro aquí; abstinencia
  `),
};

const cardiology: Phrases = {
  en: phrases(`
    chest; heart is racing; heart racing; heart pounding; heart is pounding; heart is fluttering; heart
    skipping; irregular heartbeat; palpitation; pain in my left arm; left arm hurts; arm pain; jaw pain; pain in
    my jaw; pain between my shoulder; pain in my shoulder blade; cold sweat; sweating a lot; dizzy and sweating;
    lightheaded; almost passed out; almost fainted; defibrillator; device shocked; got shocked; icd went off;
    shock from my; pacemaker beeping; pacemaker alarm; gained five pounds; gained weight fast; swollen legs;
    legs are swollen; can't lie flat; can't lay flat; wake up gasping; nitroglycerin; nitro isn't helping
  `),
  es: phrases(`
    pecho; corazón acelerado; se me acelera el corazón; corazón muy rápido; me brinca el corazón; palpitacion;
    latidos irregulares; dolor en el brazo izquierdo; me duele el brazo izquierdo; dolor de mandíbula; dolor en
    la mandíbula; dolor entre los hombros; sudor frío; sudando mucho; mareado y sudando; casi me desmayo; casi
    se desmaya; desfibrilador; me dio una descarga; descarga del; marcapasos suena; marcapasos pita; subí cinco
    libras; piernas hinchadas; no puedo acostarme plano; despierto ahogándome; nitroglicerina
  `),
};

const dental: Phrases = {
  en: phrases(`
    swelling near my eye; swelling to my eye; swollen eye; eye is swollen; eye is swelling; swelling in my
    throat; swelling in my neck; neck is swollen; face is swollen; face is swelling; swollen face; swelling
    under my jaw; can't swallow; hard to swallow; trouble swallowing; can't open my mouth; can't stop the
    bleeding; still bleeding; keeps bleeding; socket is bleeding; tooth knocked out; knocked out tooth; knocked
    out his tooth; knocked out her tooth; knocked out my tooth; tooth came out; lost a tooth; tooth got pushed;
    broken jaw; jaw is broken; jaw locked; fever and swelling; swelling and fever; pus and fever; numb lip won't
  `),
  es: phrases(`
    hinchado hasta el ojo; hinchazón en el ojo; ojo hinchado; hinchazón en la garganta; hinchazón en el cuello;
    cuello hinchado; cara hinchada; cara muy hinchada; hinchado debajo de la mandíbula; no puedo tragar; no
    puede tragar; cuesta tragar; no puedo abrir la boca; sigue sangrando; sangra la muela; sangrado de la muela;
    se le cayó el diente; se me cayó el diente; se le salió el diente; le tumbaron el diente; diente tumbado;
    diente arrancado; diente se movió; mandíbula rota; mandíbula trabada; fiebre e hinchazón; hinchazón y
    fiebre; pus y fiebre
  `),
};

const postoperative: Phrases = {
  en: phrases(`
    wound opened; wound is open; wound is opening; incision opened; incision is open; incision came apart;
    stitches came out; stitches came apart; stitches opened; staples came out; surgery and fever; fever after
    surgery; fever since the surgery; fever since surgery; wound smells; incision smells; pus from; pus coming;
    green drainage; yellow drainage; bleeding through; soaked the bandage; soaked through; calf pain; calf
    hurts; calf is hot; leg is red and swollen; leg is hot and swollen; leg is swollen; can't pee; cannot pee;
    haven't peed; pain medicine isn't helping; pain is getting worse; red streaks; cast is too tight; fingers
    are blue; toes are blue; can't keep anything down; drain came out; belly is hard
  `),
  es: phrases(`
    se abrió la herida; se le abrió la herida; herida abierta; se abrieron los puntos; se salieron los puntos;
    se soltaron los puntos; se soltaron las grapas; fiebre después de la cirugía; fiebre después de la
    operación; operad con fiebre; cirugía y fiebre; herida huele mal; sale pus; tiene pus; secreción verde;
    secreción amarilla; se empapó la venda; empapó el vendaje; dolor de pantorrilla; dolor en la pantorrilla; me
    duele la pantorrilla; pierna roja e hinchada; pierna caliente; pierna hinchada; no puedo orinar; no ha
    orinado; medicina no le quita el dolor; dolor va peor; rayas rojas; yeso muy apretado; dedos morados; vomita
    todo; se salió el drenaje; panza dura; vientre duro
  `),
};

const LISTS: Readonly<Record<RedFlagList, Phrases>> = {
  general,
  family: {},
  pediatrics,
  obstetrics,
  psychiatry,
  cardiology,
  dental,
  postoperative,
};

/** Other names that practices give their specialty. */
const SAME: Readonly<Record<string, RedFlagList>> = {
  pediatric: 'pediatrics',
  paediatrics: 'pediatrics',
  'ob-gyn': 'obstetrics',
  obgyn: 'obstetrics',
  gynecology: 'obstetrics',
  psychology: 'psychiatry',
  dentistry: 'dental',
  surgery: 'postoperative',
  orthopedics: 'postoperative',
};

/** The list of a specialty by whatever it is called; undefined: it has none of its own. */
export function listOf(specialty: string): RedFlagList | undefined {
  const name = specialty.toLowerCase();
  return RED_FLAG_LISTS.find((list) => list === name) ?? SAME[name];
}

/** All phrases of these lists, without repetition. */
export function phrasesOf(lists: readonly RedFlagList[]): string[] {
  return [...new Set(lists.flatMap((list) => Object.values(LISTS[list]).flat()))];
}
