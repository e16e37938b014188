/** Español: see en/viewer.ts. */
import type { words as english } from '../en/viewer.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  connecting: 'Conectando…',
  blank: {
    waiting: 'Esperando a que el cliente pulse Comenzar.',
    paused: 'El cliente ha pausado la sesión. La página volverá a mostrarse cuando la reanude.',
    dock: 'La página no se muestra porque la barra de Samepage del cliente no está en ella.',
    'host-away': 'El navegador del cliente no está conectado. Esperando a que vuelva.',
    loading: 'La página del cliente se está cargando…',
    hidden: 'El cliente está mirando otra cosa. La página vuelve cuando el cliente vuelva a esta pestaña.',
    idle: 'Hace un rato que nadie toca esta página. Vuelve cuando el cliente la use.',
    frozen: 'El navegador del cliente ha puesto esta pestaña en reposo. Vuelve cuando el cliente regrese a ella.',
    gone: 'Esta pestaña está cerrada o ha perdido la conexión.',
    ended: 'Esta sesión ha finalizado.',
  },
  preview: {
    title: 'Lo que ve su agente',
    lead: 'Esta es la imagen que reciben los agentes. Lo que está oculto para ellos no aparece en ella.',
    close: 'Cerrar',
    again: 'Vuelva a abrirla desde la barra de la página.',
    blank: {
      waiting: 'Nadie ve nada todavía.',
      paused: 'La sesión está en pausa. Nadie ve esta página.',
      dock: 'Nadie ve esta página, porque la barra de Samepage no está en ella.',
      'host-away': 'Nadie ve esta página: no está conectada.',
      loading: 'La página se está cargando…',
      hidden: 'Nadie ve esta página mientras está detrás de otra.',
      idle: 'Nadie ve esta página: hace un rato que no se toca.',
      frozen: 'Nadie ve esta página: su navegador la ha puesto en reposo.',
      gone: 'Nadie ve esta página: está cerrada o ha perdido la conexión.',
      ended: 'La sesión ha terminado. Nadie ve esta página.',
    },
  },
  refused: {
    BLOCKED: 'Solo el cliente puede hacer esto.',
    MASKED: 'La empresa ha ocultado esto.',
    NO_RIGHT: 'El cliente no lo ha permitido.',
    PAUSED: 'La sesión está en pausa.',
    NOT_ALLOWED: 'Esta dirección no se puede abrir.',
    NOT_POSSIBLE: 'No es posible hacerlo desde aquí. Pídaselo al cliente.',
    TOO_FAST: 'Demasiado rápido. Inténtelo de nuevo.',
    HIDDEN: 'El cliente está mirando otra cosa.',
    DECLINED: 'El cliente no lo ha abierto.',
    TABS_FULL: 'Esta sesión ya tiene todas las pestañas que puede tener.',
  },
  alone: 'Si usted mismo prueba los dos lados, dé a la página del cliente una ventana propia, junto a esta.',
  keyboard: 'El teclado del cliente está abierto',
  unnamed: { customer: 'Cliente', agent: 'Agente' },
};
