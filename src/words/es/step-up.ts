/** Español: see en/step-up.ts. */
import type { words as english } from '../en/step-up.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  asks: {
    screen: '{name} pide ver su pantalla',
    voice: '{name} pide hablar con usted',
    camera: '{name} pide una videollamada con usted',
  },
  on: {
    screen: 'Su pantalla se muestra a {names}',
    voice: 'Está hablando con {names}',
    camera: 'Su cámara se muestra a {names}',
  },
  no: 'Ahora no',
  dock: {
    what: {
      screen: 'Es más que esta página, y allí no se oculta nada. Usted elige qué mostrar, y lo detiene con un clic.',
      voice: 'Se usa su micrófono. Lo detiene con un clic.',
      camera: 'Se usa su cámara. Lo detiene con un clic.',
    },
    yes: 'Continuar',
    held: 'Su navegador retuvo la ventana. Permita las ventanas emergentes para esta página y pulse otra vez.',
    stop: { screen: 'Dejar de mostrar', voice: 'Colgar', camera: 'Detener el vídeo' },
  },
  window: {
    title: 'Compartir más que la página',
    idle: 'No se comparte nada. Puede cerrar esta ventana.',
    connecting: 'Conectando…',
    lost: 'Conexión perdida. Intentando de nuevo…',
    ended: 'La sesión ha terminado. Ya no se comparte nada.',
    elsewhere: 'Esta ventana se abrió otra vez en otro lugar. Desde aquí no se comparte nada.',
    tell: {
      screen: {
        what: 'Se ve lo que elija a continuación: una pestaña, una ventana o toda la pantalla. Elija lo menos posible.',
        more: 'Es más que la página en la que estaba. Allí no se oculta nada: cierre antes lo que sea privado.',
        stop: 'Se puede señalar, y nada más. Lo detiene cuando quiera, aquí o en la barra de su navegador.',
      },
      voice: {
        what: 'Se oye lo que oye su micrófono, y usted oye al otro lado.',
        more: 'Samepage no graba nada de ello.',
        stop: 'Puede silenciar su micrófono, y colgar cuando quiera.',
      },
      camera: {
        what: 'Se ve lo que ve su cámara, y quizá vea usted al otro lado.',
        more: 'Samepage no graba nada de ello.',
        stop: 'Puede apagar la cámara, y detenerlo cuando quiera.',
      },
    },
    start: { screen: 'Elegir qué mostrar', voice: 'Hablar', camera: 'Encender mi cámara' },
    also: 'Permitir también a {name}',
    keep: 'Deje abierta esta ventana: al cerrarla se detiene todo.',
    reaching: 'Conectando con {name}…',
    preview: 'Lo que comparte',
    own: 'Su cámara',
    refused: 'Su navegador no lo permitió, o no eligió nada. No se comparte nada.',
  },
  guest: {
    ask: { screen: 'Pedir ver la pantalla', voice: 'Pedir hablar', camera: 'Pedir vídeo' },
    unmasked: 'En una pantalla compartida no se oculta nada: se ve todo lo que el cliente muestra. Se puede señalar, y nada más.',
    waiting: {
      screen: 'Se pide la pantalla al cliente…',
      voice: 'Se pide hablar al cliente…',
      camera: 'Se pide vídeo al cliente…',
    },
    withdraw: 'Dejar de pedir',
    reaching: 'Conectando con el cliente…',
    seeing: 'Pantalla de {name}',
    pointing: 'Lo que señala se muestra al cliente.',
    leave: { screen: 'Dejar de ver', voice: 'Colgar', camera: 'Detener el vídeo' },
    why: {
      off: 'Está desactivado aquí.',
      'no-relay': 'Hace falta un relé: en la configuración no hay ningún servidor TURN (turn).',
      role: 'Su función no permite pedirlo.',
      'not-now': 'El cliente no está, o ha hecho una pausa.',
      cannot: 'El dispositivo del cliente no puede. Los teléfonos y las tabletas no pueden mostrar su pantalla.',
      full: 'Ya lo tienen tantas personas como puede atender una línea.',
    },
    noDevice: 'Su navegador no dio micrófono ni cámara. Permítalo e inténtelo de nuevo.',
    fit: 'Ajustar',
    actual: 'Tamaño real',
    fullscreen: 'Pantalla completa',
    refused: {
      NO_RIGHT: 'Ahora no se puede pedir.',
      TOO_FAST: 'Ha pedido muchas veces. Espere un momento.',
    },
    declined: 'El cliente ha dicho que no por ahora.',
    over: {
      screen: 'La pantalla ya no se comparte.',
      voice: 'La conversación ha terminado.',
      camera: 'El vídeo ha terminado.',
    },
    ended: 'La sesión ha terminado.',
    connecting: 'Conectando…',
  },
  mute: 'Silenciarme',
  unmute: 'Activar mi micrófono',
  cameraOff: 'Apagar la cámara',
  cameraOn: 'Encender la cámara',
  unnamed: { customer: 'Cliente', agent: 'Agente' },
  console: { open: 'Pantalla y voz', close: 'Cerrar pantalla y voz' },
};
