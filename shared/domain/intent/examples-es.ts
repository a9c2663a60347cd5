// Lo que dicen las personas que llaman, por asunto. Written for this purpose; `!` marks what cannot wait.
export const SPANISH: Readonly<Record<string, string>> = {
  scheduling: `
    quiero hacer una cita; necesito una cita con el doctor; quisiera agendar una cita para mañana; tiene algo disponible esta semana;
    quiero cambiar mi cita; necesito cancelar la cita del viernes; puedo mover mi cita para la otra semana;
    a qué hora es mi cita; llamo para confirmar mi cita; se me pasó la cita y necesito otra; voy a llegar tarde a la cita;
    me puede poner en la lista de espera; hay algo más temprano; necesito una cita de seguimiento; quiero ver a la doctora;
    aceptan pacientes nuevos; quiero un chequeo anual; mi hijo necesita el examen físico de la escuela;
    necesito sacar cita para la vacuna; puede ser por video; mejor en la tarde que en la mañana; me llegó un mensaje de la cita;
    no puedo ir el lunes; cancele lo de mañana por favor; quiero reprogramar; necesito una limpieza dental, quiero cita;
    cuándo me pueden ver; lo más pronto que tenga; cita para mi esposo; me dijeron que regresara en un mes;
    quiero cita con otro doctor; para cuándo tienen espacio; necesito cita para ultrasonido; cita para mi bebé de dos meses;
    quiero adelantar mi cita; dos citas seguidas para mis hijos; hay cancelaciones para hoy; sacar una consulta;
    me toca revisión en seis meses; necesito cambiar la fecha de la cirugía
  `,
  insurance: `
    aceptan mi seguro; toman Medicaid; tengo una pregunta de mi cuenta; me llegó un cobro que no entiendo; por qué me cobraron dos veces;
    cuánto es mi copago; cuánto cuesta la consulta; cambié de seguro; tengo tarjeta nueva del seguro; lo cubre mi plan;
    quiero hacer un plan de pagos; quiero pagar mi factura; puedo pagar por teléfono; me llegó un estado de cuenta;
    el seguro negó el reclamo; ya cumplí mi deducible; cuánto debo; tengo un saldo pendiente; me mandaron a cobranza;
    están dentro de la red de mi seguro; perdí mi seguro; no tengo seguro, cuánto sale la visita; precio sin seguro;
    necesito una factura detallada; necesito un recibo; le cobraron al seguro equivocado; pagué y me volvió a llegar la cuenta;
    necesito un reembolso; hay ayuda financiera; con quién hablo de la facturación; me cobraron en la tarjeta;
    la vacuna la cubre el seguro; fue un accidente de carro, a quién le cobran; mi deducible; el Medicare dice que no mandaron el cobro;
    puedo dar un abono; mi segundo seguro no pagó; quiero saber si soy elegible; cuánto cuesta el examen sin seguro;
    descuento por pagar en efectivo
  `,
  referrals: `
    necesito una referencia para el cardiólogo; ya mandaron mi referencia; el especialista dice que no le ha llegado la referencia;
    ya aprobaron mi referencia; estoy esperando la autorización; la resonancia necesita autorización previa; el seguro pide autorización;
    me puede referir a terapia física; referido para el dermatólogo; en qué va mi referencia; se venció la referencia;
    necesito una orden para rayos equis; mande el referido otra vez por fax; con qué especialista me mandaron;
    perdí el nombre del especialista; la cirugía tiene que ser autorizada; la farmacia dice que la medicina necesita autorización;
    el doctor me iba a mandar con el neurólogo; ya está lista mi referencia para hacer cita; quiero una segunda opinión con otro especialista;
    necesito referencia para los ojos por la diabetes; el laboratorio no tiene mi orden; mande la orden a otro lugar;
    mi seguro pide referencia para el podólogo; no aprobaron el estudio del sueño; llame a mi seguro para que aprueben el estudio;
    cuánto tarda la autorización; mi hijo necesita referencia para terapia del habla; la orden para el andador;
    la compañía del equipo médico necesita la orden firmada; me pueden mandar con un consejero; referido para colonoscopia;
    la referencia tiene mal el diagnóstico; hablamos de cardiología por una referencia; pase para el especialista;
    referencia a otro doctor dentro de la red
  `,
  records: `
    necesito una copia de mi expediente; pueden mandar mis records a mi nuevo doctor; necesito la cartilla de vacunas de mi hija;
    me voy a mudar y necesito mi historial; necesito que el doctor llene una forma; dejé los papeles de incapacidad;
    ya está lista mi forma; necesito una carta para el trabajo; necesito un justificante para la escuela;
    mi abogado pide el expediente; cómo pido mis records; firmé la autorización para entregar mi expediente;
    mande por fax la última nota; mande los resultados a otra oficina; la aseguradora de vida necesita mi historial;
    hay un error en mi expediente; la forma para deportes; la escuela necesita la forma de la medicina; comprobante de que fui a la consulta;
    permiso de estacionamiento para discapacitados; les llegaron los papeles del hospital; cuánto cuestan las copias;
    necesito mi expediente para el viernes; paso a recoger mis papeles; los records de mi mamá, tengo poder legal;
    copia de mis análisis en papel; papeles médicos para inmigración; carta para regresar a trabajar;
    las fechas de mis visitas; pasar mi expediente a otra clínica; la guardería pide un formulario de salud;
    el certificado médico; copia de las vacunas; la oficina de incapacidad dice que no mandaron los papeles
  `,
  clinical: `
    tengo una pregunta de mi medicina; necesito que me surtan la receta; se me acabaron las pastillas de la presión; la farmacia dice que no hay repuestos;
    me puede llamar la enfermera; tengo tos que no se me quita; me duele la garganta; tengo un sarpullido; ya salieron mis resultados;
    qué salió en mis análisis; la tomo con comida; la farmacia no recibió mi receta; quiero cambiar de farmacia;
    !la medicina nueva me marea mucho; !llevo tres días con fiebre; !mi bebé tiene fiebre; !tengo mucho dolor de estómago;
    !me duele el pecho al respirar; !no puedo agarrar aire; !creo que es una reacción alérgica; !tengo la pierna hinchada y roja;
    !estoy sangrando más de lo normal; !tengo el azúcar en cuatrocientos; !la presión muy alta; !me caí y me pegué en la cabeza;
    !he vomitado toda la noche; !no retiene nada; !está muy confundida hoy; !la herida está roja y le sale líquido;
    !el dolor está mucho peor; !me tomé la dosis equivocada; !se me acabó la insulina; !desde ayer no tengo la medicina del corazón;
    !siento que me voy a desmayar; !estoy embarazada y tengo cólicos; !el bebé casi no se ha movido hoy; !he pensado en morirme;
    !mi hijo se tragó algo; !no despierta bien; !tengo la cara hinchada por la muela; !me corté hondo con un cuchillo;
    !me arde al orinar y tengo calentura; !el asma está peor y el inhalador no me ayuda; !el corazón me late muy rápido;
    !no veo con un ojo; !se me durmió la cara desde la mañana; !hay sangre en el excremento; !me vino un dolor de cabeza terrible de repente;
    !se me abrieron los puntos; !estoy temblando y sudando; !creo que me quebré el brazo; !calentura muy alta y el cuello tieso;
    !cuatro días con diarrea y muy débil; !no paro de toser y me falta el aire; !tomé demasiado tylenol; !me mordió un perro;
    !la herida huele feo; !no he podido orinar desde anoche;
    tengo gripa; puedo tomar ibuprofeno con mis pastillas; me molesta el oído; necesito mis anticonceptivos; tengo catarro;
    es normal el cansancio después de la vacuna; qué dosis le doy a mi hijo; creo que es conjuntivitis; las alergias de primavera;
    tiras para medir el azúcar; cuándo salen los resultados; me duele la espalda hace un mes; un lunar que quiero que me revisen;
    necesito el inhalador; me negaron el repuesto; la medicina de la tiroides; devuelvo la llamada de la enfermera;
    mi niño tiene poca tos; agruras después de comer; para qué es esta medicina; tengo que ir en ayunas al análisis;
    la crema no me ayuda; sigo tomando el antibiótico si ya me siento bien; ando ansiosa y quiero hablar con la enfermera;
    la receta está equivocada; resurtir la receta
  `,
  general: `
    cuál es su horario; dónde están ubicados; cuál es la dirección; cuál es el número de fax; hay estacionamiento;
    cómo llego a la oficina; a qué hora cierran; abren los sábados; abren el día festivo; cómo me inscribo en el portal;
    no puedo entrar al portal; olvidé mi contraseña del portal; en qué piso están; cuál es la página de internet; hablan español;
    quiero hablar con la gerente; tengo una queja; quiero agradecer al personal; todavía trabaja ahí la doctora;
    hay farmacia en el edificio; necesito cubrebocas; qué tengo que llevar a la visita; con cuánto tiempo llego antes;
    dejé mis lentes en la sala de espera; están contratando; cambié de dirección; tengo número de teléfono nuevo;
    cambiar mi contacto de emergencia; me llamaron de este número; no sé quién me llamó; número equivocado;
    está abierto con la nieve; qué camión llega; dónde encuentro los papeles de paciente nuevo; tienen intérprete;
    quién es mi doctor; atienden niños; tienen otra oficina; cómo bajo la aplicación; quiero dejar un recado para la gerente;
    cuál es su correo; tienen baño para visitas; puedo dejar una muestra hoy
  `,
};
